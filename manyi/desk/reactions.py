"""Tickets follow their customer, in the transaction that merges or takes apart."""

from __future__ import annotations

from manyi.core.actors import Actor
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.customers import actions as customers
from manyi.customers.events import CustomersMerged, MergeUndone
from manyi.customers.models import CustomerMerge
from manyi.desk.actions.customers import move_tickets


@on(CustomersMerged, inline=True)
def follow_merge(event: Recorded) -> None:
    """The merged customer's tickets go to the one that stands; which ones is remembered for undoing."""
    if isinstance(event.payload, CustomersMerged) and event.customer_id is not None:
        moved = move_tickets(event.payload.merged, event.customer_id, by=_actor(event))
        customers.note_moved(event.payload.merge, tickets=moved)


@on(MergeUndone, inline=True)
def follow_undoing(event: Recorded) -> None:
    """What moved goes back; later tickets stay."""
    if isinstance(event.payload, MergeUndone) and event.customer_id is not None:
        moved = CustomerMerge.objects.get(pk=event.payload.merge).moved.get("tickets", [])
        move_tickets(event.customer_id, event.payload.merged, by=_actor(event), only=moved)


def _actor(event: Recorded) -> Actor:
    return Actor(event.actor_kind, event.actor_id)
