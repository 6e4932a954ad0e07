"""Settings: calendars and the days that differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid, Refused
from manyi.customers.models import ValueClass
from manyi.desk.queries import reference
from manyi.desk.views.conditions import numbers
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.sla import actions, queries, statutory
from manyi.sla.business_time import Span, parse_spans, write_spans
from manyi.sla.models import Calendar
from manyi.sla.views.shared import LANGUAGES, ZONES, names_of, weekdays

LARGEST_FILE = 2_000_000


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All calendars."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "sla/calendars.html", {"calendars": queries.calendars(), "write": write_spans})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, calendar_id: int = 0) -> HttpResponse:
    """Add or change a calendar; below it the days of one year."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_calendar(calendar_id) if calendar_id else None
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors, saved = _try(lambda: _save(request, row))
        if saved is not None:
            return redirect("sla-calendar", saved.pk)
    return _page(request, row, errors)


def _try(do: Callable[[], Calendar]) -> tuple[dict[str, str], Calendar | None]:
    """Do it; a refusal that can be mended becomes the words beside the fields."""
    try:
        return {}, do()
    except Refused as error:
        if error.status not in (409, 422):
            raise
        fields = dict(error.fields) if isinstance(error, Invalid) else {}
        return {name: str(text) for name, text in fields.items()} or {"": str(error.message)}, None


def _save(request: StaffRequest, row: Calendar | None) -> Calendar:
    posted = request.POST
    return actions.save_calendar(
        row,
        by=request.viewer,
        names=names_of(posted),
        zone=posted.get("zone", ""),
        week=[_spans(posted.get(f"day-{place}", ""), "week") for place in range(7)],
        teams=queries.teams_by_id(whole_number(pk) for pk in posted.getlist("teams")),
        classes=[value for value in posted.getlist("classes") if value in ValueClass.values],
        is_default=posted.get("is_default") == "on",
    )


def _spans(text: str, field: str) -> tuple[Span, ...]:
    try:
        return parse_spans(text)
    except ValueError:
        raise Invalid(fields={field: _("Write times such as 09:00-12:00, 13:00-18:00.")}) from None


def _page(request: StaffRequest, row: Calendar | None, errors: dict[str, str]) -> HttpResponse:
    given = request.POST
    year = whole_number(request.GET.get("year") or given.get("year")) or timezone.localdate().year
    week = row.week if row else [[(540, 720), (780, 1080)]] * 5 + [[], []]
    taught = bool(given) and "zone" in given
    values = {
        **_ticked(row, given if taught else None),
        "row": row,
        "errors": errors,
        "given": given,
        "languages": LANGUAGES,
        "zones": ZONES,
        "week": [
            (place, name, given.get(f"day-{place}", "") if taught else write_spans(week[place]))
            for place, name in enumerate(weekdays())
        ],
        "teams": reference().teams.items(),
        "classes": ValueClass.choices,
        "year": year,
        "years": range(timezone.localdate().year - 1, timezone.localdate().year + 4),
        "days": queries.days_of(row, year) if row else [],
        "is_announced": statutory.is_announced(year),
        "write": write_spans,
    }
    return render(request, "sla/calendar.html", values, status=422 if errors else 200)


def _ticked(row: Calendar | None, given: QueryDict | None) -> dict[str, Any]:
    if given is not None:
        return {
            "chosen": numbers(given, "teams"),
            "chosen_classes": given.getlist("classes"),
            "is_default": "is_default" in given,
        }
    teams = {team.pk for team in row.teams.all()} if row else set()
    return {"chosen": teams, "chosen_classes": row.classes if row else [], "is_default": bool(row and row.is_default)}


@staff_only
@require_POST
def deletion(request: StaffRequest, calendar_id: int) -> HttpResponse:
    """Remove a calendar nothing uses."""
    actions.delete_calendar(queries.get_calendar(calendar_id), by=request.viewer)
    return redirect("sla-calendars")


@staff_only
@require_POST
def days(request: StaffRequest, calendar_id: int) -> HttpResponse:
    """Say what one date is."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_calendar(calendar_id)
    date = _date(request.POST.get("date", ""))

    def save() -> Calendar:
        if date is None:
            raise Invalid(fields={"date": _("Choose a day.")})
        name = request.POST.get("name", "")[:80]
        named = dict.fromkeys(("zh-hans", "en"), name) if name else {}
        spans = _spans(request.POST.get("spans", ""), "spans")
        actions.save_day(row, date, by=request.viewer, spans=spans, names=named)
        return row

    errors, _saved = _try(save)
    return _page(request, row, errors) if errors or date is None else _to_year(row, date.year)


def _date(text: str) -> dt.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _to_year(row: Calendar, year: int) -> HttpResponse:
    response = redirect("sla-calendar", row.pk)
    response["Location"] += f"?year={year}"
    return response


@staff_only
@require_POST
def day_deletion(request: StaffRequest, calendar_id: int, day_id: int) -> HttpResponse:
    """Let a date be as its weekday again."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_calendar(calendar_id)
    day = queries.get_day(row, day_id)
    actions.remove_day(day, by=request.viewer)
    return _to_year(row, day.date.year)


@staff_only
@require_POST
def imports(request: StaffRequest, calendar_id: int) -> HttpResponse:
    """Enter the statutory holidays of a year, or the days of an iCal file."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_calendar(calendar_id)
    file = request.FILES.get("file")
    year = whole_number(request.POST.get("year")) or timezone.localdate().year

    def do() -> Calendar:
        if file is None:
            actions.import_statutory(row, year, by=request.viewer)
        elif (file.size or 0) > LARGEST_FILE:
            raise Invalid(fields={"file": _("This file is too large.")})
        else:
            actions.import_ical(row, file.read(), by=request.viewer)
        return row

    errors, _done = _try(do)
    return _page(request, row, errors) if errors else _to_year(row, year)
