"""What leaders look at: who has how much open, and which approvals wait."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.desk.access import may_see, reaching
from manyi.desk.models import Approval, ApprovalRule, ApprovalState, Ticket
from manyi.desk.permissions import APPROVE
from manyi.desk.queries.paging import Paged, newest
from manyi.desk.queries.reference import Colleague, reference
from manyi.desk.queries.scope import reach
from manyi.desk.queries.selection import OPEN
from manyi.desk.queries.sql import joined, rows, stored


class Load(NamedTuple):
    """The open work of a colleague, as far as the viewer reaches it."""

    staff: Colleague
    team: str
    open: int
    waiting: int
    late: int


def loads(viewer: Actor) -> list[Load]:
    """Who has how much open; those with the most late work first. Counted along the indexes of open work alone."""
    branches = [joined((branch, OPEN, ("t.assignee_id IS NOT NULL", ()))) for branch in reach(viewer)]
    read = "SELECT t.id, t.assignee_id, t.due_at, t.waiting_since FROM desk_ticket t"
    open_work = " UNION ".join(f"{read} WHERE {where}" for where, _params in branches)
    counted = rows(
        "SELECT assignee_id, COUNT(*), COUNT(waiting_since), COUNT(CASE WHEN due_at < %s THEN 1 END)"  # noqa: S608
        f" FROM ({open_work}) AS work GROUP BY assignee_id",
        (stored(timezone.now()), *(param for _where, params in branches for param in params)),
    )
    ref = reference()
    known = [(ref.staff[pk], numbers) for pk, *numbers in counted if pk in ref.staff]
    found = [Load(staff, ref.team(staff.team_id), *numbers) for staff, numbers in known]
    return sorted(found, key=lambda load: (-load.late, -load.open, load.staff.name))


def approvals_of(ticket: Ticket) -> list[Approval]:
    """The approvals of a ticket, oldest first."""
    rows = Approval.objects.filter(ticket=ticket).select_related("rule", "asked_by", "approver")
    return list(rows.order_by("id"))


def waiting_approvals(viewer: Actor, after: str = "") -> Paged[Approval]:
    """Approvals this colleague can decide, newest first."""
    rows = Approval.objects.filter(state=ApprovalState.ASKED).exclude(asked_by_id=viewer.as_staff)
    mine, reached = Q(approver_id=viewer.as_staff), reaching(viewer, "ticket__")
    if not viewer.can(APPROVE):
        rows = rows.filter(mine)
    elif reached:
        rows = rows.filter(mine | reached)
    return newest(rows.select_related("ticket", "rule", "asked_by", "approver"), after)


def get_approval(viewer: Actor, approval_id: int) -> Approval:
    """An approval of a ticket in reach, or one asked of the viewer. Raises :class:`NotFound`."""
    rows = Approval.objects.select_related("ticket", "rule", "asked_by", "approver")
    found = rows.filter(pk=approval_id).first()
    if found is None or not (found.approver_id == viewer.staff_id or may_see(viewer, found.ticket)):
        raise NotFound()
    return found


def approval_rules(*, only_active: bool = False) -> list[ApprovalRule]:
    """The rules, oldest first."""
    rows = ApprovalRule.objects.select_related("approver").order_by("id")
    return list(rows.filter(is_active=True) if only_active else rows)


def get_approval_rule(rule_id: int) -> ApprovalRule | None:
    """A rule, or None."""
    return ApprovalRule.objects.filter(pk=rule_id).first()
