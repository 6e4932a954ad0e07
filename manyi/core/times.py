"""Time as people read it: the viewer's zone, short forms for lists, and the working day of the installation."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta, get_datetime_format
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
        return f"{local.hour:02d}:{local.minute:02d}"
    if local.year == today.year:
        return in_words(local.date(), "M月d日", "MMM d")
    return in_words(local.date(), "medium", "medium")


def moment(at: dt.datetime) -> str:
    """Day and minute in the shortest form, for what is still to come: 10:04 today, 11月24日 09:00 else."""
    local = timezone.localtime(at)
    if local.date() == timezone.localdate():
        return short(at)
    return f"{short(at)} {local.hour:02d}:{local.minute:02d}"


def full(at: dt.datetime) -> str:
    """Date and time to the minute in words, for titles and tooltips."""
    local, locale = timezone.localtime(at), babel_locale()
    time = _time(locale, local.hour, local.minute)
    return str(get_datetime_format("medium", locale=locale)).format(time, in_words(local.date(), "medium", "medium"))


def exact(at: dt.datetime) -> str:
    """Date and time to the second, where times are reckoned with: 2026-11-23 02:38:24."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")


def day(date: dt.date) -> str:
    """A day with its weekday, e.g. 11月22日 星期日."""
    return in_words(date, "M月d日 EEEE", "EEEE, MMMM d")


def in_words(date: dt.date, chinese: str, english: str) -> str:
    """A day by the pattern (or the name of one) of the active language."""
    locale = babel_locale()
    return _date(locale, date, chinese if locale.startswith("zh") else english)


# The same days and minutes are said again and again, and saying one takes Babel 30 microseconds.
@lru_cache(maxsize=4000)
def _date(locale: str, date: dt.date, pattern: str) -> str:
    return format_date(date, pattern, locale=locale)


@lru_cache(maxsize=4000)
def _time(locale: str, hour: int, minute: int) -> str:
    return format_time(dt.time(hour, minute), "short", locale=locale)


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
