"""What a simulation is about: who arrives and how long it takes to serve them, who works when. Times in seconds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Annotated

import msgspec

from manyi.routing.matching import FIFO, STANDARD, Needs, Profile, Weights

FOREVER = math.inf
ACCEPTED, DECLINED, LAPSED = "accepted", "declined", "lapsed"
NOTHING = Needs()
ANYBODY = Profile()
TIERS: dict[int, float] = {1: 1.3, 2: 1.0, 3: 0.85, 4: 0.8}
"""How long a contact takes by tier, relative to an intermediate colleague."""
PER_LEVEL = 0.95
"""And for each level of a skill above the one needed, at most three of them."""
MOST_LEVELS = 3
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of contact.

    ``handle`` is the mean time to serve it and ``spread`` its standard deviation over that mean (1: exponential, 0:
    always the same). ``patience`` is the mean time after which a waiting customer leaves. ``target`` is within how many
    seconds an answer counts for the service level. ``overflow`` says what else is asked after so long a wait, in order.
    ``queue`` is one of the company's, ``own`` its policy if it has one, ``offers`` the seconds to accept (0: given).
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
    queue: int | None = None
    own: Weights | None = None
    offers: float = 0.0


@dataclass(frozen=True, slots=True)
class Tried:
    """A policy on trial: it serves all that has no policy of its own; who waits longest first serves simply all.

    With ``queue`` it serves that one alone, and everything else what is in use: its own policy or ``beside``.
    """

    weights: Weights
    queue: int | None = None
    beside: Weights = STANDARD

    def of(self, kind: Kind) -> Weights:
        """The weights by which contacts of a kind are served."""
        if self.queue is not None:
            return self.weights if kind.queue == self.queue else kind.own or self.beside
        return self.weights if self.weights == FIFO else kind.own or self.weights


@dataclass(frozen=True, slots=True)
class Contact:
    """One customer who arrives; ``effort`` is what serving takes by itself, before who serves changes it.

    ``urgency`` 0 is that of the kind; ``luck`` decides how colleagues answer when it is offered to them.
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
    luck: int = 0


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


class Answers(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How colleagues answer offers: ``declined`` and ``lapsed`` are shares, an answer takes ``seconds`` in the mean,
    and who lets an offer pass gets nothing for ``away`` seconds."""

    declined: Share = 0.0
    lapsed: Share = 0.0
    seconds: Seconds = 5.0
    away: Seconds = 300.0

    def draw(self, luck: Random, within: float) -> tuple[str, float]:
        """What comes of one offer, and after how many seconds."""
        chance = luck.random()
        if chance < self.lapsed:
            return LAPSED, within
        after = min(luck.expovariate(1 / self.seconds), within)
        return DECLINED if chance < self.lapsed + self.declined else ACCEPTED, after


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


def drawn(kind: Kind, luck: Random) -> int:
    """What decides how colleagues answer the offers of one contact."""
    return luck.getrandbits(32) if kind.offers else 0
