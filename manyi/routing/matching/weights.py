"""A routing policy: what counts how much. Everything is in points; a minute of waiting is one point as shipped."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

import msgspec

CLASSES = {"A": 10.0, "B": 4.0}


@dataclass(frozen=True)
class Weights:
    """A named, versioned policy. The first group decides who is served next, the second by whom.

    Serving next: ``waiting`` per minute waited, ``vip`` and ``classes`` once, ``urgency`` per step above normal,
    ``slack`` per minute that the answer is nearer to its due time than ``slack_from`` minutes.
    By whom: ``owner``, ``last_agent``, ``expert`` once; ``skill`` per level above the one needed (at most 3);
    ``tier`` against him per tier above the one needed; ``load`` times the free share; ``fairness`` against him per
    piece given in this shift; ``idle`` per minute without new work; ``cost`` against him times his cost.
    """

    name: str = "standard"
    version: int = 1
    waiting: float = 1.0
    vip: float = 15.0
    classes: dict[str, float] = field(default_factory=lambda: dict(CLASSES))
    urgency: float = 10.0
    slack_from: float = 30.0
    slack: float = 2.0
    owner: float = 40.0
    last_agent: float = 30.0
    expert: float = 25.0
    skill: float = 3.0
    tier: float = 4.0
    load: float = 20.0
    fairness: float = 2.0
    idle: float = 0.1
    cost: float = 5.0

    def as_json(self) -> dict[str, Any]:
        """The policy as it is stored and shown to programs."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Weights:
        """A stored policy; what it leaves out counts as shipped. Raises ``ValueError`` for what is no such number."""
        found: Weights = msgspec.convert(values, cls, strict=False)
        numbers = [getattr(found, one.name) for one in fields(found) if one.name not in {"name", "version", "classes"}]
        if not all(0 <= number <= 1e6 for number in [*numbers, *found.classes.values()]):
            raise ValueError("weights are numbers from 0 to 1000000")
        return found


STANDARD = Weights()
FIFO = Weights(
    name="fifo", vip=0, classes={}, urgency=0, slack_from=0, slack=0, owner=0, last_agent=0, expert=0, skill=0, tier=0,
    load=0, fairness=0, idle=1, cost=0,
)  # fmt: skip
"""Who waits longest is served next, by whoever has been without new work longest."""
