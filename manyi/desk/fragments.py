"""List rows as HTML, rendered once per content and language. What only time changes is filled into slots afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from babel.dates import format_timedelta
from django.template import engines
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from manyi.core.addresses import address
from manyi.core.times import babel_locale
from manyi.desk.bodies import body_html, called_names, clock_time, laid_out
from manyi.desk.channel_names import channel_icon, channel_label
from manyi.desk.links import message_links
from manyi.desk.models import Ticket
from manyi.desk.queries import Line, Row, Said

SLOT = "\x00"
"""Stands in the rendered row where the address' end, the current mark, the time and the clock go, in this order."""
CHANNEL_WORDS = {"channel_icon": channel_icon, "channel_label": channel_label}
LATE = 15 * 60
SOON = 60 * 60


def render(name: str, **values: Any) -> str:
    """A template without a request, for fragments that are the same for everybody."""
    return str(engines.all()[0].env.get_template(name).render(values))  # type: ignore[attr-defined]


@lru_cache(maxsize=8_000)
def _parts(language: str, row: Row) -> tuple[str, ...]:
    slot = Markup(SLOT)  # noqa: S704 -- a single control character
    return tuple(render("desk/row.html", row=row, slot=slot, **CHANNEL_WORDS).split(SLOT))


def rows_html(lines: Iterable[Line], *, list_key: str, current: str = "") -> Markup:
    """The rows of a list; ``current`` is the number of the ticket that is open beside it."""
    now = timezone.now()
    language = translation.get_language()
    query = f"?list={list_key}"
    found: list[str] = []
    for row, due_at, at in lines:
        parts = _parts(language, row)
        mark = ' aria-current="true"' if row.number == current else ""
        clock = _due_chip(language, due_at, now)
        found += (parts[0], query, parts[1], mark, parts[2], _time_ago(language, at, now), parts[3], clock, parts[4])
    return Markup("".join(found))  # noqa: S704 -- rendered by templates


def message_html(said: Said, ticket: Ticket) -> Markup:
    """A message of a ticket's conversation."""
    zone = timezone.get_current_timezone_name()
    names = called_names() if said.kind == "note" else ()
    return _message(translation.get_language(), zone, said, ticket.number, ticket.channel, names)


@lru_cache(maxsize=4_000)
def _message(language: str, zone: str, said: Said, number: str, channel: str, names: tuple[str, ...]) -> Markup:
    values = {"item": said, "channel": channel, "at": address("ticket", number), "links": message_links(said)}
    body = laid_out if said.has_html and said.kind != "in" else body_html
    words = {**CHANNEL_WORDS, "body": body(said.text, names), "clock_time": clock_time}
    return Markup(render("desk/message.html", **values, **words))  # noqa: S704 -- escaped by the template


def _due_chip(language: str, due_at: dt.datetime | None, now: dt.datetime) -> str:
    """How long until the answer is due, in a chip whose colour says how pressing that is."""
    return _chip(language, int((due_at - now).total_seconds() // 60)) if due_at is not None else ""


@lru_cache(maxsize=10_000)
def _chip(language: str, minutes: int) -> str:
    tone = "late" if minutes * 60 < LATE else "soon" if minutes * 60 < SOON else ""
    return f'<span class="chip {tone}">{due_words(minutes)}</span>'


def due_words(minutes: int) -> str:
    """Minutes left, or over, in words."""
    if minutes < 0:
        return _("%(time)s over") % {"time": _length(-minutes)}
    return _("%(time)s left") % {"time": _length(minutes)}


def _length(minutes: int) -> str:
    if minutes < 90:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    hours, days = round(minutes / 60), minutes // 1440
    if minutes < 48 * 60:
        return ngettext("%(n)d h", "%(n)d h", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def _time_ago(language: str, at: dt.datetime, now: dt.datetime) -> str:
    """A time that keeps telling how far away it is."""
    seconds = int((now - at).total_seconds())
    step = 60 if seconds < 3600 else 3600 if seconds < 86400 else 86400
    words = _ago(language, seconds // step * step)
    return f'<m-relative-time datetime="{at.isoformat(timespec="seconds")}">{words}</m-relative-time>'


@lru_cache(maxsize=10_000)
def _ago(language: str, seconds: int) -> str:
    if seconds < 60:
        return _("just now")
    return format_timedelta(dt.timedelta(seconds=-seconds), add_direction=True, locale=babel_locale(), threshold=1)
