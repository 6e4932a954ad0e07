"""Search, and the event log as far as it concerns tickets in reach."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Query
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from manyi.core import log
from manyi.core.actors import require
from manyi.core.rest import LARGEST_ID, ApiRequest, Limit, Line, Resource
from manyi.desk import access
from manyi.desk.api.shapes import EventOut, event_out
from manyi.desk.permissions import SEARCH
from manyi.desk.queries import programs

resource = Resource()


class SearchQuery(BaseModel):
    """Words that must all occur (the last may be a beginning), or a ticket number."""

    q: Annotated[Line, Field(min_length=1)]
    limit: Limit = 50


class HitOut(TypedDict):
    """A message that matches, with its ticket; for a ticket number the ticket alone."""

    ticket: str
    subject: str
    message_id: int | None
    text: str
    at: dt.datetime


class HitsOut(TypedDict):
    """What matches, newest first."""

    hits: list[HitOut]


@resource.on("GET", "/search", scope="search", returns=HitsOut)
def search_tickets(request: ApiRequest, query: Query[SearchQuery]) -> HitsOut:
    """Search the messages of tickets in reach"""
    require(request.viewer, SEARCH)
    return {"hits": programs.hits(request.viewer, query.q, query.limit)}  # type: ignore[typeddict-item]


class EventsOut(TypedDict):
    """Events in the order they happened. ``position`` is where to go on; ``more`` says whether to do so at once."""

    events: list[EventOut]
    position: int
    more: bool


class EventsQuery(BaseModel):
    """From where in the log; 0 is its beginning."""

    after: Annotated[int, Field(ge=0, le=LARGEST_ID)] = 0
    limit: Limit = 100


@resource.on("GET", "/events", scope="events:read", returns=EventsOut)
def list_events(request: ApiRequest, query: Query[EventsQuery]) -> EventsOut:
    """Read the log after a position

    Only events of tickets in reach. A page may be empty and still say ``more``: go on from its ``position``.
    """
    found, position, more = programs.events_after(request.viewer, query.after, query.limit)
    return {"events": [event_out(event) for event in found], "position": position, "more": more}


class TimelineOut(TypedDict):
    """A ticket's newest 500 events, oldest first."""

    events: list[EventOut]


@resource.on("GET", "/tickets/{number}/events", scope="tickets:read", returns=TimelineOut)
def get_timeline(request: ApiRequest, number: str) -> TimelineOut:
    """Read a ticket's timeline"""
    ticket = access.get_ticket(request.viewer, number)
    return {"events": [event_out(event) for event in log.of_ticket(ticket.pk)]}
