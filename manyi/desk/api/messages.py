"""What is said on a ticket: read, taken in, answered, noted, drafted."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actions import action
from manyi.core.actors import Actor, customer_actor, require
from manyi.core.errors import Conflict
from manyi.core.rest import ApiRequest, Body, Id, Key, Page, PageQuery, Resource, Text, answer, page, place_of
from manyi.desk import access, actions
from manyi.desk.api.shapes import STORED_KINDS, KindName, MessageOut, message_out, messages_out
from manyi.desk.models import Attachment, Message, Ticket
from manyi.desk.permissions import REPLY
from manyi.desk.queries import programs

resource = Resource()
Channel = Annotated[str, Field(pattern="^[a-z][a-z_]{0,9}$")]
DraftKind = Literal["outbound", "note"]


class MessageIn(Body):
    """Something to say: ``inbound`` by the customer, ``outbound`` to the customer, or a ``note`` for colleagues.

    After an ``outbound`` message the ticket waits for the customer, unless ``then`` says that we still have work
    (``open``) or that the answer is the solution (``resolve``).
    """

    kind: KindName
    text: Text
    channel: Channel | None = None
    external_id: Annotated[Key, Field(min_length=1)] | None = None
    attachments: Annotated[list[Id], Field(max_length=50)] = []
    mentions: Annotated[list[Id], Field(max_length=50)] = []
    then: Literal["", "open", "resolve", "close"] = ""


@resource.on("GET", "/tickets/{number}/messages", scope="tickets:read", returns=Page[MessageOut])
def list_messages(request: ApiRequest, number: str, query: Query[PageQuery]) -> Page[MessageOut]:
    """List a ticket's messages, oldest first"""
    place = place_of(query.cursor, int)
    ticket = access.get_ticket(request.viewer, number)
    rows = programs.messages_after(ticket, place[0] if place else 0, query.limit + 1)
    shown, following = page(rows, query.limit, lambda row: (row["id"],))
    return {"items": messages_out(ticket.number, shown), "next": following}


@resource.on("POST", "/tickets/{number}/messages", scope="messages:write", returns=MessageOut, status=201)
def add_message(request: ApiRequest, number: str, body: MessageIn) -> MessageOut:
    """Add a message

    An ``external_id`` is taken once per channel: sent again to the same ticket, the first message is returned.
    An ``outbound`` message leaves through the ticket's channel unless ``channel`` names another.
    ``attachments`` are ids of uploaded files; ``mentions`` (in notes) are colleagues who shall look.
    """
    return _say(request.viewer, number, body)


@action
def _say(viewer: Actor, number: str, body: MessageIn) -> MessageOut:
    ticket = access.hold_ticket(viewer, number)
    message, files = write_message(viewer, ticket, body)
    return message_out(message, ticket, files)


def write_message(viewer: Actor, ticket: Ticket, body: MessageIn) -> tuple[Message, list[Attachment]]:
    """Do what a :class:`MessageIn` asks; the message and its files.

    Raises :class:`Conflict` when the external id is known from another ticket.
    """
    files = programs.own_uploads(viewer, body.attachments)
    if body.kind == "note":
        called = programs.colleagues(body.mentions, "mentions")
        message = actions.note(
            ticket, by=viewer, text=body.text, mentions=called, external_id=body.external_id, attachments=files
        )
    elif body.kind == "outbound":
        message = actions.reply(
            ticket,
            by=viewer,
            text=body.text,
            channel=body.channel or "",
            external_id=body.external_id,
            attachments=files,
            then=body.then,
        )
    else:
        require(viewer, REPLY)
        message = actions.receive_message(
            ticket,
            by=customer_actor(ticket.customer_id),
            text=body.text,
            channel=body.channel or "api",
            external_id=body.external_id,
            attachments=files,
        )
    if message.ticket_id != ticket.pk:
        raise Conflict(_("This external id is known from another ticket."))
    return message, files


@resource.on("GET", "/messages/{message_id}", scope="tickets:read", returns=MessageOut)
def get_message(request: ApiRequest, message_id: Id) -> MessageOut:
    """Read a message"""
    message = access.get_message(request.viewer, message_id)
    return message_out(message, message.ticket)


class ReadMark(Body):
    """The id of the last message the customer has seen."""

    up_to: Id


class MarkedOut(TypedDict):
    """How many messages were unread until now."""

    marked: int


@resource.on("POST", "/tickets/{number}/read", scope="messages:write", returns=MarkedOut)
def mark_read(request: ApiRequest, number: str, body: ReadMark) -> MarkedOut:
    """Say that the customer has read our messages"""
    ticket = access.get_ticket(request.viewer, number)
    require(request.viewer, REPLY)
    return {"marked": actions.mark_read(ticket, by=customer_actor(ticket.customer_id), up_to=body.up_to)}


class DraftIn(Body):
    """What is typed, and uploads to go with it; nothing at all removes the draft."""

    text: Text
    attachments: Annotated[list[Id], Field(max_length=50)] = []


class DraftOut(TypedDict):
    """What the token's colleague has typed on a ticket and not sent."""

    kind: DraftKind
    text: str
    attachments: list[int]
    updated_at: dt.datetime


@resource.on("GET", "/tickets/{number}/drafts/{kind}", scope="tickets:read", returns=DraftOut)
def get_draft(request: ApiRequest, number: str, kind: DraftKind) -> DraftOut:
    """Read one's own draft"""
    ticket = access.get_ticket(request.viewer, number)
    draft = programs.draft_of(request.viewer, ticket, STORED_KINDS[kind])
    return {"kind": kind, "text": draft.text, "attachments": draft.files, "updated_at": draft.updated_at}


@resource.on("PUT", "/tickets/{number}/drafts/{kind}", scope="messages:write", status=204)
def save_draft(request: ApiRequest, number: str, kind: DraftKind, body: DraftIn) -> HttpResponse:
    """Keep what is typed as one's own draft"""
    ticket = access.get_ticket(request.viewer, number)
    files = [upload.pk for upload in programs.own_uploads(request.viewer, body.attachments)]
    actions.save_draft(ticket, by=request.viewer, kind=STORED_KINDS[kind], text=body.text, files=files)
    return answer(None)


@resource.on("DELETE", "/tickets/{number}/drafts/{kind}", scope="messages:write", status=204)
def discard_draft(request: ApiRequest, number: str, kind: DraftKind) -> HttpResponse:
    """Throw one's own draft away"""
    ticket = access.get_ticket(request.viewer, number)
    actions.discard_draft(ticket, by=request.viewer, kind=STORED_KINDS[kind])
    return answer(None)
