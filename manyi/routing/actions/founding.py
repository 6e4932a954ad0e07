"""What a new company begins with: two sets of weights, and one queue for everything."""

from __future__ import annotations

from manyi.core.actors import SYSTEM
from manyi.desk.conditions import Conditions
from manyi.routing.actions.queues import save_queue
from manyi.routing.actions.weights import save_weights
from manyi.routing.matching import FIFO, STANDARD
from manyi.routing.models import Policy
from manyi.routing.queues import Overflow, Terms

ANY_TIER, ANY_TEAM = 600, 1800


def found() -> None:
    """Enter them, unless there are some. Inside an action."""
    if Policy.objects.exists():
        return
    save_weights(STANDARD.name, STANDARD.as_json(), by=SYSTEM, is_default=True)
    save_weights(FIFO.name, FIFO.as_json(), by=SYSTEM)
    steps = (Overflow(after=ANY_TIER, any_tier=True), Overflow(after=ANY_TEAM, any_team=True))
    names = {"zh-hans": "全部工单", "en": "All tickets"}
    save_queue(None, by=SYSTEM, names=names, conditions=Conditions(), terms=Terms(overflow=steps))
