"""Which mails that come in belong to a side conversation, and what becomes of them."""

from __future__ import annotations

from manyi.channels import actions as channels
from manyi.channels.email.claims import register
from manyi.channels.email.config import own_addresses
from manyi.channels.email.mail import Mail, Part
from manyi.channels.models import Inbound
from manyi.channels.sides import actions
from manyi.channels.sides.marks import side_of
from manyi.channels.sides.models import SideMessage
from manyi.desk.actions import Upload
from manyi.desk.models import DeliveryState


def claim(inbound: Inbound, mail: Mail) -> bool:
    """Take a mail in when it answers one of ours, or tells what became of one; False leaves it to the tickets."""
    if mail.bounce is not None:
        return _returned(inbound, mail)
    if mail.kind == "loop" or not mail.sender.email or mail.sender.email in own_addresses():
        return False
    side = side_of(mail)
    if side is None:
        return False
    actions.take_answer(
        side,
        sender=(mail.sender.name, mail.sender.email),
        text=mail.text,
        html=mail.html,
        quoted=mail.quoted,
        external_id=mail.message_id,
        uploads=[_upload(part) for part in mail.attachments],
        is_automatic=mail.kind == "auto_reply",
    )
    channels.take_elsewhere(inbound, f"side conversation {side.pk}")
    return True


def _upload(part: Part) -> Upload:
    return Upload(part.filename, part.content, part.media_type, part.content_id)


def _returned(inbound: Inbound, mail: Mail) -> bool:
    report = mail.bounce
    original = report.original_message_id if report is not None else ""
    message = SideMessage.objects.filter(external_id=original or "none").first()
    if report is None or message is None:
        return False
    words = f"{report.status} {report.diagnostic}".strip()
    if mail.kind == "bounce" and report.permanent:
        actions.set_delivery(message, DeliveryState.BOUNCED, error=words)
    elif mail.kind == "delivery_report":
        actions.set_delivery(message, DeliveryState.DELIVERED)
    channels.set_aside(inbound, mail.kind)
    return True


register(claim)
