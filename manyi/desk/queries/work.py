"""The work around a ticket, for the panel beside its conversation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from manyi.desk.models import Task, Ticket
from manyi.desk.queries.tasks import tasks_of


@dataclass(frozen=True, slots=True)
class Work:
    """What stands open around a ticket, and what came of it."""

    tasks: list[Task] = field(default_factory=list)


def work_of(ticket: Ticket, kinds: Collection[str]) -> Work:
    """The work of these kinds on a ticket the viewer reaches."""
    return Work(tasks=tasks_of(ticket) if "tasks" in kinds else [])
