"""What several tests of the desk need."""

from __future__ import annotations

from typing import TypeVar

from manyi.core.events import Payload, decode
from manyi.core.models import Event
from manyi.desk.models import Ticket

P = TypeVar("P", bound=Payload)


def verbs(ticket: Ticket) -> list[str]:
    """The verbs in a ticket's log, oldest first."""
    return list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True))


def logged(ticket: Ticket, payload: type[P]) -> list[P]:
    """The payloads of one verb in a ticket's log, oldest first."""
    rows = Event.objects.filter(ticket_id=ticket.pk, verb=payload.verb).order_by("id")
    return [decode(row.verb, row.payload) for row in rows]  # type: ignore[misc]


def fresh(ticket: Ticket) -> Ticket:
    """The row as it is in the database."""
    return Ticket.objects.get(pk=ticket.pk)
