"""Newcomers and new addresses are compared with those known already."""

from __future__ import annotations

from collections.abc import Sequence

from manyi.core.actors import SYSTEM
from manyi.core.events import Recorded
from manyi.core.reactions import on_several
from manyi.customers import actions
from manyi.customers.events import CustomerChanged, CustomerCreated, IdentityAdded
from manyi.customers.models import Customer

COMPARED_BY = {"name", "company"}


@on_several(CustomerCreated, IdentityAdded, CustomerChanged)
def look_for_duplicates(news: Sequence[Recorded]) -> None:
    """Propose whom these customers may be, too; a newcomer with several addresses is compared once."""
    for pk in sorted({event.customer_id for event in news if event.customer_id and _is_comparable(event)}):
        customer = Customer.objects.filter(pk=pk).first()
        if customer is not None:
            actions.find_duplicates(customer, by=SYSTEM)


def _is_comparable(event: Recorded) -> bool:
    return not isinstance(event.payload, CustomerChanged) or bool(COMPARED_BY & set(event.payload.fields))
