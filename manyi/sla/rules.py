"""Policies as values: which tickets one is for, its targets, warnings and ladder. Pure.

The first policy in order whose conditions all hold is the ticket's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import msgspec

from manyi.desk.conditions import Conditions, Facts, hold


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
    def needs_tags(self) -> bool:
        """Whether the tags must be looked at to choose."""
        return bool(self.conditions.tags)


def choose(policies: Iterable[Policy], facts: Facts) -> Policy | None:
    """The first policy that fits; None where no clock runs."""
    return next((policy for policy in policies if hold(policy.conditions, facts)), None)
