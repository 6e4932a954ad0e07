"""The floor for programs: as it is now, stepping in, asking colleagues in."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from typing_extensions import TypedDict

from manyi.core.errors import NotFound
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource
from manyi.desk import actions as desk
from manyi.desk.access import get_ticket
from manyi.people.models import Staff
from manyi.routing import actions
from manyi.routing.floor.board import Board, Card, board, in_reach

resource = Resource()
RESOURCES = (("Floor", resource),)


class FloorTicketOut(TypedDict):
    """A ticket that waits or is worked on; ``since`` its customer waits, ``call_at`` he is to be called."""

    number: str
    subject: str
    channel: str
    is_vip: bool
    due_at: dt.datetime | None
    since: dt.datetime | None
    call_at: dt.datetime | None


class FloorQueueOut(TypedDict):
    """A queue, null for the one that takes the rest, with who waits longest in it; ``served`` in the last hour."""

    queue: int | None
    name: str
    waiting: int
    overdue: int
    longest_since: dt.datetime | None
    served: int
    gave_up: int
    tickets: list[FloorTicketOut]


class FloorColleagueOut(TypedDict):
    """Somebody of the floor; ``load`` of ``capacity`` units taken, ``call`` how a request to come in stands."""

    staff_id: int
    name: str
    team: str
    state: Literal["online", "busy", "away", "wrap_up", "offline"]
    load: int
    capacity: int
    open: int
    given: int
    call: Literal["", "asked", "coming", "declined"]
    tickets: list[FloorTicketOut]


class FloorOut(TypedDict):
    """The floor in reach of the token's colleague at one moment."""

    at: dt.datetime
    queues: list[FloorQueueOut]
    colleagues: list[FloorColleagueOut]


@resource.on("GET", "/floor", scope="floor:read", returns=FloorOut)
def get_floor(request: ApiRequest) -> FloorOut:
    """Read the floor as it is now"""
    return _out(board(request.viewer))


def _out(found: Board) -> FloorOut:
    return {
        "at": found.at,
        "queues": [
            {
                "queue": lane.id,
                "name": lane.name,
                "waiting": lane.waiting,
                "overdue": lane.late,
                "longest_since": lane.longest,
                "served": lane.served,
                "gave_up": lane.left,
                "tickets": [_work(card) for card in lane.cards],
            }
            for lane in found.lanes
        ],
        "colleagues": [
            {
                "staff_id": one.id,
                "name": one.name,
                "team": one.team,
                "state": one.state,  # type: ignore[typeddict-item]
                "load": one.load,
                "capacity": one.capacity,
                "open": one.open,
                "given": one.given,
                "call": "" if one.call is None else one.call.stands,
                "tickets": [_work(card) for card in one.cards],
            }
            for one in found.people
        ],
    }


def _work(card: Card) -> FloorTicketOut:
    return {
        "number": card.number,
        "subject": card.subject,
        "channel": card.channel,
        "is_vip": card.is_vip,
        "due_at": card.due_at,
        "since": card.since,
        "call_at": card.call_at,
    }


class GivingIn(Body):
    """A ticket, and the colleague who gets it; null: back to its queue."""

    ticket: Line
    staff_id: Id | None = None


def _colleague(request: ApiRequest, staff_id: int) -> Staff:
    found = next((one for one in in_reach(request.viewer) if one.pk == staff_id), None)
    if found is None:
        raise NotFound()
    return found


@resource.on("POST", "/floor/assignments", scope="floor:write", returns=FloorOut)
def reassign_on_floor(request: ApiRequest, body: GivingIn) -> FloorOut:
    """Give a ticket to a colleague of the floor, or back to its queue"""
    to = _colleague(request, body.staff_id) if body.staff_id else None
    desk.assign(get_ticket(request.viewer, body.ticket), by=request.viewer, to=to)
    return _out(board(request.viewer))


class CallInBody(Body):
    """Who is asked to come."""

    staff_id: Id


@resource.on("POST", "/floor/calls", scope="floor:write", returns=FloorOut)
def ask_colleague_in(request: ApiRequest, body: CallInBody) -> FloorOut:
    """Ask a colleague in who is not online

    Answers 409 for one who is.
    """
    actions.call_in(_colleague(request, body.staff_id), by=request.viewer)
    return _out(board(request.viewer))
