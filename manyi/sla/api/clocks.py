"""Clocks of a ticket with their story, and what a colleague was told of clocks."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Body, Id, Resource
from manyi.desk.access import get_ticket
from manyi.sla import actions, queries
from manyi.sla.notices import sentence

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

    ``what`` is the title of the task or step it is about. ``state`` is running, late, paused, met or dropped; a late
    one with ``ended_at`` was kept too late.
    """

    id: int
    kind: str
    subject: str
    what: str
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
        "what": one.what,
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


class ClockNoticeOut(TypedDict):
    """What a colleague was told of a clock; ``seen_at`` null until it is read."""

    id: int
    ticket: str
    clock: int
    happening: Literal["warned", "breached", "escalated"]
    sentence: str
    at: dt.datetime
    seen_at: dt.datetime | None


class ClockNoticesOut(TypedDict):
    """The newest notices of the token's colleague, and how many are unread."""

    unread: int
    notices: list[ClockNoticeOut]


@resource.on("GET", "/sla/notices", scope="sla:read", returns=ClockNoticesOut)
def list_sla_notices(request: ApiRequest) -> ClockNoticesOut:
    """List what the token's colleague was told of clocks"""
    return {
        "unread": queries.unseen_notices(request.viewer),
        "notices": [
            {
                "id": row.pk,
                "ticket": row.ticket.number,
                "clock": row.clock_id,
                "happening": row.happening,  # type: ignore[typeddict-item]
                "sentence": sentence(row),
                "at": row.at,
                "seen_at": row.seen_at,
            }
            for row in queries.notices_of(request.viewer)
        ],
    }


class ReadingIn(Body):
    """Up to which notice everything was read."""

    up_to: Id


@resource.on("POST", "/sla/notices/reading", scope="sla:read", returns=ClockNoticesOut)
def read_sla_notices(request: ApiRequest, body: ReadingIn) -> ClockNoticesOut:
    """Say that notices were read"""
    actions.see_notices(by=request.viewer, up_to=body.up_to)
    return list_sla_notices(request)
