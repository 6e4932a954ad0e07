"""Calendars: their week, whom they serve, and the days that differ, by hand or imported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import available_timezones

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.people.models import Team
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.sla import ical, statutory
from manyi.sla.actions.recomputing import revise
from manyi.sla.business_time import Span, tidy
from manyi.sla.events import CalendarSaved
from manyi.sla.models import Calendar, CalendarDay, Policy, Source

MOST_DAYS = 2000
Exceptional = tuple[dt.date, list[Span], dict[str, str]]
"""A date, its spans, its names."""


@action
def save_calendar(
    row: Calendar | None,
    *,
    by: Actor,
    names: dict[str, str],
    zone: str,
    week: Sequence[Iterable[Span]],
    teams: Iterable[Team] = (),
    classes: Iterable[str] = (),
    is_default: bool = False,
) -> Calendar:
    """Add or change a calendar. A team or class it takes leaves the calendar it had; the default one stays one.

    Raises :class:`Invalid` without a name, for an unknown time zone, or for a week that never works.
    """
    require(by, MANAGE_SETTINGS)
    clean = {code: " ".join(name.split())[:80] for code, name in names.items() if name.strip()}
    spans = _week(week)
    wrong = {}
    if not clean:
        wrong["names"] = _("Give it a name.")
    if zone not in available_timezones():
        wrong["zone"] = _("There is no such time zone.")
    if not any(spans):
        wrong["week"] = _("Some time of the week must be worked.")
    if wrong:
        raise Invalid(fields=wrong)
    row = row or Calendar()
    is_default = is_default or row.is_default or not Calendar.objects.filter(is_default=True).exists()
    if is_default:
        Calendar.objects.filter(is_default=True).exclude(pk=row.pk).update(is_default=False)
    row.names, row.zone, row.week, row.is_default = clean, zone, spans, is_default
    row.classes = sorted(set(classes))
    row.version = row.version + 1 if row.pk else 1
    row.save()
    _take(row, list(teams))
    return _changed(row, by, "week")


def _week(week: Sequence[Iterable[Span]]) -> list[list[Span]]:
    try:
        found = [list(tidy(spans)) for spans in week]
    except ValueError:
        raise Invalid(fields={"week": _("Write times such as 09:00-12:00, 13:00-18:00.")}) from None
    return found + [[] for _day in range(7 - len(found))]


def _take(row: Calendar, teams: list[Team]) -> None:
    for other in Calendar.objects.exclude(pk=row.pk):
        other.teams.remove(*teams)
        left = [each for each in other.classes if each not in row.classes]
        if left != other.classes:
            Calendar.objects.filter(pk=other.pk).update(classes=left)
    row.teams.set(teams)


def _changed(row: Calendar, by: Actor, what: str) -> Calendar:
    record(CalendarSaved(calendar=row.pk, version=row.version, what=what), by=by)
    revise()
    return row


@action
def delete_calendar(row: Calendar, *, by: Actor) -> None:
    """Remove a calendar nothing runs by. Raises :class:`Conflict` for one that is used, or serves everything else."""
    require(by, MANAGE_SETTINGS)
    if row.is_default:
        raise Conflict(
            _("This calendar serves everything that has none of its own. Choose another one for that first.")
        )
    if Policy.objects.filter(calendar=row).exists():
        raise Conflict(_("A policy uses this calendar."))
    pk = row.pk
    try:
        row.delete()
    except ProtectedError:
        raise Conflict(_("Clocks of tickets run by this calendar, or once did. Change it instead.")) from None
    record(CalendarSaved(calendar=pk, version=0, what="deleted"), by=by)
    revise()


@action
def save_day(
    calendar: Calendar, date: dt.date, *, by: Actor, spans: Iterable[Span] = (), names: dict[str, str] | None = None
) -> CalendarDay:
    """Say that a date is closed (no spans) or open at these, whatever its weekday and whatever was imported."""
    require(by, MANAGE_SETTINGS)
    try:
        clean = tidy(spans)
    except ValueError:
        raise Invalid(fields={"spans": _("Write times such as 09:00-12:00, 13:00-18:00.")}) from None
    values = {"spans": clean, "names": names or {}, "source": Source.HAND, "is_provisional": False}
    row, _created = CalendarDay.objects.update_or_create(calendar=calendar, date=date, defaults=values)
    _bump(calendar, by, "day")
    return row


@action
def remove_day(row: CalendarDay, *, by: Actor) -> None:
    """Let a date be as its weekday again."""
    require(by, MANAGE_SETTINGS)
    row.delete()
    _bump(row.calendar, by, "day")


def _bump(calendar: Calendar, by: Actor, what: str) -> None:
    calendar.version += 1
    calendar.save(update_fields=["version"])
    _changed(calendar, by, what)


@action
def import_statutory(calendar: Calendar, year: int, *, by: Actor) -> int:
    """Enter the Chinese statutory holidays of a year and the weekend days worked for them; returns how many days.

    Days entered by hand stay. Working days take the hours of the first weekday that has any. A year that is not
    announced yet is marked provisional; a later import replaces it.
    """
    require(by, MANAGE_SETTINGS)
    if not 2001 <= year <= 2100:
        raise Invalid(fields={"year": _("Choose a year from 2001 to 2100.")})
    found = statutory.china(year)
    hours: list[Span] = next((spans for spans in calendar.week if spans), [])
    days: list[Exceptional] = [(date, [], names) for date, names in found.days_off.items()]
    days += [(date, hours, names) for date, names in found.working_days.items()]
    return _import(calendar, days, Source.STATUTORY, by, year=year, is_provisional=found.is_provisional)


@action
def import_ical(calendar: Calendar, content: bytes, *, by: Actor) -> int:
    """Enter the days of an iCal file as closed, those with set times as open then; returns how many days.

    Days entered by hand stay; those of an earlier file are replaced. Raises :class:`Invalid` for another kind of file.
    """
    require(by, MANAGE_SETTINGS)
    try:
        events = ical.days(content, calendar.zone)
    except ValueError:
        raise Invalid(fields={"file": _("This is not an iCal file.")}) from None
    if len(events) > MOST_DAYS:
        raise Invalid(fields={"file": _("This file has more than %(n)d days.") % {"n": MOST_DAYS}})
    days = [(date, list(day.spans), {"zh-hans": day.name, "en": day.name}) for date, day in sorted(events.items())]
    return _import(calendar, days, Source.ICAL, by)


def _import(
    calendar: Calendar,
    days: list[Exceptional],
    source: Source,
    by: Actor,
    *,
    year: int | None = None,
    is_provisional: bool = False,
) -> int:
    earlier = CalendarDay.objects.filter(calendar=calendar, source=source)
    (earlier if year is None else earlier.filter(date__year=year)).delete()
    taken = set(CalendarDay.objects.filter(calendar=calendar).values_list("date", flat=True))
    rows = [
        CalendarDay(
            calendar=calendar, date=date, spans=spans, names=names, source=source, is_provisional=is_provisional
        )
        for date, spans, names in days
        if date not in taken
    ]
    CalendarDay.objects.bulk_create(rows)
    _bump(calendar, by, source.value)
    return len(rows)
