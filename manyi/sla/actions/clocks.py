"""What the clocks of a ticket do when something happens on it; starting and stopping clocks of other apps."""

from __future__ import annotations

from functools import partial
from typing import Any

from manyi.core.actions import action, at_end, held
from manyi.core.actors import Actor
from manyi.core.errors import Conflict
from manyi.core.events import Recorded
from manyi.desk import events as desk
from manyi.desk.access import get_ticket_by_id
from manyi.desk.actions.locking import locked
from manyi.desk.models import Status, Ticket
from manyi.sla import store
from manyi.sla.keeping import OWN, Keeper
from manyi.sla.models import ANSWERS, Clock, Kind, Outcome

DECIDING = frozenset({"type_id", "priority"})
"""The columns of a ticket that policies look at."""


def note(event: Recorded) -> None:
    """Remember something that happened on a ticket, and settle its clocks once at the end of the action."""
    if event.ticket is None or not _matters(event):
        return
    key = ("sla", event.ticket.pk)
    known: list[tuple[Any, bool]] | None = held().get(key)
    if known is None:
        known = held()[key] = []
        at_end(partial(_settle, event.ticket))
    known.append((event.payload, event.ticket.first_replied_at is None))


def _matters(event: Recorded) -> bool:
    match event.payload:
        case desk.TicketChanged(new=new):
            return not DECIDING.isdisjoint(new)
        case desk.TicketAssigned(old_team=old, new_team=new):
            return old != new
    return True


def _settle(ticket: Ticket) -> None:
    happened = held().pop(("sla", ticket.pk))
    is_new = any(isinstance(payload, desk.TicketCreated) for payload, _first in happened)
    keeper = Keeper(ticket, [] if is_new else None)
    for payload, is_first in happened:
        _apply(keeper, payload, is_first)
    if ticket.is_open:
        keeper.obey_status()
    keeper.settle()


def _apply(keeper: Keeper, payload: Any, is_first: bool) -> None:
    match payload:
        case desk.TicketCreated():
            keeper.promise()
        case desk.MessageReceived() if keeper.ticket.is_open:
            keeper.await_answer(is_first=is_first)
        case desk.MessageSent():
            _end(keeper, ANSWERS)
        case desk.ResolutionProposed() | desk.TicketClosed():
            _end(keeper, {Kind.RESOLUTION})
            _end(keeper, ANSWERS, dropped="solved")
            if keeper.ticket.status == Status.CLOSED:
                _end(keeper, {Kind.TASK, Kind.STEP}, dropped="closed")
        case desk.TicketReopened() if keeper.ticket.is_open:
            _reopened(keeper)
        case desk.TicketsMerged(merged=merged):
            _drop_all(merged)
            keeper.reconsider()
        case desk.TicketMergeUndone(merged=merged):
            _promise_again(merged)
        case desk.TicketChanged() | desk.TicketAssigned() | desk.TagsChanged() | desk.TicketCustomerChanged():
            keeper.reconsider()


def _end(keeper: Keeper, kinds: Any, *, dropped: str = "") -> None:
    for clock in [one for one in keeper.clocks if one.kind in kinds]:
        keeper.end(clock, dropped=dropped)


def _reopened(keeper: Keeper) -> None:
    """The resolution goes on with what it had used, or starts anew, as the policy says; an answer may be awaited."""
    known = store.last_resolution(keeper.ticket.pk)
    terms = keeper.policy.terms if keeper.policy else None
    if known is not None and known.ended_at is not None and terms is not None and "resolution" in terms.targets:
        if terms.reopening == "continue" and known.outcome != Outcome.DROPPED:
            keeper.resume(known, "reopened")
            keeper.reconsider()
        else:
            keeper.start(Kind.RESOLUTION)
    keeper.promise()


def _drop_all(ticket_id: int) -> None:
    """A merged ticket needs no clocks: what was asked there is asked on the other one."""
    keeper = Keeper(Ticket.objects.get(pk=ticket_id))
    for clock in list(keeper.clocks):
        keeper.end(clock, dropped="merged")


def _promise_again(ticket_id: int) -> None:
    keeper = Keeper(Ticket.objects.get(pk=ticket_id))
    if keeper.ticket.is_open:
        keeper.promise()
        keeper.obey_status()
        keeper.settle()


@action
def start_clock(ticket: Ticket, *, by: Actor, kind: str, subject: str = "", seconds: int | None = None) -> Clock | None:
    """Start a clock for a task or step: by the ticket's policy, or with a target of its own in working seconds.

    ``subject`` tells several of one kind apart, e.g. ``task:12``. One that runs already is returned as it is; None
    when neither the policy nor the caller promises anything. Raises :class:`Conflict` for the kinds the desk starts.
    """
    if kind in OWN:
        raise Conflict
    keeper = _keeper(ticket, by)
    clock = keeper.running(kind, subject) or keeper.start(kind, subject=subject, seconds=seconds)
    keeper.settle()
    return clock


@action
def stop_clock(ticket: Ticket, *, by: Actor, kind: str, subject: str = "", dropped: str = "") -> None:
    """The task or step is done, or (with a reason) not needed any more. Done already changes nothing."""
    keeper = _keeper(ticket, by)
    clock = keeper.running(kind, subject)
    if clock is not None and kind not in OWN:
        keeper.end(clock, dropped=dropped)
        keeper.settle()


def _keeper(ticket: Ticket, by: Actor) -> Keeper:
    get_ticket_by_id(by, ticket.pk)
    return Keeper(locked(ticket))
