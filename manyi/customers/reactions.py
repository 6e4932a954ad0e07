"""Newcomers and new addresses are compared with those known already."""

from __future__ import annotations

from manyi.core.actors import SYSTEM
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.customers import actions
from manyi.customers.events import CustomerChanged, CustomerCreated, IdentityAdded
from manyi.customers.models import Customer

COMPARED_BY = {"name", "company"}


@on(CustomerCreated, IdentityAdded, CustomerChanged)
def look_for_duplicates(event: Recorded) -> None:
    """Propose whom the customer may be, too."""
    if isinstance(event.payload, CustomerChanged) and not COMPARED_BY & set(event.payload.fields):
        return
    customer = Customer.objects.filter(pk=event.customer_id or 0).first()
    if customer is not None:
        actions.find_duplicates(customer, by=SYSTEM)
