"""The clocks of tasks other departments do, and of the steps of procedures."""

from __future__ import annotations

from typing import Any

from manyi.core.actors import SYSTEM
from manyi.desk.models import RunState, SopRun, Ticket
from manyi.desk.sop_steps import decode, step_of
from manyi.desk.work_events import SopStepDone, TaskAsked, TaskAskedAgain, TaskWithdrawn
from manyi.sla.actions.clocks import start_clock, stop_clock
from manyi.sla.keeping import step_subject
from manyi.sla.models import Kind


def keep_task(ticket: Ticket, payload: Any) -> None:
    """Start or end the clock of one task; the desk learns when the answer is due in working time."""
    subject = f"task:{payload.task}"
    if isinstance(payload, TaskAsked | TaskAskedAgain):
        start_clock(ticket, by=SYSTEM, kind=Kind.TASK, subject=subject, seconds=payload.seconds)
    else:
        dropped = "withdrawn" if isinstance(payload, TaskWithdrawn) else ""
        stop_clock(ticket, by=SYSTEM, kind=Kind.TASK, subject=subject, dropped=dropped)


def keep_step(ticket: Ticket, payload: Any) -> None:
    """End the clock of the step that is done, start that of the step the procedure stands at now."""
    run = SopRun.objects.select_related("version").get(pk=payload.run)
    if isinstance(payload, SopStepDone):
        dropped = "left" if payload.deviation else ""
        stop_clock(ticket, by=SYSTEM, kind=Kind.STEP, subject=step_subject(run.pk, payload.step), dropped=dropped)
    step = step_of(decode(run.version.steps), run.step)
    if run.state == RunState.RUNNING and step is not None:
        asked = step.minutes * 60 or None
        start_clock(ticket, by=SYSTEM, kind=Kind.STEP, subject=step_subject(run.pk, step.key), seconds=asked)
