"""The work around a ticket, for the panel beside its conversation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from manyi.desk.models import Approval, Case, Handover, Promise, PromiseState, Task, Ticket, Visit
from manyi.desk.queries.leading import approvals_of
from manyi.desk.queries.loop import visits_of
from manyi.desk.queries.sops import RunView, runs_of
from manyi.desk.queries.tasks import tasks_of

KINDS = (
    ("tasks", "SELECT 1 FROM desk_task WHERE ticket_id = %s"),
    ("promises", "SELECT 1 FROM desk_promise WHERE ticket_id = %s AND state <> 'dropped'"),
    ("visits", "SELECT 1 FROM desk_visit WHERE ticket_id = %s AND state <> 'dropped'"),
    ("approvals", "SELECT 1 FROM desk_approval WHERE ticket_id = %s"),
    ("case", "SELECT 1 FROM desk_case WHERE ticket_id = %s"),
    ("sops", "SELECT 1 FROM desk_soprun WHERE ticket_id = %s"),
    ("handover", "SELECT 1 FROM desk_handover WHERE ticket_id = %s"),
)
"""Each kind of work with the question whether there is any."""
WHICH = "".join(f" UNION ALL SELECT -1, '{kind}', 0 WHERE EXISTS ({asked})" for kind, asked in KINDS)
"""Asked together with the tags, so that a ticket without any work asks nothing more."""


@dataclass(frozen=True, slots=True)
class Work:
    """What stands open around a ticket, and what came of it."""

    tasks: list[Task] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    case: Case | None = None
    runs: list[RunView] = field(default_factory=list)
    handover: Handover | None = None

    @property
    def found(self) -> list[Promise]:
        """Promises nobody has confirmed yet."""
        return [one for one in self.promises if one.state == PromiseState.FOUND]


def work_of(ticket: Ticket, kinds: Collection[str]) -> Work:
    """The work of these kinds on a ticket the viewer reaches."""
    return Work(
        tasks=tasks_of(ticket) if "tasks" in kinds else [],
        promises=promises_of(ticket) if "promises" in kinds else [],
        visits=visits_of(ticket) if "visits" in kinds else [],
        approvals=approvals_of(ticket) if "approvals" in kinds else [],
        case=Case.objects.select_related("coordinator").filter(ticket=ticket).order_by("-id").first()
        if "case" in kinds
        else None,
        runs=runs_of(ticket) if "sops" in kinds else [],
        handover=last_handover(ticket) if "handover" in kinds else None,
    )


def promises_of(ticket: Ticket) -> list[Promise]:
    """The promises of a ticket that are not dropped, by their time."""
    rows = Promise.objects.filter(ticket=ticket).exclude(state=PromiseState.DROPPED).select_related("staff")
    return list(rows.order_by("due_at", "id"))


def last_handover(ticket: Ticket) -> Handover | None:
    """The newest hand-over."""
    rows = Handover.objects.filter(ticket=ticket).select_related("by_staff", "new_assignee", "new_team")
    return rows.order_by("-id").first()


def handovers_of(ticket: Ticket) -> list[Handover]:
    """All hand-overs, newest first."""
    rows = Handover.objects.filter(ticket=ticket).select_related("by_staff", "new_assignee", "new_team")
    return list(rows.order_by("-id")[:50])
