"""What was tried out, and what can be."""

from __future__ import annotations

from manyi.core.errors import NotFound
from manyi.routing.matching import FIFO
from manyi.routing.models import Policy, Trial


def trials(limit: int = 50) -> list[Trial]:
    """What was tried out, newest first."""
    return list(Trial.objects.defer("result").select_related("queue").order_by("-pk")[:limit])


def get_trial(trial_id: int) -> Trial:
    """One trial. Raises :class:`NotFound`."""
    found = Trial.objects.filter(pk=trial_id).select_related("queue").first()
    if found is None:
        raise NotFound()
    return found


def policy_names() -> list[str]:
    """What can be tried out: who waits longest first, and the stored policies."""
    return list(dict.fromkeys([FIFO.name, *Policy.objects.order_by("name").values_list("name", flat=True)]))
