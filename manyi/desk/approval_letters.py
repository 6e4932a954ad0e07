"""The mails about approvals, and the signed link in them: made of the approval and its approver."""

from __future__ import annotations

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext as _

from manyi.core.errors import NotFound
from manyi.desk.models import Approval
from manyi.desk.task_letters import speaking_to
from manyi.people.letters import Letter, send

_signer = Signer(salt="desk.approval")


def token_of(approval: Approval) -> str:
    """The token of the approver's link."""
    return _signer.sign(f"{approval.pk}-{approval.approver_id}")


def approval_of_link(token: str) -> Approval:
    """The approval of a link, while its approver is the one it was made for. Raises :class:`NotFound`."""
    try:
        pk, approver = (int(part) for part in _signer.unsign(token).split("-"))
    except (BadSignature, ValueError):
        raise NotFound() from None
    rows = Approval.objects.select_related("ticket", "rule", "asked_by", "approver__role")
    found = rows.filter(pk=pk, approver_id=approver, approver__is_active=True).first()
    if found is None:
        raise NotFound()
    return found


def send_asked(approval: Approval) -> None:
    """Ask the approver."""
    approver = approval.approver
    if approver is None:
        return
    with speaking_to(approver):
        who = approval.asked_by.name if approval.asked_by else _("The service desk")
        values = {"what": str(approval.rule), "amount": approval.amount, "who": who}
        letter = Letter(
            subject=_("Please approve: %(what)s, %(amount)s") % values,
            paragraphs=(
                _("%(who)s asks for your approval: %(what)s, %(amount)s.") % values,
                approval.reason,
                _("Ticket %(number)s: %(subject)s")
                % {"number": approval.ticket.number, "subject": approval.ticket.subject},
            ),
            button=_("Approve or refuse"),
            url=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('approval-by-link', args=[token_of(approval)])}",
            small=_("The link is for you alone and needs no sign-in."),
        )
        send(approver.email, letter)


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
