"""Charts drawn on the server: plain SVG that takes its colours from the page, with the numbers in a table below.

pygal was tried: it writes styles and scripts into the picture, which our content policy forbids, sets the labels of a
radar on edge and knows neither targets nor forecasts; what was left after undoing that was less than this file.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from manyi.core.curves import Plot, Point, label_step, monotone_path, polygon_point, text_width
from manyi.core.svg import joined, linked, tag

Format = Callable[[float], str]
FEW = 4
"""So many labels have room on any page."""
COMPACT = 480
_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over the labels; None is a gap. `links` lead from a point to what it counts.

    `tone` (good, soon, late, info, quiet) overrides the colour of its place; `dashed` is for what is not measured
    now: a forecast, the last period.
    """

    name: str
    values: Sequence[float | None]
    links: Sequence[str] = ()
    tone: str = ""
    dashed: bool = False
    filled: bool = False

    def value(self, index: int) -> float | None:
        """The value at a label, None where the series has ended."""
        return self.values[index] if index < len(self.values) else None

    def link(self, index: int) -> str:
        """Where a value leads, "" for nowhere."""
        return self.links[index] if index < len(self.links) else ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What all charts share: the measures, their labels, the words and how numbers are written."""

    series: Sequence[Series]
    labels: Sequence[str]
    title: str
    sentence: str
    form: Format
    width: int
    height: int

    def known(self) -> list[float]:
        """All values that are there."""
        return [value for one in self.series for value in one.values if value is not None]

    def numbered(self) -> list[tuple[str, Series]]:
        """Each series with its classes: the tone or the colour of its place."""
        return [
            (f"{one.tone or f's{index % 6 + 1}'}{' dashed' if one.dashed else ''}", one)
            for index, one in enumerate(self.series)
        ]

    def link(self, index: int) -> str:
        """Where a label leads: to the first link any series has for it."""
        return next((link for one in self.series if (link := one.link(index))), "")

    def spoken(self, index: int) -> str:
        """A label and its values, a line each."""
        values = [f"{one.name} {self.form(v)}" for one in self.series if (v := one.value(index)) is not None]
        return "\n".join([self.labels[index], *values])


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
    picture = Picture(series, labels, title, sentence, form, width, height)
    plot = _plot(picture, picture.known(), low, target)
    places = [plot.x(index / max(len(labels) - 1, 1)) for index in range(len(labels))]
    parts = [_grid(plot, form), _x_labels(plot, labels, places), _target(plot, target, form)]
    if mark is not None:
        x = places[mark[0]]
        parts.append(tag("line", class_="chart-mark", x1=x, x2=x, y1=plot.top, y2=plot.base))
        parts.append(tag("text", mark[1], x=x + 6, y=plot.top + 8))
    parts += [tag("g", _line(plot, one, places), class_=name) for name, one in reversed(picture.numbered())]
    parts += [_strip(plot, picture, index, places) for index in range(len(labels))]
    return _figure(picture, parts)


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
    picture = Picture(series, labels, title, sentence, form, width, height)
    return _bars(picture, _plot(picture, picture.known(), 0, target), _group, target)


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
    picture = Picture(series, labels, title, sentence, form, width, height)
    sums = [sum(one.value(index) or 0 for one in series) for index in range(len(labels))]
    return _bars(picture, _plot(picture, sums, 0), _stack)


def ranking(rows: Sequence[tuple[str, float, str]], *, title: str, form: Format = plain, tone: str = "s1") -> Markup:
    """Lying bars, one a row, for names: (name, value, link). It is its own data table."""
    top = max((value for _name, value, _link in rows), default=0) or 1
    lines = [
        tag(
            "tr",
            tag("th", linked(name, link), scope="row"),
            tag("td", _share_bar(value / top, tone), class_="ranking-bar"),
            tag("td", linked(form(value), link), class_="number"),
        )
        for name, value, link in rows
    ]
    return tag("table", tag("caption", title, class_="visually-hidden"), *lines, class_="ranking")


def sparkline(values: Sequence[float | None], *, title: str = "", tone: str = "s1") -> Markup:
    """The course of a number, without axes; it stretches to the width of its place."""
    width, height = 120, 28
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    low, spread = min(known), (max(known) - min(known)) or 1
    points = [
        (index * width / (len(values) - 1), height - 4 - (value - low) / spread * (height - 8))
        for index, value in enumerate(values)
        if value is not None
    ]
    return tag(
        "svg",
        tag("path", d=monotone_path(points)),
        # A line without length draws a round dot whatever the picture is stretched to.
        tag("path", class_="sparkline-end", d=monotone_path(points[-1:]) + "h0"),
        class_=f"sparkline {tone}",
        viewBox=f"0 0 {width} {height}",
        preserveAspectRatio="none",
        **({"role": "img", "aria_label": title} if title else {"aria_hidden": "true"}),
    )


def radar(
    series: Sequence[Series],
    labels: Sequence[str],
    *,
    title: str,
    sentence: str = "",
    form: Format = plain,
    low: float = 0,
    top: float = 100,
    width: int = 400,
    height: int = 300,
) -> Markup:
    """Several measures of one thing around a centre; `low` is the value at the centre, `top` at the rim."""
    picture = Picture(series, labels, title, sentence, form, width, height)
    centre, radius, count = (width / 2, height / 2 + 2), min(width, height) / 2 - 42, len(labels)

    def ring(shares: Sequence[float]) -> str:
        points = [polygon_point(centre, radius * share, index, count) for index, share in enumerate(shares)]
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"

    spokes = [polygon_point(centre, radius, index, count) for index in range(count)]
    parts = [tag("path", class_="chart-grid", d=ring([step / 4] * count)) for step in range(1, 5)]
    parts += [tag("line", class_="chart-grid", x1=centre[0], y1=centre[1], x2=x, y2=y) for x, y in spokes]
    for name, one in reversed(picture.numbered()):
        shares = [max(0.0, min(1.0, ((value or 0) - low) / ((top - low) or 1))) for value in one.values]
        parts += [tag("path", class_=f"{kind} {name}", d=ring(shares)) for kind in ("chart-area", "chart-line")]
    parts += [_corner(picture, index, polygon_point(centre, radius + 18, index, count)) for index in range(count)]
    return _figure(picture, parts)


def _plot(picture: Picture, known: Sequence[float], low: float | None, target: float | None = None) -> Plot:
    values = [*known, *([] if target is None else [target])]
    return Plot.around(values, low, picture.form, picture.width, picture.height)


def _grid(plot: Plot, form: Format) -> Markup:
    lines = []
    for index, tick in enumerate(plot.ticks):
        y = plot.y(tick)
        name = "chart-grid" if index else "chart-base"
        lines.append(tag("line", class_=name, x1=plot.left, x2=plot.end, y1=y, y2=y))
        lines.append(tag("text", form(tick), class_="y", x=plot.left - 8, y=y + 4))
    return joined(lines)


def _x_labels(plot: Plot, labels: Sequence[str], places: Sequence[float]) -> Markup:
    """As many labels as fit; every second one gives way on a narrow page."""
    shown = list(zip(labels, places, strict=True))[:: label_step(labels, plot.width - plot.left)]
    return joined(
        tag(
            "text",
            label,
            class_="x second" if order % 2 and len(shown) > FEW else "x",
            x=min(x, plot.width - text_width(label) / 2),
            y=plot.height - 6,
        )
        for order, (label, x) in enumerate(shown)
    )


def _target(plot: Plot, target: float | None, form: Format) -> Markup:
    if target is None:
        return Markup("")
    y = plot.y(target)
    words = _("target %(value)s") % {"value": form(target)}
    line = tag("line", class_="chart-target", x1=plot.left, x2=plot.end, y1=y, y2=y)
    return joined([line, tag("text", words, class_="y", x=plot.end, y=y - 5)])


def _line(plot: Plot, one: Series, places: Sequence[float]) -> Markup:
    """Each run between gaps is one curve; an area goes down to the base."""
    parts = []
    for _gap, run in itertools.groupby(zip(places, one.values, strict=False), key=lambda pair: pair[1] is None):
        points: list[Point] = [(x, plot.y(value)) for x, value in run if value is not None]
        if not points:
            continue
        path = monotone_path(points)
        if one.filled:
            corners = f"L{points[-1][0]:.1f} {plot.base:.1f}L{points[0][0]:.1f} {plot.base:.1f}Z"
            parts.append(tag("path", class_="chart-area", d=path + corners))
        parts.append(tag("path", class_="chart-line", d=path if len(points) > 1 else f"{path}h0"))
    return joined(parts)


def _strip(plot: Plot, picture: Picture, index: int, places: Sequence[float]) -> Markup:
    """What lies under the pointer at one label: it shows the values and leads to them."""
    x = places[index]
    half = (places[1] - places[0]) / 2 if len(places) > 1 else plot.width / 2
    left, right = max(x - half, plot.left), min(x + half, float(plot.width))
    dots = [
        tag("circle", class_=name, cx=x, cy=plot.y(value), r=3.5)
        for name, one in picture.numbered()
        if (value := one.value(index)) is not None
    ]
    strip = tag(
        "g",
        tag("title", picture.spoken(index)),
        tag("rect", x=left, y=0, width=right - left, height=plot.base),
        tag("line", x1=x, x2=x, y1=plot.top, y2=plot.base),
        *dots,
        class_="chart-hit",
    )
    return linked(strip, picture.link(index))


def _bars(
    picture: Picture,
    plot: Plot,
    shape: Callable[[Plot, Picture, int, float, float], Markup],
    target: float | None = None,
) -> Markup:
    slot = (plot.end - plot.left) / max(len(picture.labels), 1)
    places = [plot.left + slot * (index + 0.5) for index in range(len(picture.labels))]
    parts = [_grid(plot, picture.form), _x_labels(plot, picture.labels, places)]
    for index, middle in enumerate(places):
        room = tag(
            "rect", class_="chart-strip", x=middle - slot / 2, y=plot.top, width=slot, height=plot.base - plot.top
        )
        bars = shape(plot, picture, index, middle, slot)
        column = tag("g", tag("title", picture.spoken(index)), room, bars, class_="chart-column")
        parts.append(linked(column, picture.link(index)))
    return _figure(picture, [*parts, _target(plot, target, picture.form)])


def _group(plot: Plot, picture: Picture, index: int, middle: float, slot: float) -> Markup:
    thick = min(slot * 0.6 / len(picture.series), 22)
    left = middle - thick * len(picture.series) / 2
    return joined(
        _bar(name, left + thick * place, thick - 1, plot.y(max(value, 0)), plot.y(min(value, 0)))
        for place, (name, one) in enumerate(picture.numbered())
        if (value := one.value(index)) is not None
    )


def _stack(plot: Plot, picture: Picture, index: int, middle: float, slot: float) -> Markup:
    thick, height, bars = min(slot * 0.5, 28), 0.0, []
    for name, one in picture.numbered():
        value = one.value(index) or 0
        gap = 1 if height else 0
        if value:
            bars.append(_bar(name, middle - thick / 2, thick, plot.y(height + value), plot.y(height) - gap))
        height += value
    return joined(bars)


def _bar(name: str, x: float, thick: float, top: float, bottom: float) -> Markup:
    return tag("rect", class_=f"chart-bar {name}", x=x, y=top, width=thick, height=max(bottom - top, 0.5), rx=2)


def _share_bar(share: float, tone: str) -> Markup:
    bar = tag("rect", class_=f"chart-bar {tone}", width=100 * share, height=8)
    return tag("svg", bar, viewBox="0 0 100 8", preserveAspectRatio="none", aria_hidden="true")


def _corner(picture: Picture, index: int, at: Point) -> Markup:
    """The label and the first value at a corner of a radar."""
    offset = at[0] - picture.width / 2
    anchor = "middle" if abs(offset) < 8 else "start" if offset > 0 else "end"
    value = picture.series[0].value(index)
    number = tag("tspan", "" if value is None else picture.form(value), class_="chart-value")
    words = tag("text", f"{picture.labels[index]} ", number, x=at[0], y=at[1] + 4, text_anchor=anchor)
    return linked(words, picture.link(index))


def _figure(picture: Picture, parts: Sequence[str]) -> Markup:
    """The picture with its name, its sentence, its legend and its numbers."""
    name = f"chart-{next(_ids)}"
    # A picture hides what is inside it from screen readers; with links it must not.
    has_links = any(link for one in picture.series for link in one.links)
    drawing = tag(
        "svg",
        tag("title", picture.title, id=f"{name}-title"),
        tag("desc", picture.sentence, id=f"{name}-desc"),
        *parts,
        class_="chart-svg compact" if picture.width < COMPACT else "chart-svg",
        viewBox=f"0 0 {picture.width} {picture.height}",
        role="group" if has_links else "img",
        aria_labelledby=f"{name}-title {name}-desc" if picture.sentence else f"{name}-title",
    )
    legend = [tag("li", one.name, class_=classes) for classes, one in picture.numbered()]
    return tag(
        "figure",
        tag("figcaption", picture.sentence, class_="lead") if picture.sentence else "",
        tag("ul", *legend, class_="chart-legend") if len(legend) > 1 else "",
        tag("div", drawing, class_="chart-scroll"),
        _table(picture),
        class_="chart",
    )


def _table(picture: Picture) -> Markup:
    head = [tag("th", one.name, scope="col", class_="number") for one in picture.series]
    rows = [
        tag("tr", tag("th", label, scope="row"), *(_cell(picture, one, index) for one in picture.series))
        for index, label in enumerate(picture.labels)
    ]
    table = tag(
        "table",
        tag("caption", picture.title, class_="visually-hidden"),
        tag("thead", tag("tr", tag("td"), *head)),
        tag("tbody", *rows),
        class_="table",
    )
    return tag(
        "details", tag("summary", _("Show the numbers")), tag("div", table, class_="table-box"), class_="chart-data"
    )


def _cell(picture: Picture, one: Series, index: int) -> Markup:
    value = one.value(index)
    return tag("td", "–" if value is None else linked(picture.form(value), one.link(index)), class_="number")
