"""Who waits: a wait begins when a customer waits and nobody works on it, and ends when somebody does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor
from manyi.core.rows import fetch, insert_once, read, update
from manyi.desk.models import Status, Ticket
from manyi.desk.queries.sql import stored
from manyi.routing import queues, setup
from manyi.routing.actions.call_backs import keep_call_back
from manyi.routing.events import AskedAgain, OfferEnded, QueueEntered, QueueLeft, QueueOverflowed
from manyi.routing.models import Assessment, Offer, Promise, Wait
from manyi.routing.queries import call_back_of

HANDED_UP = frozenset({"escalated", "departments"})
PATIENCE = dt.timedelta(seconds=queues.ASK_AGAIN)


@action
def follow(ticket_ids: Iterable[int]) -> int:
    """Begin, move or end the waits of these tickets as they are now; returns how many began or moved.

    Nothing is locked: whatever changes meanwhile is an event that leads here again.
    """
    found, fresh = setup.current(), 0
    for pk in ticket_ids:
        ticket = read(Ticket, id=pk)
        if ticket is None:
            continue
        if ticket.status == Status.CLOSED or ticket.merged_into_id is not None:
            keep_call_back(ticket)
        wait = open_wait(pk)
        if not _waits(ticket):
            if wait is not None:
                end_wait(ticket, _outcome(ticket))
        else:
            fresh += _begin(ticket, found) if wait is None else _move(ticket, wait, found)
    return fresh


def open_wait(ticket_id: int, *, lock: bool = False) -> Wait | None:
    """The wait of a ticket that has not ended."""
    found = fetch("SELECT id FROM routing_wait WHERE ticket_id = %s AND ended_at IS NULL", (ticket_id,))
    row = read(Wait, lock=lock, id=found[0][0]) if found else None
    return row if row is not None and row.ended_at is None else None


def _waits(ticket: Ticket) -> bool:
    """The customer waits, is to be called, or a higher tier was asked for, and nobody works on it."""
    return (
        ticket.assignee_id is None
        and ticket.is_open
        and (ticket.waiting_since is not None or _is_handed_up(ticket) or call_back_of(ticket) is not None)
        and ticket.status != Status.HOLD
        and ticket.merged_into_id is None
    )


def _is_handed_up(ticket: Ticket) -> bool:
    found = Assessment.objects.filter(ticket=ticket).values_list("reasons", flat=True).first() or []
    return not HANDED_UP.isdisjoint(found)


def _outcome(ticket: Ticket) -> str:
    if ticket.assignee_id is not None:
        return Wait.Outcome.SERVED
    return Wait.Outcome.LEFT if ticket.status == Status.CLOSED else Wait.Outcome.ENDED


def _begin(ticket: Ticket, found: setup.Setup) -> bool:
    queue = found.queue_for(ticket.__dict__)
    entered = ticket.waiting_since or now()
    made = insert_once(
        Wait, ticket_id=ticket.pk, queue_id=queue.id, channel=ticket.channel, entered_at=entered, step=0,
        step_at=_step_at(queue, 0, entered), refused=[], ended_at=None, outcome="",
    )  # fmt: skip
    if made is None:
        return False
    record(QueueEntered(queue=queue.id), by=SYSTEM, ticket=ticket)
    return True


def _move(ticket: Ticket, wait: Wait, found: setup.Setup) -> bool:
    queue = found.queue_for(ticket.__dict__)
    if queue.id == wait.queue_id:
        return False
    old = wait.queue_id
    update(wait, queue_id=queue.id, step=0, step_at=_step_at(queue, 0, wait.entered_at))
    record(QueueEntered(queue=queue.id, old=old), by=SYSTEM, ticket=ticket)
    return True


def end_wait(ticket: Ticket, outcome: str) -> None:
    """A ticket waits no longer; what was offered of it is dropped. Inside an action."""
    drop_offer(ticket)
    wait = open_wait(ticket.pk, lock=True)
    if wait is None:
        return
    update(wait, ended_at=now(), outcome=str(outcome), step_at=None)
    waited = (now() - wait.entered_at).total_seconds()
    if outcome == Wait.Outcome.SERVED:
        _judge_promise(wait)
    record(QueueLeft(queue=wait.queue_id, outcome=str(outcome), waited=waited), by=SYSTEM, ticket=ticket)


def _judge_promise(wait: Wait) -> None:
    told = Promise.objects.filter(wait=wait, waited=None).first()
    if told is not None:
        update(told, waited=(now() - told.at).total_seconds())


def drop_offer(ticket: Ticket) -> None:
    """What was offered of this ticket is offered no longer. Inside an action."""
    found = fetch("SELECT id FROM routing_offer WHERE ticket_id = %s AND outcome = ''", (ticket.pk,))
    row = read(Offer, lock=True, id=found[0][0]) if found else None
    if row is not None and not row.outcome:
        end_offer(row, ticket, Offer.Outcome.DROPPED, by=SYSTEM)


def end_offer(row: Offer, ticket: Ticket, outcome: str, *, by: Actor) -> None:
    """Note how a locked offer ended."""
    update(row, outcome=str(outcome), outcome_at=now())
    record(OfferEnded(offer=row.pk, staff=row.staff_id, outcome=str(outcome)), by=by, ticket=ticket)


def _step_at(queue: queues.Queue, step: int, entered: dt.datetime) -> dt.datetime | None:
    after = queues.next_step(queue, step)
    return None if after is None else entered + dt.timedelta(seconds=after)


def refuse(ticket_id: int, staff_id: int) -> None:
    """Somebody declined this ticket or did not answer: others are asked first. Inside an action."""
    wait = open_wait(ticket_id, lock=True)
    if wait is not None:
        update(wait, refused=sorted({*wait.refused, staff_id}))


def ask_again() -> int:
    """Forget who declined what still waits with nobody asked for a minute; returns how many waits that were."""
    refused = Wait.objects.filter(ended_at=None).exclude(refused=[])
    recent = Offer.objects.filter(Q(outcome="") | Q(outcome_at__gt=now() - PATIENCE)).values("ticket_id")
    found = list(refused.exclude(ticket_id__in=recent).values_list("ticket_id", flat=True)[:500])
    return sum(_forgive(ticket_id) for ticket_id in found)


@action
def _forgive(ticket_id: int) -> bool:
    ticket, wait = read(Ticket, id=ticket_id), open_wait(ticket_id, lock=True)
    if ticket is None or wait is None or not wait.refused:
        return False
    update(wait, refused=[])
    record(AskedAgain(queue=wait.queue_id), by=SYSTEM, ticket=ticket)
    return True


def overflow(limit: int = 500) -> int:
    """Take the steps of the overflow whose time has come; returns how many."""
    due = fetch(
        "SELECT ticket_id FROM routing_wait WHERE step_at IS NOT NULL AND step_at <= %s ORDER BY step_at LIMIT %s",
        (stored(now()), limit),
    )
    return sum(_overflow(ticket_id) for (ticket_id,) in due)


@action
def _overflow(ticket_id: int) -> bool:
    ticket = read(Ticket, id=ticket_id)
    wait = open_wait(ticket_id, lock=True)
    if ticket is None or wait is None or wait.step_at is None or wait.step_at > now():
        return False
    queue = setup.current().queue(wait.queue_id)
    update(wait, step=wait.step + 1, step_at=_step_at(queue, wait.step + 1, wait.entered_at), refused=[])
    record(QueueOverflowed(queue=wait.queue_id, step=wait.step), by=SYSTEM, ticket=ticket)
    return True
