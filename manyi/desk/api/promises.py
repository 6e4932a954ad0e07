"""Promises made to customers."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, When
from manyi.desk import access
from manyi.desk.actions import promises as actions
from manyi.desk.models import Promise
from manyi.desk.queries.work import promises_of

resource = Resource()


class PromiseOut(TypedDict):
    """What was promised, and until when; ``found`` ones wait for a colleague to confirm them."""

    id: int
    ticket: str
    staff_id: int
    text: str
    due_at: dt.datetime
    state: Literal["found", "open", "kept", "dropped"]
    missed_at: dt.datetime | None
    settled_at: dt.datetime | None


class PromisesOut(TypedDict):
    """The promises of a ticket, by their time."""

    promises: list[PromiseOut]


def _out(promise: Promise, number: str) -> PromiseOut:
    return {
        "id": promise.pk,
        "ticket": number,
        "staff_id": promise.staff_id,
        "text": promise.text,
        "due_at": promise.due_at,
        "state": promise.state,  # type: ignore[typeddict-item]
        "missed_at": promise.missed_at,
        "settled_at": promise.settled_at,
    }


@resource.on("GET", "/tickets/{number}/promises", scope="tickets:read", returns=PromisesOut)
def list_promises(request: ApiRequest, number: str) -> PromisesOut:
    """List what was promised on a ticket"""
    ticket = access.get_ticket(request.viewer, number)
    return {"promises": [_out(one, number) for one in promises_of(ticket)]}


class PromiseIn(Body):
    """What was promised, and until when."""

    text: Annotated[Line, Field(min_length=1)]
    due_at: When


@resource.on("POST", "/tickets/{number}/promises", scope="tickets:write", returns=PromiseOut, status=201)
def make_promise(request: ApiRequest, number: str, body: PromiseIn) -> PromiseOut:
    """Write down a promise

    The token's colleague is reminded of it in time.
    """
    ticket = access.get_ticket(request.viewer, number)
    return _out(actions.make_promise(ticket, by=request.viewer, text=body.text, due_at=body.due_at), number)


class PromiseState(Body):
    """What became of it."""

    state: Literal["open", "kept", "dropped"]


@resource.on("PUT", "/tickets/{number}/promises/{promise_id}/state", scope="tickets:write", returns=PromiseOut)
def settle_promise(request: ApiRequest, number: str, promise_id: Id, body: PromiseState) -> PromiseOut:
    """Confirm, keep or drop a promise"""
    promise = access.get_promise(access.get_ticket(request.viewer, number), promise_id)
    deeds = {"open": actions.confirm_promise, "kept": actions.keep_promise, "dropped": actions.drop_promise}
    return _out(deeds[body.state](promise, by=request.viewer), number)
