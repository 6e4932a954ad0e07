"""A proposed solution is put before the customer."""

from __future__ import annotations

from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.events import ResolutionProposed
from manyi.desk.models import Status, Ticket
from manyi.portal import actions


@on(ResolutionProposed)
def ask_whether_solved(event: Recorded) -> None:
    ticket = Ticket.objects.get(pk=event.ticket_id or 0)
    if isinstance(event.payload, ResolutionProposed) and ticket.status == Status.RESOLVED:
        actions.tell_of_solution(ticket, event.payload.resolution)
