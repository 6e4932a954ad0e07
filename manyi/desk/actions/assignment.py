"""Who works on a ticket, and who is responsible for it to the end."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.desk.access import may_change_owner
from manyi.desk.actions.locking import Step, change, locked
from manyi.desk.events import OwnerChanged, StatusChanged, TicketAssigned
from manyi.desk.models import Status, Ticket
from manyi.desk.permissions import ASSIGN
from manyi.people.models import Staff, Team


@action
def assign(
    ticket: Ticket,
    *,
    by: Actor,
    to: Staff | None,
    team: Team | None = None,
    reason: str = "",
    how: str = "by_hand",
) -> Ticket:
    """Give a ticket to a colleague (his team follows unless ``team`` is given), to a team, or back to nobody.

    The same again changes nothing. The owner stays; a ticket without one gets the new assignee. Raises :class:`Invalid`
    for a colleague who has left.
    """
    require(by, ASSIGN)
    if to is not None and not to.is_active:
        raise Invalid(fields={"to": _("This colleague no longer works here.")})
    return _assign(locked(ticket), by=by, to=to, team_id=_team_of(ticket, to, team), how=how, reason=reason)


@action
def take(ticket: Ticket, *, by: Actor) -> Ticket:
    """Take a ticket nobody works on. Raises :class:`Conflict` when a colleague was faster."""
    require(by, ASSIGN)
    ticket = locked(ticket)
    if ticket.assignee_id not in (None, by.staff_id):
        raise Conflict(_("A colleague has just taken this ticket."), assignee=ticket.assignee_id)
    me = Staff.objects.get(pk=by.as_staff)
    return _assign(ticket, by=by, to=me, team_id=ticket.team_id or me.team_id, how="taken", reason="")


@action
def change_owner(ticket: Ticket, *, by: Actor, to: Staff, reason: str) -> Ticket:
    """Make another colleague responsible to the customer; needs a reason.

    The owner may, and leaders. Raises :class:`NotAllowed` for others, :class:`Invalid` for one who has left.
    """
    ticket = locked(ticket)
    if not may_change_owner(by, ticket):
        raise NotAllowed(_("Only who is responsible, or a leader, can give the responsibility to somebody else."))
    if not to.is_active:
        raise Invalid(fields={"to": _("This colleague no longer works here.")})
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why the responsibility changes.")})
    _own(ticket, to.pk, by=by, reason=reason.strip())
    return ticket


def claim_of_reply(ticket: Ticket, *, by: Actor) -> Step:
    """First-contact ownership: who answers first owns the ticket, and works on it if nobody does. Ticket locked."""
    claim = Step()
    me = by.staff_id
    if me is not None and ticket.owner_id is None:
        claim.columns["owner_id"] = me
        claim.events.append(OwnerChanged(old=None, new=me))
    if me is not None and ticket.assignee_id is None:
        team_id = ticket.team_id or Staff.objects.values_list("team_id", flat=True).get(pk=me)
        claim.columns |= {"assignee_id": me, "team_id": team_id}
        claim.events.append(
            TicketAssigned(old_assignee=None, new_assignee=me, old_team=ticket.team_id, new_team=team_id, how="reply")
        )
        if ticket.status == Status.NEW:
            claim.columns["status"] = int(Status.OPEN)
            claim.events.append(StatusChanged(old=int(Status.NEW), new=int(Status.OPEN), reason="assigned"))
    return claim


def _team_of(ticket: Ticket, to: Staff | None, team: Team | None) -> int | None:
    if team is not None:
        return team.pk
    if to is not None and to.team_id is not None:
        return to.team_id
    return ticket.team_id


def _own(ticket: Ticket, staff_id: int, *, by: Actor, reason: str) -> None:
    if ticket.owner_id == staff_id:
        return
    old = ticket.owner_id
    change(ticket, owner_id=staff_id)
    record(OwnerChanged(old=old, new=staff_id, reason=reason), by=by, ticket=ticket)


def _assign(ticket: Ticket, *, by: Actor, to: Staff | None, team_id: int | None, how: str, reason: str) -> Ticket:
    new = to.pk if to is not None else None
    old, old_team = ticket.assignee_id, ticket.team_id
    if (old, old_team) == (new, team_id):
        return ticket
    step = Step({"assignee_id": new, "team_id": team_id})
    step.events.append(
        TicketAssigned(old_assignee=old, new_assignee=new, old_team=old_team, new_team=team_id, how=how, reason=reason)
    )
    if new is not None and ticket.owner_id is None:
        step.columns["owner_id"] = new
        step.events.append(OwnerChanged(old=None, new=new))
    if new is not None and ticket.status == Status.NEW:
        step.columns["status"] = int(Status.OPEN)
        step.events.append(StatusChanged(old=int(Status.NEW), new=int(Status.OPEN), reason="assigned"))
    change(ticket, **step.columns)
    for event in step.events:
        record(event, by=by, ticket=ticket)
    return ticket
