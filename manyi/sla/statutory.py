"""Chinese statutory holidays with their swapped working days (调休), from the ``holidays`` library. Pure.

The State Council announces each year in the autumn before. A year the library has no announcement of is computed from
the law alone: no swapped days, and provisional. The library weighs ten megabytes and is loaded when it is asked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

LANGUAGES = {"zh-hans": "zh_CN", "en": "en_US"}
ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StatutoryYear:
    """One year: days off and weekend days worked instead, each with its name by language."""

    year: int
    is_provisional: bool
    days_off: dict[dt.date, dict[str, str]] = field(default_factory=dict)
    working_days: dict[dt.date, dict[str, str]] = field(default_factory=dict)


def is_announced(year: int) -> bool:
    """Whether the swapped days of a year are known."""
    from holidays.countries.china import ChinaStaticHolidays

    return year in ChinaStaticHolidays.special_public_holidays


def china(year: int) -> StatutoryYear:
    """The statutory holidays of one year. A weekend inside a holiday belongs to it."""
    import holidays

    by_language = {
        ours: holidays.country_holidays("CN", years=year, language=theirs) for ours, theirs in LANGUAGES.items()
    }
    chinese = by_language["zh-hans"]
    known = {
        day: {language: found.get(day, "") for language, found in by_language.items()}
        for day in sorted(chinese)
        if day.year == year
    }
    provisional = not is_announced(year)
    worked = () if provisional else sorted(day for day in chinese.weekend_workdays if day.year == year)
    swapped = {day: {"zh-hans": "调休上班", "en": "Working day in exchange"} for day in worked}
    return StatutoryYear(year, provisional, _with_weekends(known, set(worked)), swapped)


def _with_weekends(known: dict[dt.date, dict[str, str]], worked: set[dt.date]) -> dict[dt.date, dict[str, str]]:
    """Fill in the weekend days between two days off of one holiday."""
    filled = dict(known)
    for day in known:
        following = [day + ONE * step for step in (1, 2)]
        if day + ONE * 3 in known or day + ONE * 2 in known:
            gap = [each for each in following if each not in known]
            if all(each.weekday() >= 5 and each not in worked for each in gap):
                filled |= {each: known[day] for each in gap if _is_enclosed(each, known)}
    return dict(sorted(filled.items()))


def _is_enclosed(day: dt.date, known: dict[dt.date, dict[str, str]]) -> bool:
    return any(day - ONE * step in known for step in (1, 2)) and any(day + ONE * step in known for step in (1, 2))
