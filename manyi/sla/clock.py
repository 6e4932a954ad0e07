"""What one clock measures, as plain numbers: what it has used, and when it reaches a share of its target. Pure.

A clock that runs has ``since``; what it had used before is ``used``. Everything that happens to it (a warning, the
breach, a step of the ladder) is a threshold on the used working time, so a pause delays all of them alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from manyi.sla.business_time import SECOND, Calendar, NeverOpen, add, micros, worked

NEVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
Happening = Literal["warned", "breached", "escalated"]


@dataclass(frozen=True, slots=True)
class Measure:
    """``target`` in seconds of working time, ``used`` in microseconds of it, ``since`` None while paused."""

    calendar: Calendar
    target: int
    used: int = 0
    since: dt.datetime | None = None

    def used_at(self, at: dt.datetime) -> int:
        """Working time used up to an instant, in microseconds."""
        if self.since is None:
            return self.used
        return self.used + worked(self.calendar, micros(self.since), micros(at))

    def reaches(self, threshold: int) -> dt.datetime:
        """When the used time comes to a threshold (microseconds) if the clock runs on; :data:`NEVER` while paused."""
        if self.since is None:
            return NEVER
        try:
            return add(self.calendar, self.since, dt.timedelta(microseconds=threshold - self.used))
        except NeverOpen:
            return NEVER

    @property
    def due(self) -> dt.datetime:
        """When the target is used up."""
        return self.reaches(self.target * SECOND)

    def share_at(self, at: dt.datetime) -> float:
        """The used share of the target, 1.0 and more from the breach on."""
        return self.used_at(at) / (self.target * SECOND) if self.target else 1.0

    def paused(self, at: dt.datetime) -> Measure:
        """Stopped at an instant; what was used is kept."""
        return replace(self, used=self.used_at(at), since=None)

    def resumed(self, at: dt.datetime) -> Measure:
        """Running again from an instant, with exactly the working time left that it had when it paused."""
        return self if self.since is not None else replace(self, since=at)

    def retargeted(self, at: dt.datetime, target: int, calendar: Calendar) -> Measure:
        """With another target and calendar from an instant on; what was used on the old one is kept."""
        since = at if self.since is not None else None
        return Measure(calendar, target, self.used_at(at), since)


@dataclass(frozen=True, slots=True)
class Threshold:
    """At this much used time (microseconds) this happens; ``place`` is the warning's share or the step's number."""

    used: int
    happening: Happening
    place: int


def thresholds(target: int, shares: Iterable[int], delays: Iterable[int]) -> list[Threshold]:
    """All that happens to a clock, in order: warnings at shares (percent), the breach, steps at delays (s) after it."""
    whole = target * SECOND
    found = [Threshold(whole * share // 100, "warned", share) for share in sorted(set(shares)) if 0 < share < 100]
    found.append(Threshold(whole, "breached", 0))
    steps = [Threshold(whole + delay * SECOND, "escalated", place) for place, delay in enumerate(delays)]
    return found + sorted(steps, key=lambda step: (step.used, step.place))


def next_threshold(found: Iterable[Threshold], *, warned: int, is_breached: bool, escalated: int) -> Threshold | None:
    """The first that has not happened yet. A warning that a breach has overtaken never comes."""
    for each in found:
        if each.happening == "warned" and each.place > warned and not is_breached:
            return each
        if each.happening == "breached" and not is_breached:
            return each
        if each.happening == "escalated" and each.place >= escalated:
            return each
    return None
