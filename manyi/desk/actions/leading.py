"""What leaders do with the work of others: take over, whisper, hand out anew."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.desk.access import visible_tickets
from manyi.desk.actions.handing_over import transfer
from manyi.desk.actions.locking import locked
from manyi.desk.actions.messages import note
from manyi.desk.models import Message, Status, Ticket
from manyi.desk.permissions import LEAD
from manyi.desk.work_events import TicketsHandedOut, Whispered, WorkTakenOver
from manyi.people.models import Staff

MOST = 500


@action
def take_over(ticket: Ticket, *, by: Actor, reason: str) -> Ticket:
    """Take a ticket a colleague works on, with the reason; one's own changes nothing."""
    require(by, LEAD)
    ticket = locked(ticket)
    old = ticket.assignee_id
    if old == by.as_staff:
        return ticket
    moved = transfer(ticket, by=by, to=Staff.objects.get(pk=by.as_staff), team=ticket.team, reason=reason)
    if old is not None:
        record(WorkTakenOver(old=old, reason=reason.strip()[:500]), by=by, ticket=moved)
    return moved


@action
def whisper(ticket: Ticket, *, by: Actor, text: str) -> Message:
    """Say something to who is just talking to the customer, who sees nothing of it; a note that calls him."""
    require(by, LEAD)
    ticket = locked(ticket)
    to = Staff.objects.filter(pk=ticket.assignee_id or 0, is_active=True).first()
    if to is None:
        raise Conflict(_("Nobody works on this ticket yet."))
    written = note(ticket, by=by, text=text, mentions=[to])
    record(Whispered(message=written.pk, staff=to.pk), by=by, ticket=ticket)
    return written


@action
def hand_out(old: Staff, *, by: Actor, to: Sequence[Staff], reason: str) -> int:
    """Give all open tickets of a colleague to others in turn, or with nobody back to the queue of their team.

    The most urgent first; only what ``by`` reaches, at most :data:`MOST` at once. Returns how many went.
    """
    require(by, LEAD)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why it goes to somebody else.")})
    receivers = [one for one in to if one.is_active and one.pk != old.pk]
    if to and not receivers:
        raise Invalid(fields={"to": _("Choose somebody else.")})
    found = list(open_tickets_of(by, old)[:MOST])
    turns = cycle(receivers) if receivers else cycle([None])
    for ticket in found:
        transfer(ticket, by=by, to=next(turns), team=ticket.team, reason=reason)
    if found:
        record(TicketsHandedOut(staff=old.pk, to=[one.pk for one in receivers], count=len(found)), by=by)
    return len(found)


def open_tickets_of(by: Actor, staff: Staff) -> QuerySet[Ticket]:
    """The open tickets of a colleague that ``by`` reaches, the most urgent first."""
    rows = visible_tickets(by).filter(assignee=staff, status__lt=int(Status.RESOLVED), merged_into=None)
    return rows.select_related("team").order_by("due_at", "id")
