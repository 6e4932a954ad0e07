"""Charts drawn on the server: plain SVG that takes its colours from the page, with the numbers in a table below.

pygal was tried: it writes styles and scripts into the picture, which our content policy forbids, turns the labels
of a radar round and draws no targets or forecasts; what was left after undoing that was less than this file.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from manyi.core.curves import monotone_path, nice_ticks, text_width

Format = Callable[[float], str]
Values = Sequence[float | None]
_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over the labels; None is a gap. `links` lead from a point to what it counts.

    `tone` (good, soon, late, info, quiet) overrides the colour of its place; `dashed` is for what is not measured
    now: a forecast, the last period.
    """

    name: str
    values: Values
    links: Sequence[str] = ()
    tone: str = ""
    dashed: bool = False
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """The frame inside the picture, and the scale of its values."""

    width: int
    height: int
    left: float
    ticks: list[float]
    top: float = 10
    right: float = 8
    bottom: float = 24

    def y(self, value: float) -> float:
        """Where a value stands, in px from the top."""
        share = (value - self.ticks[0]) / ((self.ticks[-1] - self.ticks[0]) or 1)
        return round(self.height - self.bottom - share * (self.height - self.bottom - self.top), 1)

    def x(self, share: float) -> float:
        """Where a share (0 to 1) of the width stands, in px from the left."""
        return round(self.left + share * (self.width - self.left - self.right), 1)


def plain(value: float) -> str:
    """A number as the active language writes it, with at most two decimals."""
    return format_decimal(value, "#,##0.##", locale=translation.to_locale(translation.get_language() or "en"))


def line_chart(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    title: str,
    sentence: str = "",
    form: Format = plain,
    low: float | None = 0,
    target: float | None = None,
    mark: tuple[int, str] | None = None,
    width: int = 720,
    height: int = 240,
) -> Markup:
    """Measures over time. `low` is the bottom of the scale (None: near the smallest value), `target` a level to
    reach, `mark` the index of a label to point out and its words ("now")."""
    known = _known(series) + ([target] if target is not None else [])
    plot = _plot(known, low, form, width, height)
    places = [plot.x(index / max(len(labels) - 1, 1)) for index in range(len(labels))]
    parts = [_grid(plot, form), _x_labels(plot, labels, places)]
    if target is not None:
        parts.append(_target(plot, target, form))
    if mark is not None:
        x = places[mark[0]]
        parts.append(
            Markup(
                '<line class="chart-mark" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text x="{3}" y="{4}">{5}</text>'
            ).format(x, plot.top, plot.height - plot.bottom, x + 6, plot.top + 8, mark[1])
        )
    parts += [_line(plot, one, number, places) for number, one in reversed(list(enumerate(series, 1)))]
    half = (places[1] - places[0]) / 2 if len(places) > 1 else plot.width / 2
    parts += [_column_hit(plot, series, labels[i], i, x, half, form) for i, x in enumerate(places)]
    return _figure(parts, series, labels, title, sentence, form, width, height)


def bar_chart(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    title: str,
    sentence: str = "",
    form: Format = plain,
    target: float | None = None,
    width: int = 720,
    height: int = 240,
) -> Markup:
    """Upright bars, side by side where there are several series."""
    known = _known(series) + ([target] if target is not None else [])
    return _bars(series, labels, known, title, sentence, form, target, width, height, stacked=False)


def stacked_bars(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    title: str,
    sentence: str = "",
    form: Format = plain,
    width: int = 720,
    height: int = 240,
) -> Markup:
    """Upright bars whose parts add up."""
    sums = [sum(one.values[index] or 0 for one in series) for index in range(len(labels))]
    return _bars(series, labels, sums, title, sentence, form, None, width, height, stacked=True)


def ranking(rows: Sequence[tuple[str, float, str]], *, title: str, form: Format = plain, tone: str = "") -> Markup:
    """Lying bars, one a row, for names: (name, value, link). It is its own data table."""
    top = max((value for _name, value, _link in rows), default=0) or 1
    lines = Markup("").join(
        Markup(
            '<tr><th scope="row">{}</th><td class="ranking-bar"><svg viewBox="0 0 100 8" preserveAspectRatio="none" '
            'aria-hidden="true"><rect class="chart-bar {}" width="{}" height="8"/></svg></td><td class="number">{}</td></tr>'
        ).format(_linked(name, link), tone or "s1", round(100 * value / top, 1), form(value))
        for name, value, link in rows
    )
    return Markup('<table class="ranking"><caption class="visually-hidden">{}</caption>{}</table>').format(title, lines)


def sparkline(values: Values, *, title: str = "", tone: str = "", width: int = 120, height: int = 28) -> Markup:
    """The course of a number, without axes; it stretches to the width of its place."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    low, spread = min(known), (max(known) - min(known)) or 1
    step = width / max(len(values) - 1, 1)
    points = [
        (round(index * step, 1), round(height - 4 - (value - low) / spread * (height - 8), 1))
        for index, value in enumerate(values)
        if value is not None
    ]
    spoken = Markup('role="img" aria-label="{}"').format(title) if title else Markup('aria-hidden="true"')
    return Markup(
        '<svg class="sparkline {}" viewBox="0 0 {} {}" preserveAspectRatio="none" {}><path d="{}"/>'
        '<path class="sparkline-end" d="M{} {}h0"/></svg>'
    ).format(tone or "s1", width, height, spoken, monotone_path(points), *points[-1])


def radar(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    title: str,
    sentence: str = "",
    form: Format = plain,
    top: float = 100,
    low: float = 0,
    width: int = 400,
    height: int = 300,
) -> Markup:
    """Several measures of one thing around a centre; `low` is the value at the centre, `top` at the rim."""
    middle, radius = (width / 2, height / 2 + 2), min(width, height) / 2 - 42

    def at(index: int, share: float) -> str:
        angle = 2 * math.pi * index / len(labels) - math.pi / 2
        return f"{middle[0] + radius * share * math.cos(angle):.1f} {middle[1] + radius * share * math.sin(angle):.1f}"

    def ring(shares: Sequence[float]) -> str:
        return "M" + "L".join(at(index, share) for index, share in enumerate(shares)) + "Z"

    parts = [
        Markup('<path class="chart-grid" d="{}"/>').format(ring([share / 4] * len(labels))) for share in range(1, 5)
    ]
    parts.append(
        Markup('<path class="chart-grid" d="{}"/>').format(
            "".join(f"M{middle[0]:.1f} {middle[1]:.1f}L{at(index, 1)}" for index in range(len(labels)))
        )
    )
    for number, one in reversed(list(enumerate(series, 1))):
        shares = [max(0.0, min(1.0, ((value or 0) - low) / ((top - low) or 1))) for value in one.values]
        parts.append(
            Markup('<path class="chart-area {0}" d="{1}"/><path class="chart-line {0}" d="{1}"/>').format(
                _class(one, number), ring(shares)
            )
        )
    for index, label in enumerate(labels):
        x, y = (float(part) for part in at(index, 1 + 18 / radius).split())
        anchor = "middle" if abs(x - middle[0]) < 8 else "start" if x > middle[0] else "end"
        value, link = series[0].values[index], _link(series[0], index)
        text = Markup('<text x="{}" y="{}" text-anchor="{}">{} <tspan class="chart-value">{}</tspan></text>').format(
            x, round(y + 4, 1), anchor, label, "" if value is None else form(value)
        )
        parts.append(_linked(text, link))
    return _figure(parts, series, labels, title, sentence, form, width, height)


def _known(series: Sequence[Series]) -> list[float]:
    return [value for one in series for value in one.values if value is not None]


def _plot(known: Sequence[float], low: float | None, form: Format, width: int, height: int) -> Plot:
    bottom = min(known, default=0) if low is None else min([low, *known])
    ticks = nice_ticks(bottom, max(known, default=0), whole=all(float(value).is_integer() for value in known))
    return Plot(width, height, 14 + max(text_width(form(tick)) for tick in ticks), ticks)


def _grid(plot: Plot, form: Format) -> Markup:
    return Markup("").join(
        Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="y" x="{}" y="{}">{}</text>').format(
            "chart-base" if index == 0 else "chart-grid",
            plot.left,
            plot.width - plot.right,
            y,
            y,
            plot.left - 8,
            y + 4,
            form(tick),
        )
        for index, (tick, y) in enumerate((tick, plot.y(tick)) for tick in plot.ticks)
    )


def _x_labels(plot: Plot, labels: Sequence[str], places: Sequence[float]) -> Markup:
    """As many labels as fit; every second one gives way on a narrow page."""
    widest = max((text_width(label) for label in labels), default=1) + 16
    step = max(1, math.ceil(len(labels) * widest / (plot.width - plot.left)))
    shown = list(enumerate(zip(labels, places, strict=True)))[::step]
    return Markup("").join(
        Markup('<text class="x{}" x="{}" y="{}">{}</text>').format(
            " second" if order % 2 else "", min(x, plot.width - text_width(label) / 2), plot.height - 6, label
        )
        for order, (_index, (label, x)) in enumerate(shown)
    )


def _target(plot: Plot, target: float, form: Format) -> Markup:
    y = plot.y(target)
    return Markup(
        '<line class="chart-target" x1="{}" x2="{}" y1="{}" y2="{}"/><text class="y" x="{}" y="{}">{}</text>'
    ).format(
        plot.left,
        plot.width - plot.right,
        y,
        y,
        plot.width - plot.right,
        y - 5,
        _("target %(value)s") % {"value": form(target)},
    )


def _line(plot: Plot, one: Series, number: int, places: Sequence[float]) -> Markup:
    """Each run between gaps is one curve; the area goes down to the base."""
    parts, base = [], plot.y(plot.ticks[0])
    for present, run in itertools.groupby(zip(places, one.values, strict=False), key=lambda pair: pair[1] is not None):
        points = [(x, plot.y(value)) for x, value in run if value is not None]
        if not present:
            continue
        path = monotone_path(points)
        if one.filled:
            parts.append(
                Markup('<path class="chart-area" d="{}L{} {}L{} {}Z"/>').format(
                    path, points[-1][0], base, points[0][0], base
                )
            )
        parts.append(Markup('<path class="chart-line" d="{}"/>').format(path if len(points) > 1 else f"{path}h0"))
    return Markup('<g class="{}">{}</g>').format(_class(one, number), Markup("").join(parts))


def _column_hit(
    plot: Plot, series: Sequence[Series], label: str, index: int, x: float, half: float, form: Format
) -> Markup:
    """The strip under the pointer: it shows the values of one label and leads to them."""
    left, right = max(x - half, plot.left), min(x + half, plot.width)
    dots = Markup("").join(
        Markup('<circle class="{}" cx="{}" cy="{}" r="3.5"/>').format(_class(one, number), x, plot.y(value))
        for number, one in enumerate(series, 1)
        if (value := _value(one, index)) is not None
    )
    strip = Markup(
        '<g class="chart-hit"><title>{}</title><rect x="{}" y="0" width="{}" height="{}"/>'
        '<line x1="{}" x2="{}" y1="{}" y2="{}"/>{}</g>'
    ).format(
        _spoken(series, label, index, form),
        round(left, 1),
        round(right - left, 1),
        plot.height - plot.bottom,
        x,
        x,
        plot.top,
        plot.height - plot.bottom,
        dots,
    )
    return _linked(strip, next((link for one in series if (link := _link(one, index))), ""))


def _bars(
    series: Sequence[Series],
    labels: Sequence[str],
    known: Sequence[float],
    title: str,
    sentence: str,
    form: Format,
    target: float | None,
    width: int,
    height: int,
    *,
    stacked: bool,
) -> Markup:
    plot = _plot(known, 0, form, width, height)
    slot = (plot.x(1) - plot.x(0)) / max(len(labels), 1)
    places = [plot.left + slot * (index + 0.5) for index in range(len(labels))]
    parts = [_grid(plot, form), _x_labels(plot, labels, places)]
    for index, label in enumerate(labels):
        shapes = (
            _stack(plot, series, index, places[index], slot)
            if stacked
            else _group(plot, series, index, places[index], slot)
        )
        column = Markup(
            '<g class="chart-column"><title>{}</title><rect class="chart-strip" x="{}" y="{}" width="{}" '
            'height="{}"/>{}</g>'
        ).format(
            _spoken(series, label, index, form),
            round(places[index] - slot / 2, 1),
            plot.top,
            round(slot, 1),
            plot.height - plot.bottom - plot.top,
            shapes,
        )
        parts.append(_linked(column, next((link for one in series if (link := _link(one, index))), "")))
    if target is not None:
        parts.append(_target(plot, target, form))
    return _figure(parts, series, labels, title, sentence, form, width, height)


def _group(plot: Plot, series: Sequence[Series], index: int, middle: float, slot: float) -> Markup:
    thick = min(slot * 0.6 / len(series), 22)
    left = middle - thick * len(series) / 2
    return Markup("").join(
        _bar(
            _class(one, number),
            left + thick * (number - 1) + 0.5,
            thick - 1,
            plot.y(max(value, 0)),
            plot.y(min(value, 0)),
        )
        for number, one in enumerate(series, 1)
        if (value := _value(one, index)) is not None
    )


def _stack(plot: Plot, series: Sequence[Series], index: int, middle: float, slot: float) -> Markup:
    thick, height, shapes = min(slot * 0.5, 28), 0.0, []
    for number, one in enumerate(series, 1):
        value = _value(one, index) or 0
        if value:
            gap = 1 if height else 0
            shapes.append(
                _bar(
                    _class(one, number),
                    middle - thick / 2,
                    thick,
                    plot.y(height + value),
                    plot.y(height) - gap,
                )
            )
        height += value
    return Markup("").join(shapes)


def _bar(name: str, x: float, thick: float, top: float, bottom: float) -> Markup:
    return Markup('<rect class="chart-bar {}" x="{}" y="{}" width="{}" height="{}" rx="2"/>').format(
        name, round(x, 1), top, round(thick, 1), round(max(bottom - top, 0.5), 1)
    )


def _class(one: Series, number: int) -> str:
    return f"{one.tone or f's{(number - 1) % 6 + 1}'}{' dashed' if one.dashed else ''}"


def _value(one: Series, index: int) -> float | None:
    return one.values[index] if index < len(one.values) else None


def _link(one: Series, index: int) -> str:
    return one.links[index] if index < len(one.links) else ""


def _linked(content: str, link: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(link, content) if link else escape(content)


def _spoken(series: Sequence[Series], label: str, index: int, form: Format) -> str:
    values = [f"{one.name} {form(value)}" for one in series if (value := _value(one, index)) is not None]
    return "\n".join([label, *values])


def _figure(
    parts: Sequence[str],
    series: Sequence[Series],
    labels: Sequence[str],
    title: str,
    sentence: str,
    form: Format,
    width: int,
    height: int,
) -> Markup:
    """The picture with its name, its sentence, its legend and its numbers."""
    name = f"chart-{next(_ids)}"
    linked = any(link for one in series for link in one.links)
    legend = Markup("").join(
        Markup('<li class="{}">{}</li>').format(_class(one, number), one.name) for number, one in enumerate(series, 1)
    )
    return Markup(
        '<figure class="chart">{caption}{legend}<div class="chart-scroll"><svg class="chart-svg{compact}" viewBox="0 0 {width} {height}" role="{role}" '
        'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{title}</title>'
        '<desc id="{name}-desc">{sentence}</desc>{parts}</svg></div>{table}</figure>'
    ).format(
        caption=Markup('<figcaption class="lead">{}</figcaption>').format(sentence) if sentence else "",
        legend=Markup('<ul class="chart-legend">{}</ul>').format(legend) if len(series) > 1 else "",
        # A picture hides what is inside it from screen readers; with links it must not.
        role="group" if linked else "img",
        compact=" compact" if width < 480 else "",
        width=width,
        height=height,
        name=name,
        title=title,
        sentence=Markup(sentence).striptags(),
        parts=Markup("").join(parts),
        table=_table(series, labels, title, form),
    )


def _table(series: Sequence[Series], labels: Sequence[str], title: str, form: Format) -> Markup:
    head = Markup("").join(Markup('<th scope="col" class="number">{}</th>').format(one.name) for one in series)
    rows = Markup("").join(
        Markup('<tr><th scope="row">{}</th>{}</tr>').format(
            label,
            Markup("").join(
                Markup('<td class="number">{}</td>').format(
                    _linked(form(value), _link(one, index)) if (value := _value(one, index)) is not None else "–"
                )
                for one in series
            ),
        )
        for index, label in enumerate(labels)
    )
    return Markup(
        '<details class="chart-data"><summary>{}</summary><div class="table-box"><table class="table"><caption '
        'class="visually-hidden">{}</caption><thead><tr><td></td>{}</tr></thead><tbody>{}</tbody></table></div></details>'
    ).format(_("Show the numbers"), title, head, rows)
