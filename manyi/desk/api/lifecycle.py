"""Who works on a ticket, and its way from new to closed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from manyi.core.actors import customer_actor, require
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, Text
from manyi.desk import access, actions
from manyi.desk.actions.handing_over import transfer
from manyi.desk.api.shapes import STATUSES, TicketOut, ticket_out
from manyi.desk.permissions import RESOLVE
from manyi.desk.queries import programs

resource = Resource()


class Reason(Body):
    """Why, for the timeline."""

    reason: Line = ""


class AssigneeIn(Body):
    """Who shall work on it: a colleague (whose team follows unless given), a team, or nobody."""

    staff_id: Id | None = None
    team_id: Id | None = None
    reason: Line = ""


@resource.on("PUT", "/tickets/{number}/assignee", scope="tickets:write", returns=TicketOut)
def assign_ticket(request: ApiRequest, number: str, body: AssigneeIn) -> TicketOut:
    """Give a ticket to a colleague, a team, or back to nobody

    The owner stays responsible; a ticket without owner gets the new assignee as owner.
    """
    ticket = access.get_ticket(request.viewer, number)
    to = programs.colleague(body.staff_id) if body.staff_id is not None else None
    team = programs.team_by_id(body.team_id)
    return ticket_out(actions.assign(ticket, by=request.viewer, to=to, team=team, reason=body.reason))


class TransferIn(AssigneeIn):
    """Who shall go on with it, and why. Without a summary one is written from the ticket."""

    reason: Annotated[Line, Field(min_length=1)]
    summary: Text | None = None


@resource.on("POST", "/tickets/{number}/transfer", scope="tickets:write", returns=TicketOut)
def transfer_ticket(request: ApiRequest, number: str, body: TransferIn) -> TicketOut:
    """Transfer a ticket with what the next person must know

    The owner stays responsible to the customer.
    """
    ticket = access.get_ticket(request.viewer, number)
    to = programs.colleague(body.staff_id) if body.staff_id is not None else None
    team = programs.team_by_id(body.team_id)
    moved = transfer(ticket, by=request.viewer, to=to, team=team, reason=body.reason, summary=body.summary)
    return ticket_out(moved)


@resource.on("POST", "/tickets/{number}/take", scope="tickets:write", returns=TicketOut)
def take_ticket(request: ApiRequest, number: str) -> TicketOut:
    """Take a ticket nobody works on

    For the token's colleague. Answers 409 when somebody was faster.
    """
    return ticket_out(actions.take(access.get_ticket(request.viewer, number), by=request.viewer))


class OwnerIn(Body):
    """Who shall be responsible to the customer until closure, and why."""

    staff_id: Id
    reason: Annotated[Line, Field(min_length=1)]


@resource.on("PUT", "/tickets/{number}/owner", scope="tickets:write", returns=TicketOut)
def change_owner(request: ApiRequest, number: str, body: OwnerIn) -> TicketOut:
    """Make another colleague responsible to the customer"""
    ticket = access.get_ticket(request.viewer, number)
    to = programs.colleague(body.staff_id)
    return ticket_out(actions.change_owner(ticket, by=request.viewer, to=to, reason=body.reason))


class StatusIn(Body):
    """One of the open states."""

    status: Literal["open", "pending", "hold"]
    reason: Line = ""


@resource.on("PUT", "/tickets/{number}/status", scope="tickets:write", returns=TicketOut)
def set_status(request: ApiRequest, number: str, body: StatusIn) -> TicketOut:
    """Move between open, waiting for the customer, and on hold

    Solving, closing and reopening are operations of their own.
    """
    ticket = access.get_ticket(request.viewer, number)
    status = STATUSES.index(body.status)
    return ticket_out(actions.set_status(ticket, by=request.viewer, status=status, reason=body.reason))


@resource.on("POST", "/tickets/{number}/resolution", scope="tickets:write", returns=TicketOut)
def propose_resolution(request: ApiRequest, number: str, body: Reason) -> TicketOut:
    """Propose the solution to the customer

    The ticket closes when the customer confirms or says nothing for the hours its type allows. Answers 422 naming
    the required custom fields that are still empty.
    """
    ticket = access.get_ticket(request.viewer, number)
    return ticket_out(actions.propose_resolution(ticket, by=request.viewer, reason=body.reason))


@resource.on("POST", "/tickets/{number}/confirmation", scope="tickets:write", returns=TicketOut)
def confirm_resolution(request: ApiRequest, number: str) -> TicketOut:
    """Pass on that the customer calls it solved

    The ticket closes as confirmed by its customer.
    """
    ticket = access.get_ticket(request.viewer, number)
    require(request.viewer, RESOLVE)
    return ticket_out(actions.confirm_resolution(ticket, by=customer_actor(ticket.customer_id)))


@resource.on("POST", "/tickets/{number}/closure", scope="tickets:write", returns=TicketOut)
def close_ticket(request: ApiRequest, number: str, body: Reason) -> TicketOut:
    """Close without waiting for the customer"""
    ticket = access.get_ticket(request.viewer, number)
    return ticket_out(actions.close_ticket(ticket, by=request.viewer, reason=body.reason))


@resource.on("POST", "/tickets/{number}/reopening", scope="tickets:write", returns=TicketOut)
def reopen_ticket(request: ApiRequest, number: str, body: Reason) -> TicketOut:
    """Open a solved or closed ticket again"""
    ticket = access.get_ticket(request.viewer, number)
    return ticket_out(actions.reopen(ticket, by=request.viewer, reason=body.reason))


@resource.on("PUT", "/tickets/{number}/archive", scope="tickets:write", returns=TicketOut)
def archive_ticket(request: ApiRequest, number: str, body: Reason) -> TicketOut:
    """Put a closed ticket away"""
    ticket = access.get_ticket(request.viewer, number)
    return ticket_out(actions.archive(ticket, by=request.viewer, reason=body.reason))


@resource.on("DELETE", "/tickets/{number}/archive", scope="tickets:write", returns=TicketOut)
def unarchive_ticket(request: ApiRequest, number: str) -> TicketOut:
    """Bring an archived ticket back"""
    return ticket_out(actions.unarchive(access.get_ticket(request.viewer, number), by=request.viewer))
