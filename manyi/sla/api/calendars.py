"""Calendars: their week, whom they serve, and the days that differ."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.errors import Invalid
from manyi.core.rest import ApiRequest, Body, Day, Id, Line, Resource, Text
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.sla import actions, queries
from manyi.sla.business_time import Span, parse_spans, write_spans
from manyi.sla.models import Calendar, CalendarDay

resource = Resource()
Names = dict[Literal["zh-hans", "en"], Annotated[Line, Field(max_length=80)]]
Spans = Annotated[Line, Field(description="09:00-12:00, 13:00-18:00; over midnight 22:00-06:00; empty: closed")]
ValueClass = Literal["A", "B", "C"]


def names_of(names: Names) -> dict[str, str]:
    """Names by language, as actions take them."""
    return {str(code): name for code, name in names.items()}


class CalendarOut(TypedDict):
    """When work is done; ``week`` has the spans of Monday to Sunday as people write them."""

    id: int
    names: dict[str, str]
    zone: str
    week: list[str]
    teams: list[int]
    classes: list[str]
    is_default: bool
    version: int


class CalendarsOut(TypedDict):
    """All calendars, the default one first."""

    calendars: list[CalendarOut]


def _calendar_out(row: Calendar) -> CalendarOut:
    return {
        "id": row.pk,
        "names": row.names,
        "zone": row.zone,
        "week": [write_spans(spans) for spans in row.week],
        "teams": sorted(team.pk for team in row.teams.all()),
        "classes": row.classes,
        "is_default": row.is_default,
        "version": row.version,
    }


@resource.on("GET", "/sla/calendars", scope="sla:read", returns=CalendarsOut)
def list_sla_calendars(request: ApiRequest) -> CalendarsOut:
    """List the calendars"""
    return {"calendars": [_calendar_out(row) for row in queries.calendars()]}


class CalendarIn(Body):
    """A calendar as a whole; a team or class it takes leaves the calendar it had."""

    names: Names
    zone: Line = "Asia/Shanghai"
    week: Annotated[list[Spans], Field(min_length=7, max_length=7)]
    teams: Annotated[list[Id], Field(max_length=200)] = []
    classes: Annotated[list[ValueClass], Field(max_length=3)] = []
    is_default: bool = False


def _save(request: ApiRequest, row: Calendar | None, body: CalendarIn) -> CalendarOut:
    require(request.viewer, MANAGE_SETTINGS)
    return _calendar_out(
        actions.save_calendar(
            row,
            by=request.viewer,
            names=names_of(body.names),
            zone=body.zone,
            week=[_spans(text, "week") for text in body.week],
            teams=queries.teams_by_id(body.teams),
            classes=body.classes,
            is_default=body.is_default,
        )
    )


def _spans(text: str, field: str) -> tuple[Span, ...]:
    try:
        return parse_spans(text)
    except ValueError:
        raise Invalid(fields={field: _("Write times such as 09:00-12:00, 13:00-18:00.")}) from None


@resource.on("POST", "/sla/calendars", scope="sla:write", returns=CalendarOut, status=201)
def add_sla_calendar(request: ApiRequest, body: CalendarIn) -> CalendarOut:
    """Add a calendar"""
    return _save(request, None, body)


@resource.on("PUT", "/sla/calendars/{calendar_id}", scope="sla:write", returns=CalendarOut)
def change_sla_calendar(request: ApiRequest, calendar_id: Id, body: CalendarIn) -> CalendarOut:
    """Change a calendar

    The clocks of open tickets are computed anew by a job; what they had used is kept.
    """
    return _save(request, queries.get_calendar(calendar_id), body)


@resource.on("DELETE", "/sla/calendars/{calendar_id}", scope="sla:write", status=204)
def delete_sla_calendar(request: ApiRequest, calendar_id: Id) -> None:
    """Remove a calendar nothing runs by"""
    require(request.viewer, MANAGE_SETTINGS)
    actions.delete_calendar(queries.get_calendar(calendar_id), by=request.viewer)


class DayOut(TypedDict):
    """A date that differs from its weekday; provisional until the year is announced."""

    date: str
    spans: str
    names: dict[str, str]
    source: Literal["hand", "cn", "ical"]
    is_provisional: bool


class DaysOut(TypedDict):
    """The days of a year that differ, by date."""

    days: list[DayOut]


def _day_out(row: CalendarDay) -> DayOut:
    return {
        "date": row.date.isoformat(),
        "spans": write_spans(row.spans),
        "names": row.names,
        "source": row.source,  # type: ignore[typeddict-item]
        "is_provisional": row.is_provisional,
    }


Year = Annotated[int, Field(ge=2001, le=2100)]


class YearQuery(BaseModel):
    """Which year; without one, this."""

    year: Year | None = None


@resource.on("GET", "/sla/calendars/{calendar_id}/days", scope="sla:read", returns=DaysOut)
def list_sla_calendar_days(request: ApiRequest, calendar_id: Id, query: Query[YearQuery]) -> DaysOut:
    """List the days of a year that differ from their weekday"""
    return _days(queries.get_calendar(calendar_id), query.year or timezone.localdate().year)


def _days(row: Calendar, year: int) -> DaysOut:
    return {"days": [_day_out(day) for day in queries.days_of(row, year)]}


class DayIn(Body):
    """What a date is: closed, or open at these times; ``is_ordinary`` lets it be as its weekday again."""

    date: Day
    spans: Spans = ""
    names: Names = {}
    is_ordinary: bool = False


@resource.on("POST", "/sla/calendars/{calendar_id}/days", scope="sla:write", returns=DaysOut)
def set_sla_calendar_day(request: ApiRequest, calendar_id: Id, body: DayIn) -> DaysOut:
    """Say what one date is"""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_calendar(calendar_id)
    if body.is_ordinary:
        for day in queries.days_of(row, body.date.year):
            if day.date == body.date:
                actions.remove_day(day, by=request.viewer)
    else:
        spans = _spans(body.spans, "spans")
        actions.save_day(row, body.date, by=request.viewer, spans=spans, names=names_of(body.names))
    return _days(row, body.date.year)


class ImportIn(Body):
    """The Chinese statutory holidays of a year; with ``ical`` the days of that file instead."""

    year: Year
    ical: Text = ""


@resource.on("POST", "/sla/calendars/{calendar_id}/imports", scope="sla:write", returns=DaysOut)
def import_sla_calendar_days(request: ApiRequest, calendar_id: Id, body: ImportIn) -> DaysOut:
    """Enter the statutory holidays of a year, or an iCal file; answers with the days of that year"""
    row = queries.get_calendar(calendar_id)
    if body.ical:
        actions.import_ical(row, body.ical.encode(), by=request.viewer)
    else:
        actions.import_statutory(row, body.year, by=request.viewer)
    return _days(row, body.year)
