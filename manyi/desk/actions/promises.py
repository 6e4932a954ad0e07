"""Promises to customers: found in what we wrote, confirmed by one click, reminded of, kept or missed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Invalid, NotFound
from manyi.core.rows import add, update
from manyi.core.times import zone
from manyi.desk import promise_letters
from manyi.desk.actions.locking import change, locked
from manyi.desk.models import Message, Promise, PromiseState, Ticket
from manyi.desk.permissions import REPLY
from manyi.desk.promising import MAYBE, find_promises
from manyi.desk.work_events import (
    PromiseDropped,
    PromiseDueSoon,
    PromiseKept,
    PromiseMade,
    PromiseMissed,
    PromisesFound,
)
from manyi.people.models import Staff

LEAD = dt.timedelta(minutes=15)
"""So long before its time the keeper is reminded."""
ENDED = (PromiseState.KEPT, PromiseState.DROPPED)


def note_promises(ticket: Ticket, message: Message, *, by: Actor) -> list[Promise]:
    """Keep what a reply seems to promise, for its writer to confirm. Inside the action that writes the reply."""
    if by.staff_id is None or not MAYBE.search(message.text):
        return []
    found = find_promises(message.text, timezone.localtime(now(), zone(by.time_zone)))
    made = [
        add(
            Promise,
            ticket_id=ticket.pk,
            message_id=message.pk,
            staff_id=by.staff_id,
            text=one.text,
            due_at=one.due_at,
            state=PromiseState.FOUND.value,
            created_at=now(),
        )
        for one in found
    ]
    if made:
        record(PromisesFound(promises=[one.pk for one in made]), by=by, ticket=ticket)
    return made


@action
def make_promise(ticket: Ticket, *, by: Actor, text: str, due_at: dt.datetime | None) -> Promise:
    """Write down what was promised, on the phone for example."""
    require(by, REPLY)
    ticket = locked(ticket)
    text, due_at = _clean(text, due_at)
    promise = add(
        Promise,
        ticket_id=ticket.pk,
        staff_id=by.as_staff,
        text=text,
        due_at=due_at,
        reminds_at=_reminder(due_at),
        state=PromiseState.OPEN.value,
        created_at=now(),
    )
    _tell_made(ticket, promise, by)
    return promise


@action
def confirm_promise(
    promise: Promise, *, by: Actor, due_at: dt.datetime | None = None, text: str | None = None
) -> Promise:
    """Yes, this was promised; with another time or other words if the text was misread. Confirmed already stays."""
    require(by, REPLY)
    ticket, promise = _locked(promise)
    if promise.state != PromiseState.FOUND:
        return promise
    words, due = _clean(promise.text if text is None else text, due_at or promise.due_at)
    update(promise, text=words, due_at=due, state=PromiseState.OPEN.value, reminds_at=_reminder(due))
    _tell_made(ticket, promise, by)
    return promise


@action
def keep_promise(promise: Promise, *, by: Actor) -> Promise:
    """It is done. Done already changes nothing."""
    require(by, REPLY)
    ticket, promise = _locked(promise)
    if promise.state in ENDED:
        return promise
    update(promise, state=PromiseState.KEPT.value, settled_at=now(), reminds_at=None)
    change(ticket)
    is_late = now() > promise.due_at
    record(PromiseKept(promise=promise.pk, text=promise.text, is_late=is_late), by=by, ticket=ticket)
    return promise


@action
def drop_promise(promise: Promise, *, by: Actor, reason: str = "") -> Promise:
    """It was no promise, or nobody needs it any more. One that was only found leaves no trace in the timeline."""
    require(by, REPLY)
    ticket, promise = _locked(promise)
    if promise.state in ENDED:
        return promise
    was_found = promise.state == PromiseState.FOUND
    update(promise, state=PromiseState.DROPPED.value, settled_at=now(), reminds_at=None)
    change(ticket)
    if not was_found:
        record(PromiseDropped(promise=promise.pk, text=promise.text, reason=reason), by=by, ticket=ticket)
    return promise


def drop_open_promises(ticket: Ticket, *, by: Actor) -> None:
    """The ticket is closed: what is still open is not needed any more. Inside an action, the ticket locked."""
    for promise in Promise.objects.filter(ticket=ticket, state__in=(PromiseState.FOUND, PromiseState.OPEN)):
        drop_promise(promise, by=SYSTEM)


def remind_of_promises(limit: int = 200) -> int:
    """Remind of what is due soon, and say what was missed, each in its own transaction; returns how many."""
    due = Promise.objects.filter(reminds_at__lte=now()).select_related("ticket").order_by("reminds_at")
    found = list(due[:limit])
    for promise in found:
        _remind(promise)
    return len(found)


@action
def _remind(promise: Promise) -> None:
    ticket, promise = _locked(promise)
    if promise.state != PromiseState.OPEN or promise.reminds_at is None or promise.reminds_at > now():
        return
    keeper = ticket.owner_id or promise.staff_id
    if now() < promise.due_at:
        update(promise, reminds_at=promise.due_at)
        event = PromiseDueSoon(promise=promise.pk, text=promise.text, staff=keeper, due=promise.due_at.timestamp())
        record(event, by=SYSTEM, ticket=ticket)
    else:
        update(promise, reminds_at=None, missed_at=now())
        change(ticket)
        record(PromiseMissed(promise=promise.pk, text=promise.text, staff=keeper), by=SYSTEM, ticket=ticket)
    promise_letters.send_reminder(promise, ticket, Staff.objects.get(pk=keeper))


def _reminder(due_at: dt.datetime) -> dt.datetime:
    return due_at - LEAD if due_at - LEAD > now() else due_at


def _clean(text: str, due_at: dt.datetime | None) -> tuple[str, dt.datetime]:
    text = " ".join(text.split())[:300]
    wrong = {}
    if not text:
        wrong["text"] = _("Say what was promised.")
    if due_at is None or due_at <= now():
        wrong["due_at"] = _("Choose a time that is still to come.")
    if wrong or due_at is None:
        raise Invalid(fields=wrong)
    return text, due_at


def _tell_made(ticket: Ticket, promise: Promise, by: Actor) -> None:
    change(ticket)
    event = PromiseMade(promise=promise.pk, text=promise.text, due=promise.due_at.timestamp())
    record(event, by=by, ticket=ticket)


def _locked(promise: Promise) -> tuple[Ticket, Promise]:
    ticket = locked(promise.ticket)
    fresh = Promise.objects.filter(pk=promise.pk).first()
    if fresh is None:
        raise NotFound()
    return ticket, fresh
