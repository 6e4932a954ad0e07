"""What the clocks do."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import timezone

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.models import NO_DUE, Ticket
from manyi.sla.events import TargetBreached
from manyi.sla.models import Breach
from manyi.sla.targets import answer_due


def start_clock(ticket: Ticket, *, channel: str) -> None:
    """Let the answer clock run for what the customer has just said, unless it runs already. Inside an action."""
    if ticket.due_at == NO_DUE and ticket.is_open:
        desk.set_due(ticket, answer_due(channel, now()), by=SYSTEM)


def note_breaches(limit: int = 200) -> int:
    """Record each answer that is overdue, once; returns how many were new. Safe to run again and at the same time."""
    overdue = Ticket.objects.filter(status__lt=4, due_at__lt=timezone.now())
    known = Breach.objects.filter(ticket=OuterRef("pk"), due_at=OuterRef("due_at"))
    ids = list(overdue.filter(~Exists(known)).order_by("due_at").values_list("pk", flat=True)[:limit])
    return sum(note_breach(pk) for pk in ids)


@action
def note_breach(ticket_id: int) -> int:
    """Record one overdue answer, if it is overdue at this time and not known yet; 1 when it was new."""
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    if not ticket.is_open or ticket.due_at >= now():
        return 0
    _row, created = Breach.objects.get_or_create(
        ticket=ticket,
        due_at=ticket.due_at,
        defaults={"team_id": ticket.team_id, "channel": ticket.channel, "found_at": now()},
    )
    if created:
        record(TargetBreached(due=ticket.due_at.timestamp()), by=SYSTEM, ticket=ticket)
    return int(created)
