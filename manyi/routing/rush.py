"""Rush mode as values: what a playbook changes, when it begins by itself, when it is over. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from manyi.desk.conditions import Conditions
from manyi.routing.matching import USUAL
from manyi.routing.queues import Queue

REST_QUEUE = 0
"""How the queue that takes the rest is written among ids."""
WINDOW = 900
"""Seconds over which arrivals are counted."""


class Trigger(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a rush begins by itself: one of these is reached by the tickets for which ``conditions`` hold.

    ``waiting`` tickets wait, one for ``longest`` seconds, ``arrivals`` came within :data:`WINDOW`; 0: not asked.
    """

    waiting: int = 0
    longest: int = 0
    arrivals: int = 0
    conditions: Conditions = Conditions()


class Plan(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a playbook changes, and for how long.

    It is for ``queues`` (all when empty). ``policy`` are other weights, ``capacity`` is how many percent of the usual
    one its own work may fill (other work fills no more than ever), ``teams`` are borrowed, ``short_forms`` lets
    required fields wait and shows no others; ``banner`` is for colleagues and ``answer`` for customers who arrive, by
    language. It lasts ``at_most`` seconds; less when no more than ``calm_waiting`` wait for
    ``calm_for`` seconds (0: it does not end that way).
    """

    queues: frozenset[int] = frozenset()
    trigger: Trigger = Trigger()
    policy: int | None = None
    capacity: int = USUAL
    teams: frozenset[int] = frozenset()
    short_forms: bool = False
    banner: dict[str, str] = {}
    answer: dict[str, str] = {}
    at_most: int = 7200
    calm_waiting: int = 2
    calm_for: int = 600

    def is_for(self, queue_id: int | None) -> bool:
        """Whether a queue may be served by this playbook."""
        return not self.queues or (queue_id or REST_QUEUE) in self.queues


@dataclass(frozen=True, slots=True)
class Figures:
    """How a queue stands: who waits, how many seconds the longest, how many came within :data:`WINDOW`."""

    waiting: int = 0
    longest: float = 0
    arrivals: int = 0

    def as_json(self) -> dict[str, float]:
        return {"waiting": self.waiting, "longest": round(self.longest), "arrivals": self.arrivals}


@dataclass(frozen=True, slots=True)
class Running:
    """A rush that is on: ``teams`` serve its queue now, with those that are borrowed."""

    id: int
    plan: Plan
    teams: frozenset[int]


def reached(trigger: Trigger, figures: Figures) -> list[str]:
    """Which of the limits are reached, by name."""
    return [name for name in ("waiting", "longest", "arrivals") if 0 < getattr(trigger, name) <= getattr(figures, name)]


def has_trigger(plan: Plan) -> bool:
    """Whether a playbook ever begins by itself."""
    return any((plan.trigger.waiting, plan.trigger.longest, plan.trigger.arrivals))


def running(rush_id: int, plan: Plan, queue: Queue, service_teams: frozenset[int]) -> Running:
    """A rush on a queue; without teams of its own the queue is served by all that serve customers."""
    return Running(rush_id, plan, (queue.teams or service_teams) | plan.teams)
