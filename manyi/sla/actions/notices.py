"""What a colleague was told of clocks, once he has read it."""

from __future__ import annotations

from manyi.core.actions import action, now
from manyi.core.actors import Actor
from manyi.sla.models import Notice


@action
def see_notices(*, by: Actor, up_to: int) -> int:
    """A colleague has read his notices up to this one; how many were new to him. Presence, not history: no event."""
    return Notice.objects.filter(staff_id=by.id or 0, seen_at=None, pk__lte=up_to).update(seen_at=now())
