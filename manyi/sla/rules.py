"""Policies as values: which tickets one is for, its targets, warnings and ladder. Pure.

The first policy in order whose conditions all hold is the ticket's. Conditions left empty hold for every ticket.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import msgspec


class Target(msgspec.Struct, frozen=True, omit_defaults=True):
    """So many seconds of working time, and the ticket states (numbers) in which the clock stands still."""

    seconds: int
    pauses: frozenset[int] = frozenset()


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """A step of the ladder, ``after`` seconds of working time past the breach.

    ``notify`` and ``assign`` name people: assignee, owner, leader, ``role:KEY``, ``staff:ID``; ``assign`` also queue.
    """

    after: int = 0
    notify: tuple[str, ...] = ()
    mail: bool = False
    raise_priority: bool = False
    assign: str = ""


class Warnings(msgspec.Struct, frozen=True, omit_defaults=True):
    """At which shares of the target (percent) whom to warn."""

    shares: tuple[int, ...] = ()
    notify: tuple[str, ...] = ("assignee",)
    mail: bool = False


class Conditions(msgspec.Struct, frozen=True, omit_defaults=True):
    """For which tickets; ``types`` includes what lies below them, ``vip`` None means either."""

    types: frozenset[int] = frozenset()
    priorities: frozenset[int] = frozenset()
    channels: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    teams: frozenset[int] = frozenset()
    tags: frozenset[int] = frozenset()
    vip: bool | None = None


class Terms(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a policy promises: targets by kind of clock, warnings, ladder, what reopening does."""

    targets: dict[str, Target] = {}
    warnings: Warnings = Warnings()
    ladder: tuple[Step, ...] = ()
    reopening: str = "continue"


@dataclass(frozen=True)
class Policy:
    """A policy in force, with its version and the calendar it names, if any."""

    id: int
    version: int
    name: str
    conditions: Conditions
    terms: Terms
    calendar_id: int | None = None

    @cached_property
    def needs_customer(self) -> bool:
        """Whether the customer must be looked at to choose."""
        return bool(self.conditions.classes) or self.conditions.vip is not None

    @cached_property
    def needs_tags(self) -> bool:
        """Whether the tags must be looked at to choose."""
        return bool(self.conditions.tags)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a policy is chosen by. ``types`` are the ticket's type and all above it; the rest is read when needed."""

    types: frozenset[int]
    priority: int
    channel: str
    team: int | None
    customer: Callable[[], tuple[str, bool]]
    tags: Callable[[], frozenset[int]]


def fits(policy: Policy, facts: Facts) -> bool:
    """Whether all conditions hold, the cheap ones first."""
    asked = policy.conditions
    return (
        (not asked.priorities or facts.priority in asked.priorities)
        and (not asked.channels or facts.channel in asked.channels)
        and (not asked.teams or facts.team in asked.teams)
        and (not asked.types or bool(asked.types & facts.types))
        and (not policy.needs_customer or _fits_customer(asked, *facts.customer()))
        and (not policy.needs_tags or bool(asked.tags & facts.tags()))
    )


def _fits_customer(asked: Conditions, value_class: str, is_vip: bool) -> bool:
    return (not asked.classes or value_class in asked.classes) and asked.vip in (None, is_vip)


def choose(policies: Iterable[Policy], facts: Facts) -> Policy | None:
    """The first policy that fits; None where no clock runs."""
    return next((policy for policy in policies if fits(policy, facts)), None)
