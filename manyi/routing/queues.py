"""Queues as values: for which tickets one is, what it asks of colleagues, what changes with waiting. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from manyi.desk.conditions import Conditions, Facts, hold

ASK_AGAIN = 60
"""Seconds after which those who declined are asked again, when nobody else took it."""


class Overflow(msgspec.Struct, frozen=True, omit_defaults=True):
    """After so many seconds of waiting others serve too: more teams or all, any tier, whatever the skills or post."""

    after: int
    teams: frozenset[int] = frozenset()
    any_team: bool = False
    any_tier: bool = False
    any_skill: bool = False


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a queue asks and promises.

    ``skills`` by id with their least level; ``speaks`` asks for the customer's language, ``tiers`` for a tier at or
    above the ticket's complexity, ``post`` for the holder of that post. ``offers`` are the seconds to accept (0: given
    at once). The service level: ``share`` percent served within ``within`` seconds.
    """

    skills: dict[int, int] = {}
    speaks: bool = True
    tiers: bool = True
    post: int | None = None
    overflow: tuple[Overflow, ...] = ()
    offers: int = 0
    share: int = 80
    within: int = 300


@dataclass(frozen=True)
class Queue:
    """A queue in force; ``id`` is None for the one that takes what no other queue wants."""

    id: int | None
    names: Mapping[str, str]
    conditions: Conditions = field(default_factory=Conditions)
    terms: Terms = field(default_factory=Terms)
    teams: frozenset[int] = frozenset()
    policy_id: int | None = None
    calendar_id: int | None = None

    def taken(self, step: int) -> tuple[Overflow, ...]:
        """The steps of the overflow that were taken."""
        return self.terms.overflow[:step]


REST = Queue(None, {"zh-hans": "其他", "en": "Everything else"})


def choose(queues: Iterable[Queue], facts: Facts) -> Queue:
    """The first queue whose conditions hold, else the one for the rest."""
    return next((queue for queue in queues if hold(queue.conditions, facts)), REST)


def next_step(queue: Queue, step: int) -> int | None:
    """After how many seconds of waiting the next step of the overflow comes; None when all are taken."""
    steps = queue.terms.overflow
    return steps[step].after if step < len(steps) else None
