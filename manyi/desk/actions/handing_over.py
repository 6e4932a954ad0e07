"""Transfers: to a colleague, a team or the queue, with a reason and what the next person must know."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.core.rows import add
from manyi.desk.actions.assignment import assign
from manyi.desk.actions.locking import locked
from manyi.desk.handover import as_text, summarise
from manyi.desk.models import Handover, Ticket
from manyi.desk.permissions import ASSIGN
from manyi.desk.queries.stories import story_of
from manyi.desk.work_events import TicketHandedOver
from manyi.people.models import Staff, Team


@action
def transfer(
    ticket: Ticket, *, by: Actor, to: Staff | None, team: Team | None = None, reason: str, summary: str | None = None
) -> Ticket:
    """Give a ticket to somebody else, with the reason; without a ``summary`` one is written from the ticket.

    The owner stays responsible. To who has it already changes nothing. Raises :class:`Invalid` without a reason.
    """
    require(by, ASSIGN)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise Invalid(fields={"reason": _("Say why it goes to somebody else.")})
    ticket = locked(ticket)
    before = (ticket.assignee_id, ticket.team_id)
    text = as_text(summarise(story_of(ticket))) if summary is None else summary.strip()[:20_000]
    ticket = assign(ticket, by=by, to=to, team=team, reason=reason)
    if (ticket.assignee_id, ticket.team_id) == before:
        return ticket
    row = add(
        Handover,
        ticket_id=ticket.pk,
        by_staff_id=by.staff_id,
        old_assignee_id=before[0],
        new_assignee_id=ticket.assignee_id,
        new_team_id=ticket.team_id,
        reason=reason,
        summary=text,
        at=now(),
    )
    event = TicketHandedOver(handover=row.pk, reason=reason, to=ticket.assignee_id, team=ticket.team_id)
    record(event, by=by, ticket=ticket)
    return ticket
