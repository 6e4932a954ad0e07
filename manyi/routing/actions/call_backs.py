"""Calling customers back instead of letting them wait: arranged, tried, reached or given up."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, ActorKind, require
from manyi.core.errors import Conflict, Invalid
from manyi.core.rows import insert_once, read, update
from manyi.customers.identities import normalise
from manyi.desk import actions as desk
from manyi.desk.actions.locking import locked
from manyi.desk.models import Status, Ticket
from manyi.desk.permissions import REPLY
from manyi.desk.words import when_words
from manyi.notices.actions import tell
from manyi.routing import queries, setup
from manyi.routing.events import CallBackArranged, CallBackDue, CallBackEnded, CallBackMissed
from manyi.routing.models import CallBack
from manyi.routing.queries.call_backs import SOON
from manyi.routing.words import call_time

KIND = "call_back"
ATTEMPTS = 3
AGAIN = dt.timedelta(minutes=30)
FARTHEST = dt.timedelta(days=14)


@action
def arrange_call_back(ticket: Ticket, *, by: Actor, phone: str, at: dt.datetime | None = None) -> CallBack:
    """Let a ticket's customer be called at a time (None: as soon as somebody works); asked again it is changed.

    The customer is told when. Raises :class:`Invalid` for what is no number, and for a time nobody works at.
    """
    if by.kind is not ActorKind.CUSTOMER or by.id != ticket.customer_id:
        require(by, REPLY)
    ticket = locked(ticket)
    if not ticket.is_open:
        raise Conflict(_("Reopen the ticket first."))
    number, due = normalise("phone", phone), _due(ticket, at)
    if not number:
        raise Invalid(fields={"phone": _("This is not a usable phone number.")})
    known = queries.call_back_of(ticket)
    if known is not None and (known.phone, known.due_at) == (number, due):
        return known
    row = known or _add(ticket, number, due, by=by)
    update(row, phone=number, due_at=due, told_at=None)
    record(CallBackArranged(call_back=row.pk, due=due.timestamp()), by=by, ticket=ticket)
    _say(ticket, row, gettext_noop("We will call you on %(phone)s %(when)s."), f"{due.timestamp():.0f}")
    return row


def _add(ticket: Ticket, number: str, due: dt.datetime, *, by: Actor) -> CallBack:
    insert_once(
        CallBack, ticket_id=ticket.pk, phone=number, by_staff_id=by.staff_id, asked_at=now(), due_at=due, attempts=0,
        told_at=None, ended_at=None, outcome="", ended_by_id=None,
    )  # fmt: skip
    return CallBack.objects.get(ticket=ticket, ended_at=None)


def _due(ticket: Ticket, at: dt.datetime | None) -> dt.datetime:
    """When the call is due: at once or as asked, never while nobody works."""
    wanted = now() if at is None else at
    if not now() - dt.timedelta(minutes=5) <= wanted <= now() + FARTHEST:
        raise Invalid(fields={"at": _("Choose a time within the next two weeks.")})
    opens = _open_from(ticket, wanted)
    if at is not None and opens != wanted:
        raise Invalid(fields={"at": _("We are closed then and open %(when)s.") % {"when": when_words(opens)}})
    return opens


def _open_from(ticket: Ticket, at: dt.datetime) -> dt.datetime:
    """The first moment from then on at which somebody works; that moment itself where no hours are known."""
    hours = queries.hours_of(ticket, at)
    return max(at, hours[0][0]) if hours else at


@action
def settle_call_back(row: CallBack, *, by: Actor, reached: bool) -> CallBack:
    """Say how a call went. Not reached, it is tried again half an hour later, three times; the customer is told.

    Ended already changes nothing.
    """
    require(by, REPLY)
    ticket = locked(Ticket(pk=row.ticket_id))
    fresh = read(CallBack, lock=True, id=row.pk)
    if fresh is None or fresh.ended_at is not None:
        return row
    fresh.ticket = ticket
    if reached:
        _end(fresh, ticket, CallBack.Outcome.REACHED, by=by)
        return fresh
    attempts = fresh.attempts + 1
    due = _open_from(ticket, now() + AGAIN)
    update(fresh, attempts=attempts, due_at=due, told_at=None)
    if attempts >= ATTEMPTS:
        _end(fresh, ticket, CallBack.Outcome.FAILED, by=by)
        _say(
            ticket, fresh, gettext_noop("We could not reach you on %(phone)s. Write to us when we may call."), "failed"
        )
        return fresh
    record(CallBackMissed(call_back=fresh.pk, attempts=attempts, due=due.timestamp()), by=by, ticket=ticket)
    _say(
        ticket,
        fresh,
        gettext_noop("We could not reach you on %(phone)s. We will try again %(when)s."),
        f"missed-{attempts}",
    )
    return fresh


def _end(row: CallBack, ticket: Ticket, outcome: str, *, by: Actor) -> None:
    update(row, ended_at=now(), outcome=str(outcome), ended_by_id=by.staff_id)
    record(CallBackEnded(call_back=row.pk, outcome=str(outcome), attempts=row.attempts), by=by, ticket=ticket)


def _say(ticket: Ticket, row: CallBack, text: str, what: str) -> None:
    """Tell the customer, in the own language."""
    language = "en" if setup.primary(ticket.language or setup.current().home) == "en" else "zh-hans"
    with translation.override(language):
        words = _(text) % {"phone": row.phone, "when": call_time(row.due_at)}
    desk.tell_customer(ticket, text=words, key=f"call-back:{row.pk}:{what}")


@action
def keep_call_back(ticket: Ticket) -> None:
    """A call-back ends with its ticket, and goes along when that is merged."""
    row = queries.call_back_of(ticket)
    if row is None:
        return
    target = read(Ticket, id=ticket.merged_into_id) if ticket.merged_into_id else None
    if target is not None and queries.call_back_of(target) is None:
        update(row, ticket_id=target.pk)
    elif target is not None or ticket.status == Status.CLOSED:
        _end(row, ticket, CallBack.Outcome.DROPPED, by=SYSTEM)


def remind_call_backs() -> int:
    """Remind those whose call-backs are due; returns how many that were."""
    due = CallBack.objects.filter(ended_at=None, told_at=None, due_at__lte=now() + SOON, ticket__assignee__isnull=False)
    return sum(_remind(pk) for pk in due.order_by("due_at").values_list("pk", flat=True)[:200])


@action
def _remind(call_back_id: int) -> bool:
    row = read(CallBack, lock=True, id=call_back_id)
    ticket = read(Ticket, id=row.ticket_id) if row else None
    if row is None or ticket is None or row.told_at is not None or row.ended_at is not None:
        return False
    update(row, told_at=now())
    record(CallBackDue(call_back=row.pk, staff=ticket.assignee_id or 0), by=SYSTEM, ticket=ticket)
    tell([ticket.assignee_id], KIND, ticket=ticket)
    return True
