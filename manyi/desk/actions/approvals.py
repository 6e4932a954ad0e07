"""Approvals: asked by an agent, decided by an approver from the ticket, a signed link or a mail."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from manyi.core.rows import update
from manyi.desk import approval_letters
from manyi.desk.actions.locking import change, locked
from manyi.desk.actions.saving import named
from manyi.desk.models import Approval, ApprovalRule, ApprovalState, Ticket
from manyi.desk.permissions import APPROVE, REPLY
from manyi.desk.work_events import ApprovalAsked, ApprovalDecided, ApprovalRuleSaved
from manyi.people.models import Staff, Team
from manyi.people.permissions import MANAGE_SETTINGS

MOST = Decimal("9999999999.99")


@action
def ask_approval(
    ticket: Ticket, *, by: Actor, rule: ApprovalRule | None, amount: Decimal | None, reason: str
) -> Approval:
    """Ask whether something may be done. Up to the rule's amount it may, and that is written down at once.

    Raises :class:`Invalid` naming what is missing, or when nobody could decide.
    """
    require(by, REPLY)
    ticket = locked(ticket)
    rule, amount, reason = _clean(rule, amount, reason)
    is_free = amount <= rule.limit
    approver = None if is_free else _approver(ticket, rule)
    approval = Approval.objects.create(
        ticket=ticket,
        rule=rule,
        amount=amount,
        reason=reason,
        asked_by_id=by.staff_id,
        approver=approver,
        is_free=is_free,
        state=ApprovalState.APPROVED if is_free else ApprovalState.ASKED,
        asked_at=now(),
        decided_at=now() if is_free else None,
    )
    change(ticket)
    event = ApprovalAsked(
        approval=approval.pk, what=str(rule), amount=str(amount), approver=approver.pk if approver else None
    )
    record(event, by=by, ticket=ticket)
    if approver is not None:
        approval_letters.send_asked(approval)
    return approval


def _clean(rule: ApprovalRule | None, amount: Decimal | None, reason: str) -> tuple[ApprovalRule, Decimal, str]:
    wrong = {}
    if rule is None or not rule.is_active:
        wrong["rule"] = _("Choose what is to be approved.")
    if amount is None or not amount.is_finite() or not 0 < amount <= MOST:
        wrong["amount"] = _("Enter an amount above 0.")
    if not reason.strip():
        wrong["reason"] = _("Say why.")
    if wrong or rule is None or amount is None:
        raise Invalid(fields=wrong)
    return rule, amount.quantize(Decimal("0.01")), reason.strip()[:4000]


def _approver(ticket: Ticket, rule: ApprovalRule) -> Staff:
    leader = Team.objects.filter(pk=ticket.team_id or 0).values_list("leader_id", flat=True).first()
    found = Staff.objects.filter(pk=rule.approver_id or leader or 0, is_active=True).first()
    if found is None:
        raise Invalid(fields={"rule": _("Nobody can approve this yet: the team has no leader.")})
    return found


@action
def decide_approval(approval: Approval, *, by: Actor, approve: bool, words: str = "") -> Approval:
    """Say yes or no. For the approver, and for those who may approve everything; a no needs a reason.

    The same answer again changes nothing; another one raises :class:`Conflict`.
    """
    ticket = locked(approval.ticket)
    approval = _fresh(approval)
    if by.staff_id != approval.approver_id:
        require(by, APPROVE)
    if by.staff_id is None or by.staff_id == approval.asked_by_id:
        raise NotAllowed(_("Nobody approves what he has asked for himself."))
    wanted = ApprovalState.APPROVED if approve else ApprovalState.REFUSED
    if approval.state != ApprovalState.ASKED:
        if approval.state == wanted:
            return approval
        raise Conflict(_("This was decided already: %(state)s.") % {"state": ApprovalState(approval.state).label})
    if not approve and not words.strip():
        raise Invalid(fields={"words": _("Say why not.")})
    update(approval, state=wanted.value, words=words.strip()[:4000], approver_id=by.staff_id, decided_at=now())
    change(ticket)
    record(ApprovalDecided(approval=approval.pk, what=str(approval.rule), approved=approve), by=by, ticket=ticket)
    approval_letters.send_decided(_fresh(approval))
    return approval


@action
def save_approval_rule(
    row: ApprovalRule | None,
    *,
    by: Actor,
    names: Mapping[str, str],
    limit: Decimal | None,
    approver: Staff | None = None,
    is_active: bool = True,
) -> ApprovalRule:
    """Add a rule, or change one; what was asked before stays as it was."""
    require(by, MANAGE_SETTINGS)
    if limit is None or not limit.is_finite() or not 0 <= limit <= MOST:
        raise Invalid(fields={"limit": _("Enter an amount.")})
    row = row or ApprovalRule()
    row.names, row.limit, row.approver, row.is_active = named(names), limit, approver, is_active
    row.save()
    record(ApprovalRuleSaved(rule=row.pk), by=by)
    return row


def _fresh(approval: Approval) -> Approval:
    rows = Approval.objects.select_related("ticket", "rule", "asked_by", "approver__role")
    found = rows.filter(pk=approval.pk).first()
    if found is None:
        raise NotFound()
    return found
