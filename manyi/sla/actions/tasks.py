"""The clocks of tasks other departments do: started when they are asked, ended when they are settled."""

from __future__ import annotations

from typing import Any

from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.desk.work_events import TaskAsked, TaskAskedAgain, TaskWithdrawn
from manyi.sla.actions.clocks import start_clock, stop_clock
from manyi.sla.models import Kind


def keep_task(ticket: Ticket, payload: Any) -> None:
    """Start or end the clock of one task; the desk learns when the answer is due in working time."""
    subject = f"task:{payload.task}"
    if not isinstance(payload, TaskAsked | TaskAskedAgain):
        dropped = "withdrawn" if isinstance(payload, TaskWithdrawn) else ""
        stop_clock(ticket, by=SYSTEM, kind=Kind.TASK, subject=subject, dropped=dropped)
        return
    clock = start_clock(ticket, by=SYSTEM, kind=Kind.TASK, subject=subject, seconds=payload.seconds)
    if clock is not None and clock.running_since is not None and clock.due_at.year < 9999:
        desk.set_task_due(payload.task, clock.due_at, by=SYSTEM)
