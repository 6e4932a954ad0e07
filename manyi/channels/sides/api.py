"""Side conversations for programs: begun, read, gone on with, closed and opened again."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.channels.sides import access, actions, queries
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, Text
from manyi.desk.access import get_ticket

resource = Resource()
RESOURCES = (("Side conversations", resource),)
Address = Annotated[Line, Field(min_length=3)]


class SidePersonOut(TypedDict):
    """Somebody who gets our mails."""

    name: str
    address: str


class SideFileOut(TypedDict):
    id: int
    name: str


class SideMailOut(TypedDict):
    """One mail. ``kind`` is out, in or auto (an automatic answer); ``sender`` the address it came from."""

    id: int
    kind: Literal["out", "in", "auto"]
    staff_id: int | None
    sender: str
    text: str
    at: dt.datetime
    delivery: str
    files: list[SideFileOut]


class SideOut(TypedDict):
    """A talk beside a ticket, which its customer never sees. ``is_answered``: the newest word is theirs."""

    id: int
    ticket: str
    subject: str
    people: list[SidePersonOut]
    begun_by_id: int | None
    begun_at: dt.datetime
    last_at: dt.datetime
    is_answered: bool
    is_open: bool
    mails: list[SideMailOut]


class SidesOut(TypedDict):
    """All talks of a ticket, those still open first."""

    sides: list[SideOut]


def _out(talk: queries.Talk) -> SideOut:
    side = talk.side
    return {
        "id": side.pk,
        "ticket": side.ticket.number,
        "subject": side.subject,
        "people": [{"name": name, "address": address} for name, address in side.receivers],
        "begun_by_id": side.begun_by_id,
        "begun_at": side.begun_at,
        "last_at": side.last_at,
        "is_answered": side.is_answered,
        "is_open": side.is_open,
        "mails": [
            {
                "id": one.pk,
                "kind": one.kind,  # type: ignore[typeddict-item]
                "staff_id": one.staff_id,
                "sender": one.sender,
                "text": one.text,
                "at": one.at,
                "delivery": one.delivery,
                "files": [{"id": part.pk, "name": part.name} for part in one.files.all()],
            }
            for one in talk.messages
        ],
    }


def _one(request: ApiRequest, side_id: int) -> SideOut:
    return _out(queries.talk(access.get_side(request.viewer, side_id)))


@resource.on("GET", "/tickets/{number}/sides", scope="tickets:read", returns=SidesOut)
def list_sides(request: ApiRequest, number: str) -> SidesOut:
    """List the side conversations of a ticket"""
    return {"sides": [_out(talk) for talk in queries.talks(get_ticket(request.viewer, number))]}


class SideIn(Body):
    """To whom, about what. ``attachment_ids`` are files of the ticket that go along."""

    to: Annotated[list[Address], Field(min_length=1, max_length=10)]
    subject: Annotated[Line, Field(min_length=1)]
    text: Annotated[Text, Field(min_length=1)]
    attachment_ids: Annotated[list[Id], Field(max_length=30)] = []


@resource.on("POST", "/tickets/{number}/sides", scope="messages:write", returns=SideOut, status=201)
def start_side(request: ApiRequest, number: str, body: SideIn) -> SideOut:
    """Begin a side conversation by mail

    Answers 422 for an address of the customer, who must never get such a mail, and 409 while no mailbox is set up.
    """
    ticket = get_ticket(request.viewer, number)
    side = actions.start_side(
        ticket,
        by=request.viewer,
        to=body.to,
        subject=body.subject,
        text=body.text,
        attachments=queries.files_of(ticket, body.attachment_ids),
    )
    return _one(request, side.pk)


@resource.on("GET", "/sides/{side_id}", scope="tickets:read", returns=SideOut)
def get_side(request: ApiRequest, side_id: Id) -> SideOut:
    """Read a side conversation with its mails"""
    return _one(request, side_id)


class SideTextIn(Body):
    """What we write; ``to`` changes who gets it from now on."""

    text: Annotated[Text, Field(min_length=1)]
    to: Annotated[list[Address], Field(min_length=1, max_length=10)] | None = None
    attachment_ids: Annotated[list[Id], Field(max_length=30)] = []


@resource.on("POST", "/sides/{side_id}/mails", scope="messages:write", returns=SideOut, status=201)
def say_on_side(request: ApiRequest, side_id: Id, body: SideTextIn) -> SideOut:
    """Write once more in a side conversation"""
    side = access.get_side(request.viewer, side_id)
    files = queries.files_of(side.ticket, body.attachment_ids)
    actions.say_on_side(side, by=request.viewer, text=body.text, to=body.to, attachments=files)
    return _one(request, side_id)


@resource.on("POST", "/sides/{side_id}/closing", scope="messages:write", returns=SideOut)
def close_side(request: ApiRequest, side_id: Id) -> SideOut:
    """Close a side conversation

    An answer that still comes opens it again.
    """
    actions.close_side(access.get_side(request.viewer, side_id), by=request.viewer)
    return _one(request, side_id)


@resource.on("POST", "/sides/{side_id}/reopening", scope="messages:write", returns=SideOut)
def reopen_side(request: ApiRequest, side_id: Id) -> SideOut:
    """Open a side conversation again"""
    actions.reopen_side(access.get_side(request.viewer, side_id), by=request.viewer)
    return _one(request, side_id)
