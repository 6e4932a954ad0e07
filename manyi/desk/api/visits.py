"""Return visits: those to do, those of a ticket, and what came of them, for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.rest import ApiRequest, Body, Id, Page, PageQuery, Resource, Text, cursor_of, place_of
from manyi.desk import access
from manyi.desk.actions.visits import do_visit as act
from manyi.desk.models import Visit
from manyi.desk.permissions import RESOLVE
from manyi.desk.queries import loop

resource = Resource()


class VisitOut(TypedDict):
    """One return visit: who asks and when, and what the customer said. ``score`` is 1 to 5."""

    id: int
    ticket: str
    staff_id: int | None
    due_at: dt.datetime
    state: Literal["planned", "done", "dropped"]
    outcome: Literal["", "solved", "unsolved", "unreached"]
    score: int | None
    words: str
    attempts: int
    done_at: dt.datetime | None


class VisitsOut(TypedDict):
    """The visits of a ticket, oldest first."""

    visits: list[VisitOut]


def _visit(visit: Visit, number: str) -> VisitOut:
    return {
        "id": visit.pk,
        "ticket": number,
        "staff_id": visit.staff_id,
        "due_at": visit.due_at,
        "state": visit.state,  # type: ignore[typeddict-item]
        "outcome": visit.outcome,  # type: ignore[typeddict-item]
        "score": visit.score,
        "words": visit.words,
        "attempts": visit.attempts,
        "done_at": visit.done_at,
    }


class VisitQuery(PageQuery):
    """Whose: the token's colleague's own, or all in reach."""

    mine: bool = False


@resource.on("GET", "/visits", scope="tickets:read", returns=Page[VisitOut])
def list_visits(request: ApiRequest, query: Query[VisitQuery]) -> Page[VisitOut]:
    """List the return visits to do, the next first"""
    require(request.viewer, RESOLVE)
    place = place_of(query.cursor, str)
    after = place[0] if place else ""
    found = loop.visit_list(request.viewer, mine=query.mine, after=after, limit=query.limit)
    items = [_visit(visit, visit.ticket.number) for visit in found.rows]
    return {"items": items, "next": cursor_of(found.after) if found.after else None}


@resource.on("GET", "/tickets/{number}/visits", scope="tickets:read", returns=VisitsOut)
def list_ticket_visits(request: ApiRequest, number: str) -> VisitsOut:
    """List the return visits of a ticket"""
    return {"visits": [_visit(one, number) for one in loop.visits_of(access.get_ticket(request.viewer, number))]}


class OutcomeIn(Body):
    """What the customer said."""

    outcome: Literal["solved", "unsolved", "unreached"]
    score: Annotated[int, Field(ge=1, le=5)] | None = None
    words: Text = ""


@resource.on("POST", "/visits/{visit_id}/outcome", scope="tickets:write", returns=VisitOut)
def do_visit(request: ApiRequest, visit_id: Id, body: OutcomeIn) -> VisitOut:
    """Write down what came of a return visit

    Not solved opens the ticket again; not reached is tried again tomorrow, three times at most. Answers 409 when it
    is settled already.
    """
    visit = loop.get_visit(request.viewer, visit_id)
    done = act(visit, by=request.viewer, outcome=body.outcome, score=body.score, words=body.words)
    return _visit(done, visit.ticket.number)
