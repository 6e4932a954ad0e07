"""Repeat contacts: the same customer about the same matter again, within the window."""

from __future__ import annotations

from typing import Any

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.core.rows import read
from manyi.desk.first_contact import DEFAULT_WINDOW, Matter, same_matter
from manyi.desk.models import LinkKind, Ticket, TicketLink
from manyi.desk.work_events import TicketRepeated

SEEN = 30


@action
def link_repeat(ticket: Ticket) -> Ticket | None:
    """Link a ticket with the earlier one it repeats, if there is one; returns that. Linked already changes nothing."""
    if ticket.merged_into_id is not None:
        return None
    earlier = _repeated(ticket)
    if earlier is None or _are_linked(ticket, earlier):
        return None
    TicketLink.objects.create(ticket=ticket, other=earlier, kind=LinkKind.REPEAT, created_at=now())
    record(TicketRepeated(earlier=earlier.pk, number=earlier.number), by=SYSTEM, ticket=ticket)
    return earlier


def _are_linked(one: Ticket, other: Ticket) -> bool:
    """By hand, by a split or as a follow-up too: then they are known to belong together."""
    both = [one.pk, other.pk]
    return TicketLink.objects.filter(ticket__in=both, other__in=both).exists()


def _repeated(ticket: Ticket) -> Ticket | None:
    """The newest earlier ticket about the same, closed within the window or still open."""
    since = ticket.created_at - DEFAULT_WINDOW
    known = Ticket.objects.filter(customer_id=ticket.customer_id, pk__lt=ticket.pk, merged_into=None)
    mine = matter_of(ticket.type_id, ticket.subject, ticket.fields)
    rows = known.order_by("-pk").values_list("pk", "closed_at", "type_id", "subject", "fields")
    for pk, closed_at, *matter in rows[:SEEN]:
        if (closed_at or now()) >= since and same_matter(mine, matter_of(*matter)):
            return read(Ticket, id=pk)
    return None


def matter_of(type_id: int | None, subject: str, fields: dict[str, Any]) -> Matter:
    """What a ticket is about: its type, subject, and the numbers in its custom fields."""
    return Matter(type_id, subject, frozenset(value for value in fields.values() if _is_reference(value)))


def _is_reference(value: object) -> bool:
    return isinstance(value, str) and len(value) >= 6 and any(letter.isdigit() for letter in value)
