"""Tickets: found, opened, read and changed."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field, model_validator

from manyi.core.actions import action
from manyi.core.actors import Actor
from manyi.core.errors import Invalid
from manyi.core.rest import ApiRequest, Body, Id, Key, Line, Page, PageQuery, Resource, Text, When, place_of
from manyi.customers import access as customer_access
from manyi.customers import actions as customer_actions
from manyi.customers.api import IdentityKind
from manyi.customers.models import Customer
from manyi.desk import access, actions
from manyi.desk.api.messages import Channel, MessageIn, write_message
from manyi.desk.api.shapes import (
    PRIORITIES,
    STATUSES,
    PriorityName,
    StageName,
    StatusName,
    TicketOut,
    new_ticket_out,
    ticket_out,
    ticket_page,
)
from manyi.desk.models import Ticket
from manyi.desk.queries import programs

resource = Resource()
FieldValue = Text | bool | int | float | None
Fields = Annotated[dict[Key, FieldValue], Field(max_length=100)]
Tags = Annotated[list[Annotated[Line, Field(max_length=40)]], Field(max_length=50)]


class TicketQuery(PageQuery):
    """Filters add up. With ``updated_since`` the order is by change, oldest first, else newest ticket first."""

    status: list[StatusName] = []
    assignee_id: Id | None = None
    unassigned: bool | None = None
    owner_id: Id | None = None
    team_id: Id | None = None
    customer_id: Id | None = None
    channel: Line = ""
    type: Line = ""
    tag: Line = ""
    archived: bool | None = None
    updated_since: When | None = None

    def wanted(self) -> programs.Wanted:
        """The filter as the query takes it."""
        values = self.model_dump(exclude={"limit", "cursor", "status"})
        return programs.Wanted(status=tuple(STATUSES.index(name) for name in self.status), **values)


@resource.on("GET", "/tickets", scope="tickets:read", returns=Page[TicketOut])
def list_tickets(request: ApiRequest, query: Query[TicketQuery]) -> Page[TicketOut]:
    """List tickets

    Only those within reach of the token's colleague. To keep a copy up to date, ask with ``updated_since`` and go on
    from the time of the last ticket received.
    """
    wanted = query.wanted()
    if query.updated_since is None:
        place = place_of(query.cursor, int)
        rows = programs.newest_tickets(request.viewer, wanted, query.limit + 1, place[0] if place else None)
        return ticket_page(rows, query.limit, by_change=False)
    place = place_of(query.cursor, dt.datetime, int)
    rows = programs.changed_tickets(request.viewer, wanted, query.limit + 1, (place[0], place[1]) if place else None)
    return ticket_page(rows, query.limit, by_change=True)


class IdentityIn(Body):
    """An address by which a customer is recognised; one nobody has makes a new customer."""

    kind: IdentityKind
    value: Line
    name: Annotated[Line, Field(max_length=120)] = ""
    language: Annotated[Line, Field(max_length=10)] = ""


class TicketIn(Body):
    """A new ticket: of the customer with an id, or with an identity; with what was said first."""

    subject: Line
    customer_id: Id | None = None
    identity: IdentityIn | None = None
    channel: Channel = "api"
    type: Key | None = None
    team_id: Id | None = None
    priority: PriorityName = "normal"
    stage: StageName = ""
    language: Annotated[Line, Field(max_length=10)] = ""
    fields: Fields = {}
    tags: Tags = []
    message: MessageIn | None = None

    @model_validator(mode="after")
    def _one_customer(self) -> TicketIn:
        if (self.customer_id is None) == (self.identity is None):
            raise Invalid(fields={"customer_id": _("Give either customer_id or identity.")})
        return self


@resource.on("POST", "/tickets", scope="tickets:write", returns=TicketOut, status=201)
def create_ticket(request: ApiRequest, body: TicketIn) -> TicketOut:
    """Open a ticket

    For a customer given by ``customer_id`` or by ``identity`` (exactly one), with the first message if there is one.
    An ``inbound`` message is what the customer said; ``outbound`` is sent to the customer; ``note`` stays inside.
    A message with an ``external_id`` that is known on its channel is refused, and no ticket is opened.
    """
    ticket, tags = _open(request.viewer, body)
    return new_ticket_out(ticket, tags)


@action
def _open(viewer: Actor, body: TicketIn) -> tuple[Ticket, list[str]]:
    ticket = actions.create_ticket(
        _customer(viewer, body),
        by=viewer,
        subject=body.subject,
        channel=body.channel,
        type=programs.type_by_key(body.type),
        team=programs.team_by_id(body.team_id),
        priority=PRIORITIES.index(body.priority) + 1,
        stage=body.stage,
        language=body.language,
    )
    if body.fields:
        ticket = actions.change_ticket(ticket, by=viewer, fields=dict(body.fields))
    tags = actions.set_tags(ticket, body.tags, by=viewer) if body.tags else []
    if body.message is not None:
        write_message(viewer, ticket, body.message)
    return ticket, tags


def _customer(viewer: Actor, body: TicketIn) -> Customer:
    if body.identity is not None:
        who = body.identity
        return customer_actions.recognise(who.kind, who.value, by=viewer, name=who.name, language=who.language)
    found = customer_access.get_customer(viewer, body.customer_id or 0)
    return customer_access.standing(found)


@resource.on("GET", "/tickets/{number}", scope="tickets:read", returns=TicketOut)
def get_ticket(request: ApiRequest, number: str) -> TicketOut:
    """Read a ticket"""
    return ticket_out(access.get_ticket(request.viewer, number))


class TicketChanges(Body):
    """What to change; fields left out stay as they are. ``type`` null takes the type away."""

    subject: Line | None = None
    type: Key | None = None
    priority: PriorityName | None = None
    stage: StageName | None = None
    language: Annotated[Line, Field(max_length=10)] | None = None
    fields: Fields | None = None

    def columns(self) -> dict[str, Any]:
        """The changes as the action takes them."""
        values = {name: getattr(self, name) for name in self.model_fields_set if name != "fields"}
        if empty := sorted(name for name, value in values.items() if value is None and name != "type"):
            raise Invalid(fields={name: _("This can't be empty.") for name in empty})
        if "type" in values:
            values["type"] = programs.type_by_key(values["type"])
        if "priority" in values:
            values["priority"] = PRIORITIES.index(values["priority"]) + 1
        return values


@resource.on("PATCH", "/tickets/{number}", scope="tickets:write", returns=TicketOut)
def change_ticket(request: ApiRequest, number: str, body: TicketChanges) -> TicketOut:
    """Change subject, type, priority, stage, language or custom fields"""
    ticket = access.get_ticket(request.viewer, number)
    columns = body.columns()
    return ticket_out(actions.change_ticket(ticket, by=request.viewer, fields=dict(body.fields or {}), **columns))


class TagsIn(Body):
    """All tags the ticket shall have."""

    tags: Tags


@resource.on("PUT", "/tickets/{number}/tags", scope="tickets:write", returns=TicketOut)
def set_tags(request: ApiRequest, number: str, body: TagsIn) -> TicketOut:
    """Set the tags

    Words that are no tags yet become tags; tags left out are taken off.
    """
    ticket = access.get_ticket(request.viewer, number)
    actions.set_tags(ticket, body.tags, by=request.viewer)
    ticket.refresh_from_db()
    return ticket_out(ticket)
