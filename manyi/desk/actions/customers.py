"""Tickets follow their customer when two customers become one, or two again."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.core.actions import action, record
from manyi.core.actors import Actor
from manyi.core.rows import update
from manyi.desk.events import TicketCustomerChanged
from manyi.desk.models import Ticket


@action
def move_tickets(old_customer: int, new_customer: int, *, by: Actor, only: Iterable[int] | None = None) -> list[int]:
    """Give the tickets of one customer (or ``only`` these of them) to another; returns the ids of those that moved.

    For the reactions to a merge, which has checked that ``by`` may do this.
    """
    rows = Ticket.objects.select_for_update(of=("self",), no_key=True).filter(customer_id=old_customer)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    moved = list(rows.order_by("pk"))
    for ticket in moved:
        update(ticket, customer_id=new_customer, version=ticket.version + 1)
        record(TicketCustomerChanged(old=old_customer, new=new_customer), by=by, ticket=ticket)
    return [ticket.pk for ticket in moved]
