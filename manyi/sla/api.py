"""Clocks for programs: those of a ticket with their story, the policies and the calendars."""

from __future__ import annotations

import datetime as dt

from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Resource
from manyi.desk.access import get_ticket
from manyi.sla import queries
from manyi.sla.business_time import write_spans

resource = Resource()


class LineOut(TypedDict):
    """A piece of a clock's story: when it ran or stood still, and why; ``worked`` in seconds."""

    start: dt.datetime
    end: dt.datetime | None
    is_running: bool
    why: str
    worked: float


class ClockOut(TypedDict):
    """A clock as it stands now; ``used`` and ``target`` in seconds of working time.

    ``state`` is running, late, paused, met or dropped; a late one with ``ended_at`` was kept too late.
    """

    id: int
    kind: str
    subject: str
    state: str
    used: float
    target: int
    due_at: dt.datetime | None
    started_at: dt.datetime
    ended_at: dt.datetime | None
    breached_at: dt.datetime | None
    policy: str
    calendar: str
    story: list[LineOut]


class ClocksOut(TypedDict):
    """All clocks a ticket ever had, oldest first."""

    clocks: list[ClockOut]


@resource.on("GET", "/tickets/{number}/clocks", scope="sla:read", returns=ClocksOut)
def list_ticket_clocks(request: ApiRequest, number: str) -> ClocksOut:
    """List the clocks of a ticket, each with its story"""
    ticket = get_ticket(request.viewer, number)
    return {
        "clocks": [_clock(one, queries.story(queries.get_clock(ticket, one.id))) for one in queries.readings(ticket)]
    }


def _clock(one: queries.Reading, story: list[queries.Line]) -> ClockOut:
    return {
        "id": one.id,
        "kind": one.kind,
        "subject": one.subject,
        "state": one.state,
        "used": one.used,
        "target": one.target,
        "due_at": one.due_at,
        "started_at": one.started_at,
        "ended_at": one.ended_at,
        "breached_at": one.breached_at,
        "policy": one.policy,
        "calendar": one.calendar,
        "story": [
            {
                "start": line.start,
                "end": line.end,
                "is_running": line.is_running,
                "why": line.why,
                "worked": line.worked,
            }
            for line in story
        ],
    }


class PolicyOut(TypedDict):
    """What is promised to whom; ``targets`` in seconds of working time by kind of clock."""

    id: int
    names: dict[str, str]
    is_active: bool
    version: int
    targets: dict[str, int]
    calendar: int | None


class PoliciesOut(TypedDict):
    """All policies, in the order in which they are asked."""

    policies: list[PolicyOut]


@resource.on("GET", "/sla/policies", scope="sla:read", returns=PoliciesOut)
def list_sla_policies(request: ApiRequest) -> PoliciesOut:
    """List the policies"""
    return {
        "policies": [
            {
                "id": row.pk,
                "names": row.names,
                "is_active": row.is_active,
                "version": row.version,
                "targets": {kind: target["seconds"] for kind, target in row.terms["targets"].items()},
                "calendar": row.calendar_id,
            }
            for row in queries.policies()
        ]
    }


class CalendarOut(TypedDict):
    """When work is done; ``week`` has the spans of Monday to Sunday as people write them."""

    id: int
    names: dict[str, str]
    zone: str
    week: list[str]
    is_default: bool
    version: int


class CalendarsOut(TypedDict):
    """All calendars, the default one first."""

    calendars: list[CalendarOut]


@resource.on("GET", "/sla/calendars", scope="sla:read", returns=CalendarsOut)
def list_sla_calendars(request: ApiRequest) -> CalendarsOut:
    """List the calendars"""
    return {
        "calendars": [
            {
                "id": row.pk,
                "names": row.names,
                "zone": row.zone,
                "week": [write_spans(spans) for spans in row.week],
                "is_default": row.is_default,
                "version": row.version,
            }
            for row in queries.calendars()
        ]
    }


RESOURCES = (("Clocks", resource),)
