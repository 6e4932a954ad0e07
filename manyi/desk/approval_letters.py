"""The mails about approvals, with the signed link and the mark in the subject by which an answer finds its way.

Both are made of the approval and its approver.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from manyi.core.errors import NotFound
from manyi.desk.models import Approval
from manyi.desk.task_letters import speaking_to
from manyi.people.letters import Letter, send
from manyi.people.models import Staff

_signer = Signer(salt="desk.approval")
_MARK = re.compile(r"\[\s*A(\d{1,18})-([0-9a-f]{20})\s*\]", re.IGNORECASE)


def token_of(approval: Approval) -> str:
    """The token of the approver's link."""
    return _signer.sign(f"{approval.pk}-{approval.approver_id}")


def approval_of_link(token: str) -> Approval:
    """The approval of a link, for the approver it was made for; once decided, by whom ever, it can still be read.

    Raises :class:`NotFound`.
    """
    try:
        pk, approver = (int(part) for part in _signer.unsign(token).split("-"))
    except (BadSignature, ValueError):
        raise NotFound() from None
    rows = Approval.objects.select_related("ticket", "rule", "asked_by", "approver__role")
    found = rows.filter(Q(approver_id=approver) | Q(decided_at__isnull=False), pk=pk).first()
    if found is None or not Staff.objects.filter(pk=approver, is_active=True).exists():
        raise NotFound()
    return found


def mark_of(approval: Approval) -> str:
    """The mark in the subject of its mails."""
    return f"[A{approval.pk}-{_signature(approval.pk, approval.approver_id)}]"


def approval_of_subject(subject: str, sender: str) -> Approval | None:
    """The approval an answer by mail belongs to: the mark must be ours, and the sender its approver."""
    found = _MARK.search(subject)
    if found is None:
        return None
    rows = Approval.objects.select_related("ticket", "rule", "asked_by", "approver__role")
    approval = rows.filter(pk=int(found[1]), approver__is_active=True).first()
    if approval is None or approval.approver is None:
        return None
    is_ours = constant_time_compare(_signature(approval.pk, approval.approver_id), found[2].lower())
    return approval if is_ours and approval.approver.email.lower() == sender.lower() else None


def _signature(pk: int, approver_id: int | None) -> str:
    return salted_hmac("desk.approval.mail", f"{pk}-{approver_id}").hexdigest()[:20]


def _address(approval: Approval) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('approval-by-link', args=[token_of(approval)])}"


def send_asked(approval: Approval) -> None:
    """Ask the approver."""
    approver = approval.approver
    if approver is None:
        return
    with speaking_to(approver):
        who = approval.asked_by.name if approval.asked_by else _("The service desk")
        values = {"what": str(approval.rule), "amount": approval.amount, "who": who}
        subject = _("Please approve: %(what)s, %(amount)s") % values
        letter = Letter(
            subject=f"{subject} {mark_of(approval)}",
            paragraphs=(
                _("%(who)s asks for your approval: %(what)s, %(amount)s.") % values,
                approval.reason,
                _("Ticket %(number)s: %(subject)s")
                % {"number": approval.ticket.number, "subject": approval.ticket.subject},
            ),
            button=_("Approve or refuse"),
            url=_address(approval),
            small=_(
                "The link is for you alone and needs no sign-in. You can also answer this mail: begin with “yes”, or"
                " with “no” and the reason."
            ),
        )
        send(approver.email, letter)


def send_unclear(approval: Approval, why: str) -> None:
    """Tell the approver that his answer by mail did nothing, and why."""
    if approval.approver is None:
        return
    with speaking_to(approval.approver):
        subject = _("Not decided yet: %(what)s, %(amount)s") % {"what": str(approval.rule), "amount": approval.amount}
        how = _("Begin your answer with “yes”, or with “no” and the reason; or decide on the page.")
        letter = Letter(f"{subject} {mark_of(approval)}", (why, how), _("Approve or refuse"), _address(approval))
        send(approval.approver.email, letter)


def send_decided(approval: Approval) -> None:
    """Tell who asked."""
    asker = approval.asked_by
    if asker is None or not asker.is_active:
        return
    with speaking_to(asker):
        approved = approval.state == "approved"
        subject = _("Approved: %(what)s, %(amount)s") if approved else _("Refused: %(what)s, %(amount)s")
        values = {"what": str(approval.rule), "amount": approval.amount}
        lines = tuple(filter(None, (approval.approver.name if approval.approver else "", approval.words)))
        address = f"{settings.PUBLIC_URL.rstrip('/')}{reverse('ticket', args=[approval.ticket.number])}"
        send(asker.email, Letter(subject % values, lines, _("Open the ticket"), address))
