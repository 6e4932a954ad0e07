"""Replies that go out later, and tickets that are put aside."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpResponse
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Body, Id, Key, Resource, Text, When, answer
from manyi.desk import access, actions
from manyi.desk.api.shapes import MessageOut, messages_out
from manyi.desk.models import PlannedReply
from manyi.desk.queries import programs

resource = Resource()


class PlannedOut(TypedDict):
    """A reply that waits; ``held_at`` is set when the customer wrote first, and then it does not go out by itself."""

    id: int
    staff_id: int
    text: str
    send_at: dt.datetime
    held_at: dt.datetime | None


class PlannedListOut(TypedDict):
    """Replies that wait on a ticket, the next to go first."""

    planned: list[PlannedOut]


def _out(row: PlannedReply) -> PlannedOut:
    return {
        "id": row.pk,
        "staff_id": row.staff_id,
        "text": row.text,
        "send_at": row.send_at,
        "held_at": row.held_at,
    }


@resource.on("GET", "/tickets/{number}/planned", scope="tickets:read", returns=PlannedListOut)
def list_planned_replies(request: ApiRequest, number: str) -> PlannedListOut:
    """List replies that go out later"""
    ticket = access.get_ticket(request.viewer, number)
    return {"planned": [_out(row) for row in programs.planned_of(ticket)]}


class PlannedIn(Body):
    """A reply and when it goes out. The same ``key`` is taken once."""

    text: Annotated[Text, Field(min_length=1)]
    send_at: When
    key: Annotated[Key, Field(min_length=1, max_length=64)]
    then: Literal["", "open", "resolve", "close"] = ""


@resource.on("POST", "/tickets/{number}/planned", scope="messages:write", returns=PlannedOut, status=201)
def plan_reply(request: ApiRequest, number: str, body: PlannedIn) -> PlannedOut:
    """Have a reply sent later

    It is held when the customer writes first.
    """
    ticket = access.get_ticket(request.viewer, number)
    return _out(actions.plan_reply(ticket, by=request.viewer, **body.model_dump()))


class MovedIn(Body):
    """Another time."""

    send_at: When


@resource.on("PATCH", "/tickets/{number}/planned/{planned_id}", scope="messages:write", status=204)
def move_planned_reply(request: ApiRequest, number: str, planned_id: Id, body: MovedIn) -> HttpResponse:
    """Send a planned reply at another time"""
    planned = access.get_planned(access.get_ticket(request.viewer, number), planned_id)
    actions.move_planned(planned, by=request.viewer, send_at=body.send_at)
    return answer(None)


@resource.on("DELETE", "/tickets/{number}/planned/{planned_id}", scope="messages:write", status=204)
def take_planned_reply_back(request: ApiRequest, number: str, planned_id: Id) -> HttpResponse:
    """Take a planned reply back; it becomes a draft"""
    planned = access.get_planned(access.get_ticket(request.viewer, number), planned_id)
    actions.take_back(planned, by=request.viewer)
    return answer(None)


@resource.on("POST", "/tickets/{number}/planned/{planned_id}/send", scope="messages:write", returns=MessageOut)
def send_planned_reply(request: ApiRequest, number: str, planned_id: Id) -> MessageOut:
    """Send a planned reply at once"""
    ticket = access.get_ticket(request.viewer, number)
    message = actions.send_planned_now(access.get_planned(ticket, planned_id), by=request.viewer)
    return messages_out(number, programs.messages_after(ticket, message.pk - 1, 1))[0]


class SnoozeIn(Body):
    """Until when; null until the customer writes."""

    until: When | None


@resource.on("PUT", "/tickets/{number}/snooze", scope="tickets:write", status=204)
def snooze_ticket(request: ApiRequest, number: str, body: SnoozeIn) -> HttpResponse:
    """Put a ticket aside for oneself

    It leaves the colleague's own lists until then, or until the customer writes.
    """
    ticket = access.get_ticket(request.viewer, number)
    actions.snooze(ticket, by=request.viewer, until=body.until)
    return answer(None)


@resource.on("DELETE", "/tickets/{number}/snooze", scope="tickets:write", status=204)
def wake_ticket(request: ApiRequest, number: str) -> HttpResponse:
    """Have a ticket back that was put aside"""
    actions.wake(access.get_ticket(request.viewer, number), by=request.viewer)
    return answer(None)
