"""What a simulation is about: who arrives and how long it takes to serve them, who works when. Times in seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from manyi.routing.matching import Needs, Profile

FOREVER = math.inf
NOTHING = Needs()
ANYBODY = Profile()
TIERS: dict[int, float] = {1: 1.3, 2: 1.0, 3: 0.85, 4: 0.8}
"""How long a contact takes by tier, relative to an intermediate colleague."""
PER_LEVEL = 0.95
"""And for each level of a skill above the one needed, at most three of them."""
MOST_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contact.

    ``handle`` is the mean time to serve it and ``spread`` its standard deviation over that mean (1: exponential, 0:
    always the same). ``patience`` is the mean time after which a waiting customer leaves. ``target`` is within how many
    seconds an answer counts for the service level. ``overflow`` says what else is asked after so long a wait, in order.
    """

    name: str
    needs: Needs = NOTHING
    handle: float = 300.0
    spread: float = 1.0
    patience: float = FOREVER
    target: float = 20.0
    units: int = 1
    urgency: int = 2
    overflow: tuple[tuple[float, Needs], ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """One customer who arrives; ``effort`` is what serving takes by itself, before who serves changes it.

    ``urgency`` 0 is that of the kind.
    """

    at: float
    kind: Kind
    effort: float
    patience: float
    is_vip: bool = False
    value_class: str = ""
    owner: int | None = None
    last_agent: int | None = None
    due_at: float | None = None
    urgency: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """A colleague with the times at which he takes new work, each from and to."""

    id: int
    profile: Profile = ANYBODY
    capacity: int = 1
    shifts: tuple[tuple[float, float], ...] = ((0.0, FOREVER),)


@dataclass(frozen=True, slots=True)
class Pace:
    """How tier and skill change the time that serving takes."""

    tiers: Mapping[int, float] = field(default_factory=lambda: dict(TIERS))
    per_level: float = PER_LEVEL

    def factor(self, needs: Needs, profile: Profile) -> float:
        """What the effort of a contact is multiplied by."""
        above = sum(profile.skills.get(key, 0) - level for key, level in needs.skills)
        levels = max(0, min(above, MOST_LEVELS))
        return self.tiers.get(profile.tier, 1.0) * float(self.per_level**levels)


EVEN = Pace({}, 1.0)
"""Everybody is equally fast."""


def effort(kind: Kind, luck: Random) -> float:
    """How long serving one contact takes: gamma distributed, which for a spread of 1 is exponential."""
    if not kind.spread:
        return kind.handle
    shape = 1 / kind.spread**2
    return luck.gammavariate(shape, kind.handle / shape)


def patience(kind: Kind, luck: Random) -> float:
    """How long one customer waits before leaving: exponential."""
    return FOREVER if kind.patience == FOREVER else luck.expovariate(1 / kind.patience)
