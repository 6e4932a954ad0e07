"""Putting a ticket aside until a time or until the customer writes."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.desk.actions.locking import locked
from manyi.desk.events import TicketSnoozed, TicketWoken
from manyi.desk.models import Snooze, Ticket
from manyi.desk.permissions import SEE


@action
def snooze(ticket: Ticket, *, by: Actor, until: dt.datetime | None) -> Snooze:
    """Take a ticket out of one's own lists until a time (None: until the customer writes). Its clocks go on.

    Raises :class:`Invalid` for a past time, :class:`Conflict` for settled work.
    """
    require(by, SEE)
    if until is not None and until <= now():
        raise Invalid(fields={"until": _("Choose a time to come.")})
    ticket = locked(ticket)
    if not ticket.is_open:
        raise Conflict(_("Only open work can be put aside."))
    known = Snooze.objects.filter(ticket=ticket, staff_id=by.as_staff).first()
    if known is not None and known.woken_at is None and known.until == until:
        return known
    row = known or Snooze(ticket_id=ticket.pk, staff_id=by.as_staff)
    row.until, row.woken_at = until, None
    row.save()
    record(TicketSnoozed(staff=by.as_staff, until=until.timestamp() if until else None), by=by, ticket=ticket)
    return row


@action
def wake(ticket: Ticket, *, by: Actor) -> None:
    """Have it back before its time. Awake already changes nothing."""
    for row in Snooze.objects.select_for_update(no_key=True).filter(ticket=ticket, staff_id=by.as_staff, woken_at=None):
        _wake(row, ticket, by=by, reason="hand")


@action
def wake_for_message(ticket: Ticket, *, by: Actor) -> None:
    """The customer wrote: everybody who has put the ticket aside has it back. For the reaction to messages."""
    for row in Snooze.objects.select_for_update(no_key=True).filter(ticket=ticket, woken_at=None):
        _wake(row, ticket, by=by, reason="message")


def wake_due(limit: int = 500) -> int:
    """Give back every ticket whose time has come; returns how many."""
    due = Snooze.objects.filter(woken_at=None, until__lte=timezone.now()).order_by("until").select_related("ticket")
    found = list(due[:limit])
    for row in found:
        _wake_if_due(row)
    return len(found)


@action
def _wake_if_due(row: Snooze) -> None:
    current = Snooze.objects.select_for_update(of=("self",), no_key=True).select_related("ticket").get(pk=row.pk)
    if current.woken_at is None and current.until is not None and current.until <= now():
        _wake(current, current.ticket, by=SYSTEM, reason="time")


def _wake(row: Snooze, ticket: Ticket, *, by: Actor, reason: str) -> None:
    row.woken_at = now()
    row.save(update_fields=["woken_at"])
    record(TicketWoken(staff=row.staff_id, reason=reason), by=by, ticket=ticket)
