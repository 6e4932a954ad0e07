"""Work looks for people when it comes in, people get work when they come free."""

from __future__ import annotations

from collections.abc import Sequence

from manyi.core.events import Recorded
from manyi.core.reactions import on, on_several
from manyi.desk import events as desk
from manyi.desk.models import Status, Ticket
from manyi.desk.work_events import TaskAsked
from manyi.people.events import (
    DepartmentChanged,
    InstallationChanged,
    InstallationCreated,
    PresenceChanged,
    StaffChanged,
    TeamChanged,
)
from manyi.people.models import PresenceState
from manyi.routing import actions, events


@on_several(
    desk.MessageReceived,
    desk.TicketAssigned,
    desk.StatusChanged,
    desk.MessageSent,
    desk.ResolutionProposed,
    desk.TicketClosed,
    desk.TicketReopened,
    desk.TicketChanged,
    desk.TagsChanged,
    desk.TicketsMerged,
    desk.TicketMergeUndone,
    events.CallBackArranged,
    events.CallBackMissed,
    events.CallBackEnded,
)
def follow_work(news: Sequence[Recorded]) -> None:
    """Waits begin and end; whoever came free by it gets the best waiting piece at once."""
    for event in news:
        if _is_finished_by_assignee(event):
            actions.wrap_up(event.ticket_id or 0, event.staff_id or 0)
    concerned = sorted({event.ticket_id for event in news if event.ticket_id is not None})
    risen, waiting = actions.assess_tickets(concerned), actions.follow(concerned)
    if risen or waiting or any(map(_concerns_others, news)):
        actions.serve()
    actions.promise(concerned)


def _concerns_others(event: Recorded) -> bool:
    """Whether hands may have come free by it: not by a message, nor by work that goes on or that nobody has."""
    if isinstance(event.payload, desk.StatusChanged):
        return event.assignee_id is not None and event.payload.new not in (Status.NEW, Status.OPEN)
    return not isinstance(event.payload, desk.MessageReceived | desk.MessageSent)


def _is_finished_by_assignee(event: Recorded) -> bool:
    finished = isinstance(event.payload, desk.ResolutionProposed | desk.TicketClosed)
    return finished and event.staff_id is not None and event.staff_id == event.assignee_id


@on_several(
    PresenceChanged,
    StaffChanged,
    events.OfferEnded,
    events.AskedAgain,
    events.TicketEscalated,
    events.QueueOverflowed,
    events.QueueSaved,
    events.WeightsSaved,
    events.AgentProfileSaved,
    events.ChannelUnitsSaved,
    events.RushStarted,
    events.RushEnded,
)
def use_free_hands(news: Sequence[Recorded]) -> None:
    """Somebody came, can do more, or said no: what waits is looked at again."""
    for event in news:
        payload = event.payload
        if isinstance(payload, PresenceChanged) and payload.old == PresenceState.OFFLINE:
            actions.begin_shift(payload.staff)
    actions.serve()


@on(TaskAsked)
def let_super_agents_lead(event: Recorded) -> None:
    """A case at which several departments work has one coordinator."""
    ticket = Ticket.objects.filter(pk=event.ticket_id or 0).first()
    if ticket is not None:
        actions.assess_tickets([ticket.pk])
        actions.lead_several(ticket)


@on(events.QueueEntered)
def answer_who_arrives(event: Recorded) -> None:
    """In rush mode who begins to wait is told so."""
    actions.answer_arrival(event.ticket_id or 0)


@on(DepartmentChanged, TeamChanged, InstallationChanged, desk.TypeSaved, inline=True)
def set_up_anew(event: Recorded) -> None:
    """Which teams serve customers, the company's language and the tree of types are part of the setup."""
    actions.revise()


@on(InstallationCreated, inline=True)
def start_with_something(event: Recorded) -> None:
    """A new company has weights and a queue to begin with."""
    actions.found()
