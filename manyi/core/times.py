"""Time as people read it: the viewer's zone, short forms for lists, and the working day of the installation."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, format_timedelta
from django.utils import timezone, translation


def babel_locale() -> str:
    """Babel's name of the active language."""
    return "zh_Hans_CN" if translation.get_language().startswith("zh") else "en"


def zone(name: str) -> ZoneInfo:
    """A time zone by name; UTC when the name means nothing."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError):
        return ZoneInfo("UTC")


def short(at: dt.datetime, now: dt.datetime | None = None) -> str:
    """The shortest exact form: 10:04 today, 11月20日 this year, 2025年3月2日 before."""
    local = timezone.localtime(at)
    today = timezone.localtime(now or timezone.now()).date()
    if local.date() == today:
        return format_time(local, "HH:mm", locale=babel_locale())
    if local.year == today.year:
        pattern = "M月d日" if babel_locale().startswith("zh") else "MMM d"
        return format_date(local, pattern, locale=babel_locale())
    return format_date(local, "medium", locale=babel_locale())


def full(at: dt.datetime) -> str:
    """Date and time in words, for titles and tooltips."""
    return format_datetime(timezone.localtime(at), "medium", locale=babel_locale())


def day(date: dt.date) -> str:
    """A day with its weekday, e.g. 11月22日 星期日."""
    pattern = "M月d日 EEEE" if babel_locale().startswith("zh") else "EEEE, MMMM d"
    return format_date(date, pattern, locale=babel_locale())


def duration(seconds: float | None) -> str:
    """A length of time in one unit, e.g. "2 minutes"; empty for None."""
    if seconds is None:
        return ""
    return format_timedelta(dt.timedelta(seconds=seconds), threshold=1.2, locale=babel_locale())


def day_bounds(day: dt.date, zone_name: str) -> tuple[dt.datetime, dt.datetime]:
    """The instants at which a local day begins and ends."""
    where = zone(zone_name)
    start = dt.datetime.combine(day, dt.time(), where)
    return start, dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), where)
