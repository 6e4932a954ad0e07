"""Periods of the numbers: today, the last 7 and the last 30 days, each with the one it is compared to. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from manyi.core.times import day_bounds, zone


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` to ``end``, in local days ``first`` to ``last``; ``earlier`` is what it is compared to.

    For today the comparison stops at the same time of day a week ago, so that a morning is compared with a morning.
    """

    key: str
    first: dt.date
    last: dt.date
    start: dt.datetime
    end: dt.datetime
    earlier: tuple[dt.datetime, dt.datetime]


DAYS = {"today": 1, "week": 7, "month": 30}


def period(key: str, now: dt.datetime, zone_name: str) -> Period:
    """The period of a key; today for an unknown one."""
    key = key if key in DAYS else "today"
    last = now.astimezone(zone(zone_name)).date()
    first = last - dt.timedelta(days=DAYS[key] - 1)
    start, end = day_bounds(first, zone_name)[0], day_bounds(last, zone_name)[1]
    back = dt.timedelta(days=7 if key == "today" else DAYS[key])
    earlier_end = now - back if key == "today" else start
    return Period(key, first, last, start, end, (start - back, earlier_end))
