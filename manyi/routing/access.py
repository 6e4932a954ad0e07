"""Which rows of the routing a person reaches."""

from __future__ import annotations

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.routing.models import Offer


def get_offer(viewer: Actor, offer_id: int) -> Offer:
    """An offer to oneself. Raises :class:`NotFound`."""
    found = Offer.objects.filter(pk=offer_id, staff_id=viewer.as_staff).first()
    if found is None:
        raise NotFound()
    return found
