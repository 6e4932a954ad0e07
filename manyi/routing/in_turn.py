"""The choice itself, without a database: who gets the next ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A present colleague: how many open tickets he works on, how many he can, when he last got one."""

    staff_id: int
    load: int
    capacity: int
    last_at: dt.datetime | None = None


def next_in_turn(candidates: Iterable[Candidate]) -> Candidate | None:
    """Round robin: of those with room, the one whose last turn is longest ago; None when nobody has room."""
    free = [candidate for candidate in candidates if candidate.load < candidate.capacity]
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    return min(free, key=lambda found: (found.last_at or never, found.load, found.staff_id), default=None)
