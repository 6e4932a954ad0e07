"""Who is told what when something happens at the desk. Later: nobody waits for a notice to be written."""

from __future__ import annotations

from manyi.core.actions import action
from manyi.core.actors import Actor
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.events import (
    MessageReceived,
    NoteWritten,
    ReplyHeld,
    TicketAssigned,
    TicketReopened,
    TicketWoken,
)
from manyi.desk.models import Follower, Ticket
from manyi.notices.actions import tell


def _ticket(event: Recorded) -> Ticket | None:
    return Ticket.objects.filter(pk=event.ticket_id).first() if event.ticket_id else None


def _actor(event: Recorded) -> Actor:
    return Actor(event.actor_kind, event.actor_id)


@on(NoteWritten)
@action
def tell_of_note(event: Recorded) -> None:
    """Those who are called, and those who follow."""
    ticket, payload = _ticket(event), event.payload
    if ticket is None or not isinstance(payload, NoteWritten):
        return
    called = set(payload.mentions)
    followers = set(Follower.objects.filter(ticket=ticket).values_list("staff_id", flat=True))
    tell(called, "mention", by=_actor(event), ticket=ticket)
    tell(followers - called, "followed", by=_actor(event), ticket=ticket)


@on(TicketAssigned)
def tell_of_assignment(event: Recorded) -> None:
    """The new assignee, unless he took it himself."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, TicketAssigned) and payload.new_assignee != payload.old_assignee:
        tell([payload.new_assignee], "assigned", by=_actor(event), ticket=ticket)


@on(MessageReceived)
def tell_of_message(event: Recorded) -> None:
    """Who works on the ticket; the first message is told by its assignment."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, MessageReceived) and not payload.is_first:
        tell([ticket.assignee_id or ticket.owner_id], "message", by=_actor(event), ticket=ticket)


@on(TicketReopened)
def tell_of_reopening(event: Recorded) -> None:
    """Who is responsible to the customer; a message that opens it again is told as a message."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, TicketReopened) and payload.reason != "message":
        tell({ticket.owner_id, ticket.assignee_id}, "reopened", by=_actor(event), ticket=ticket)


@on(TicketWoken)
def tell_of_waking(event: Recorded) -> None:
    """Who had put it aside, when its time has come."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, TicketWoken) and payload.reason == "time":
        tell([payload.staff], "woken", ticket=ticket)


@on(ReplyHeld)
def tell_of_held_reply(event: Recorded) -> None:
    """Who wrote it."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, ReplyHeld):
        tell([payload.staff], "held", ticket=ticket, data={"reason": payload.reason})
