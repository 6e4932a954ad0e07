"""Days of an iCal file: whole-day events are days off, events with times are the hours worked on their day. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from manyi.sla.business_time import DAY_MINUTES, Day, Span, tidy

YEARS = 6
LONGEST = 400
ONE = dt.timedelta(days=1)


def days(content: bytes, zone: str, today: dt.date | None = None) -> dict[dt.date, Day]:
    """The days a file names, repeated events for the coming :data:`YEARS`. Raises ``ValueError`` for another file."""
    from icalendar import Calendar as ICalendar

    try:
        calendar = ICalendar.from_ical(content)
    except (ValueError, IndexError, KeyError, TypeError) as error:
        raise ValueError(str(error)) from error
    until = dt.date((today or dt.date.today()).year + YEARS, 1, 1)
    closed: dict[dt.date, Day] = {}
    opened: dict[dt.date, tuple[list[Span], str]] = {}
    for event in calendar.walk("VEVENT"):
        name = str(event.get("SUMMARY", ""))[:80]
        start, end = _times(event)
        for begins in _starts(event, start, until):
            if isinstance(begins, dt.datetime):
                date, span = _span(begins, end - start, ZoneInfo(zone))
                opened.setdefault(date, ([], name))[0].append(span)
            else:
                closed |= {date: Day((), name) for date in _dates(begins, end - start)}
    return closed | {date: Day(tidy(spans), name) for date, (spans, name) in opened.items()}


def _times(event: Any) -> tuple[Any, Any]:
    if "DTSTART" not in event:
        raise ValueError("DTSTART")
    start = event["DTSTART"].dt
    whole = not isinstance(start, dt.datetime)
    if "DTEND" in event:
        end = event["DTEND"].dt
    else:
        end = start + (event["DURATION"].dt if "DURATION" in event else ONE if whole else dt.timedelta(hours=1))
    if isinstance(end, dt.datetime) == whole:
        raise ValueError("DTEND")
    return start, max(start, end)


def _starts(event: Any, start: Any, until: dt.date) -> Iterator[Any]:
    """When the event begins, each time it is repeated."""
    from dateutil.rrule import rrulestr

    if "RRULE" not in event:
        yield start
        return
    whole = not isinstance(start, dt.datetime)
    first = dt.datetime.combine(start, dt.time()) if whole else start.replace(tzinfo=None)
    rule = rrulestr(event["RRULE"].to_ical().decode().replace("Z", ""), dtstart=first)
    for count, begins in enumerate(rule):
        if count > LONGEST * YEARS or begins.date() >= until:
            return
        yield begins.date() if whole else begins.replace(tzinfo=start.tzinfo)


def _dates(first: dt.date, length: dt.timedelta) -> list[dt.date]:
    return [first + ONE * step for step in range(min(max(length.days, 1), LONGEST))]


def _span(start: dt.datetime, length: dt.timedelta, zone: ZoneInfo) -> tuple[dt.date, Span]:
    local = start.astimezone(zone) if start.tzinfo else start
    begins = local.hour * 60 + local.minute
    return local.date(), (begins, begins + min(max(int(length.total_seconds() // 60), 1), DAY_MINUTES))
