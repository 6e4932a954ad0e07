"""The clocks follow what happens at the desk, in the same transaction."""

from __future__ import annotations

from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk import events as desk
from manyi.desk import work_events as work
from manyi.people.events import InstallationCreated
from manyi.sla import actions


@on(
    desk.TicketCreated,
    desk.MessageReceived,
    desk.MessageSent,
    desk.StatusChanged,
    desk.ResolutionProposed,
    desk.TicketClosed,
    desk.TicketReopened,
    desk.TicketChanged,
    desk.TicketAssigned,
    desk.TagsChanged,
    desk.TicketCustomerChanged,
    desk.TicketsMerged,
    desk.TicketMergeUndone,
    inline=True,
)
def keep_clocks(event: Recorded) -> None:
    actions.note(event)


@on(desk.TypeSaved, inline=True)
def types_changed(event: Recorded) -> None:
    """A type under another one may fall under another policy."""
    actions.revise()


@on(InstallationCreated, inline=True)
def start_with_something(event: Recorded) -> None:
    """A new company has calendars and targets to begin with."""
    actions.found()


@on(
    work.TaskAsked,
    work.TaskAskedAgain,
    work.TaskAnswered,
    work.TaskRefused,
    work.TaskWithdrawn,
    inline=True,
)
def keep_task_clocks(event: Recorded) -> None:
    """A task of another department runs against working time; its due time is that of its clock."""
    actions.keep_task(event.ticket, event.payload)


@on(work.SopStarted, work.SopStepDone, inline=True)
def keep_step_clocks(event: Recorded) -> None:
    """A step of a procedure runs against working time as well."""
    actions.keep_step(event.ticket, event.payload)
