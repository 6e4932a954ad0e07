"""After a ticket is closed we ask how it went."""

from __future__ import annotations

from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.events import TicketClosed
from manyi.desk.models import Status, Ticket
from manyi.listening import actions


@on(TicketClosed)
def ask(event: Recorded) -> None:
    """Only if it is still closed: a customer who has just written again is not asked."""
    ticket = Ticket.objects.get(pk=event.ticket_id or 0)
    if ticket.status == Status.CLOSED and not ticket.is_merged:
        actions.send_survey(ticket)
