"""Work looks for people when it comes in, people get work when they come free."""

from __future__ import annotations

from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.events import MessageReceived, MessageSent, ResolutionProposed, TicketAssigned, TicketClosed
from manyi.people.events import PresenceChanged
from manyi.routing import actions


@on(MessageReceived)
def find_somebody(event: Recorded) -> None:
    """A waiting ticket nobody works on is given out."""
    if event.ticket_id is not None and event.assignee_id is None:
        actions.give(event.ticket_id)


@on(PresenceChanged, MessageSent, ResolutionProposed, TicketClosed)
def use_free_hands(event: Recorded) -> None:
    """Somebody came online or finished something: the waiting get their turn."""
    actions.assign_waiting()


@on(TicketAssigned)
def find_somebody_else(event: Recorded) -> None:
    """Handed to a team without naming anybody: the team's next takes it."""
    payload = event.payload
    handed_over = isinstance(payload, TicketAssigned) and payload.new_assignee is None
    if handed_over and event.ticket_id is not None and event.team_id != getattr(payload, "old_team", None):
        actions.give(event.ticket_id)
