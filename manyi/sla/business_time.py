"""Working time: calendars, and adding and counting hours on them. Pure, exact to the microsecond, without a database.

A calendar's working spans are laid out once per run of years as UTC instants with the time worked before each; adding
and counting are then two look-ups by bisection. The server's own time zone never matters.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
SECOND = 1_000_000
MINUTE = 60 * SECOND
_WALL = dt.datetime(1970, 1, 1)
_MICROSECOND = dt.timedelta(microseconds=1)
DAY_MINUTES = 24 * 60
AHEAD = 2
FARTHEST = 2200
Span = tuple[int, int]
"""From and to, in minutes of a local day; an end past 1440 lies in the next day."""


class NeverOpen(ValueError):
    """The calendar has not enough working time before the year :data:`FARTHEST`."""


@dataclass(frozen=True, slots=True)
class Day:
    """What one date is instead of its weekday: closed (no spans) or open at other times."""

    spans: tuple[Span, ...] = ()
    name: str = ""
    is_provisional: bool = False


class Stretch(NamedTuple):
    """A piece of time in which a calendar works, or does not: then ``day`` names the exception, if it is one."""

    start: dt.datetime
    end: dt.datetime
    is_open: bool
    day: Day | None


@dataclass(frozen=True, slots=True)
class _Table:
    """The working spans of some years: starts, ends, and the time worked before and after each."""

    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    after: list[int]

    def worked(self, at: int) -> int:
        """The time worked from the table's beginning to an instant."""
        place = bisect_right(self.starts, at) - 1
        if place < 0:
            return 0
        return self.before[place] + min(at, self.ends[place]) - self.starts[place]


@dataclass(eq=False)
class Calendar:
    """A time zone, the spans of each weekday (Monday first) and the days that differ.

    A span belongs to the date on which it begins: a night shift of the day before a holiday runs to its end.
    """

    zone: str
    week: tuple[tuple[Span, ...], ...]
    days: Mapping[dt.date, Day] = field(default_factory=dict)
    _table: _Table | None = field(default=None, repr=False)

    def spans_of(self, date: dt.date) -> tuple[Span, ...]:
        """The spans that begin on a date."""
        day = self.days.get(date)
        return day.spans if day is not None else self.week[date.weekday()]

    @property
    def opens(self) -> bool:
        """Whether any day has working time."""
        return any(self.week) or any(day.spans for day in self.days.values())

    def table(self, start: int, end: int) -> _Table:
        """The spans of at least this time; laid out anew when it lies outside of what is known."""
        known = self._table
        if known is not None and known.first <= start and end <= known.last:
            return known
        first = (EPOCH + dt.timedelta(microseconds=start)).year - 1
        last = (EPOCH + dt.timedelta(microseconds=end)).year + AHEAD
        if known is not None:
            first = min(first, (EPOCH + dt.timedelta(microseconds=known.first)).year)
            last = max(last, (EPOCH + dt.timedelta(microseconds=known.last)).year)
        self._table = _lay_out(self, first, last)
        return self._table


ROUND_THE_CLOCK = ((0, DAY_MINUTES),)


def always(zone: str = "UTC") -> Calendar:
    """A calendar that never closes."""
    return Calendar(zone, (ROUND_THE_CLOCK,) * 7)


def micros(at: dt.datetime) -> int:
    """An aware time as microseconds since 1970."""
    gone = at - EPOCH
    return (gone.days * 86_400 + gone.seconds) * SECOND + gone.microseconds


def instant(at: int) -> dt.datetime:
    """Microseconds since 1970 as a time."""
    return EPOCH + dt.timedelta(microseconds=at)


def _length(working: dt.timedelta) -> int:
    return (working.days * 86_400 + working.seconds) * SECOND + working.microseconds


def add(calendar: Calendar, start: dt.datetime, working: dt.timedelta) -> dt.datetime:
    """When this much working time after ``start`` is over; ``start`` itself for none.

    Raises :class:`NeverOpen` when the calendar never gets that far.
    """
    wanted = _length(working)
    if wanted <= 0:
        return start
    if not calendar.opens:
        raise NeverOpen
    begun = micros(start)
    table = calendar.table(begun, begun + wanted)
    target = table.worked(begun) + wanted
    while not table.after or table.after[-1] < target:
        if (EPOCH + dt.timedelta(microseconds=table.last)).year > FARTHEST:
            raise NeverOpen
        table = calendar.table(begun, table.last + 1)
        target = table.worked(begun) + wanted
    place = bisect_left(table.after, target)
    return instant(table.starts[place] + target - table.before[place])


def subtract(calendar: Calendar, end: dt.datetime, working: dt.timedelta) -> dt.datetime:
    """The latest start from which this much working time fits before ``end``. Raises :class:`NeverOpen`."""
    wanted = _length(working)
    if wanted <= 0:
        return end
    if not calendar.opens:
        raise NeverOpen
    ended = micros(end)
    table = calendar.table(ended - wanted, ended)
    while table.worked(ended) < wanted:
        if (EPOCH + dt.timedelta(microseconds=table.first)).year < 1900:
            raise NeverOpen
        table = calendar.table(table.first - 1, ended)
    target = table.worked(ended) - wanted
    place = bisect_right(table.before, target) - 1
    return instant(table.starts[place] + target - table.before[place])


def between(calendar: Calendar, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
    """The working time from ``start`` to ``end``; none when the end comes first."""
    return dt.timedelta(microseconds=worked(calendar, micros(start), micros(end)))


def worked(calendar: Calendar, start: int, end: int) -> int:
    """As :func:`between`, in microseconds throughout."""
    if end <= start:
        return 0
    table = calendar.table(start, end)
    return table.worked(end) - table.worked(start)


def is_open(calendar: Calendar, at: dt.datetime) -> bool:
    """Whether the calendar works at this instant."""
    point = micros(at)
    table = calendar.table(point, point)
    place = bisect_right(table.starts, point) - 1
    return place >= 0 and point < table.ends[place]


def explain(calendar: Calendar, start: dt.datetime, end: dt.datetime) -> list[Stretch]:
    """The time from ``start`` to ``end`` piece by piece: open, or closed and on which exceptional day."""
    begun, ended = micros(start), micros(end)
    if ended <= begun:
        return []
    table = calendar.table(begun, ended)
    found: list[Stretch] = []
    reached = begun
    for place in range(max(0, bisect_right(table.starts, begun) - 1), len(table.starts)):
        opens, closes = max(table.starts[place], begun), min(table.ends[place], ended)
        if closes <= begun:
            continue
        if opens >= ended:
            break
        found += _closed(calendar, reached, opens)
        found.append(Stretch(instant(opens), instant(closes), True, None))
        reached = closes
    return found + list(_closed(calendar, reached, ended))


def _closed(calendar: Calendar, start: int, end: int) -> Iterator[Stretch]:
    """A gap, cut at local midnights where an exceptional day begins or ends; ordinary days stay in one piece."""
    if end <= start:
        return
    zone = ZoneInfo(calendar.zone)
    opened, closes = instant(start), instant(end)
    reached, current = opened, _exception(calendar, opened.astimezone(zone).date())
    date = opened.astimezone(zone).date()
    while True:
        date += dt.timedelta(days=1)
        midnight = dt.datetime.combine(date, dt.time(), zone).astimezone(dt.UTC)
        if midnight >= closes:
            break
        following = _exception(calendar, date)
        if following is not current:
            yield Stretch(reached, midnight, False, current)
            reached, current = midnight, following
    yield Stretch(reached, closes, False, current)


def _exception(calendar: Calendar, date: dt.date) -> Day | None:
    day = calendar.days.get(date)
    return day if day is not None and not day.spans else None


def _lay_out(calendar: Calendar, first: int, last: int) -> _Table:
    zone = ZoneInfo(calendar.zone)
    spans = sorted(_instants(calendar, zone, first, last))
    starts: list[int] = []
    ends: list[int] = []
    for start, end in spans:
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    after = list(accumulate(end - start for start, end in zip(starts, ends, strict=True)))
    # A little inside the years, so that spans over New Year are whole and local years hold for every zone.
    known_from = micros(dt.datetime(first, 1, 3, tzinfo=dt.UTC))
    known_to = micros(dt.datetime(last, 12, 30, tzinfo=dt.UTC))
    before = [0, *after[:-1]] if after else []
    return _Table(known_from, known_to, starts, ends, before, after)


def _instants(calendar: Calendar, zone: ZoneInfo, first: int, last: int) -> Iterator[Span]:
    """The working spans of these local years; a wall-clock time that a change of clocks skips is the next one."""
    stop = dt.datetime(last, 12, 31)
    midnight = dt.datetime(first, 1, 1)
    shift = _shift(midnight, zone)
    while midnight <= stop:
        spans = calendar.spans_of(midnight.date())
        following = _shift(midnight + dt.timedelta(days=2), zone)
        if shift == following:
            base = (midnight - _WALL) // _MICROSECOND - shift
            yield from ((base + start * MINUTE, base + end * MINUTE) for start, end in spans)
        else:
            for start, end in spans:
                opens = micros((midnight + dt.timedelta(minutes=start)).replace(tzinfo=zone))
                closes = micros((midnight + dt.timedelta(minutes=end)).replace(tzinfo=zone))
                if closes > opens:
                    yield opens, closes
        midnight += dt.timedelta(days=1)
        shift = _shift(midnight, zone)


def _shift(wall: dt.datetime, zone: ZoneInfo) -> int:
    """How far a zone's wall clock is ahead of UTC, in microseconds."""
    return _length(zone.utcoffset(wall) or dt.timedelta())


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, joined where they touch. Raises ``ValueError`` for one that can't be.

    >>> tidy([(780, 1080), (540, 720)])
    ((540, 720), (780, 1080))
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if not (0 <= start < DAY_MINUTES and start < end <= start + DAY_MINUTES):
            raise ValueError(f"{start}-{end}")
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def parse_spans(text: str) -> tuple[Span, ...]:
    """Spans as people write them: ``09:00-12:00, 13:00-18:00``, ``22:00-06:00`` over midnight, ``00:00-24:00``.

    Raises ``ValueError`` for anything else.
    """
    found = []
    for part in text.replace("，", ",").replace("、", ",").replace("–", "-").replace("：", ":").split(","):
        if part.strip():
            start, _dash, end = part.strip().partition("-")
            opens, closes = _minutes(start), _minutes(end)
            found.append((opens, closes if closes > opens else closes + DAY_MINUTES))
    return tidy(found)


def _minutes(text: str) -> int:
    hours, _colon, rest = text.strip().partition(":")
    if not (hours.isdecimal() and rest.isdecimal() and len(rest) == 2):
        raise ValueError(text)
    found = int(hours) * 60 + int(rest)
    if int(rest) > 59 or found > DAY_MINUTES:
        raise ValueError(text)
    return found


def write_spans(spans: Iterable[Span]) -> str:
    """As :func:`parse_spans` reads them."""
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in spans)


def _clock(minutes: int) -> str:
    if minutes > DAY_MINUTES:
        minutes -= DAY_MINUTES
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
