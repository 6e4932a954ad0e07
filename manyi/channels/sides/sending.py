"""How a mail of a side conversation leaves: as a person's mail, whose answers come back to the talk."""

from __future__ import annotations

from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from manyi.channels.adapters import Undeliverable
from manyi.channels.email.composing import Outgoing, compose
from manyi.channels.email.config import Mailbox, mailbox_of, marking_secret
from manyi.channels.email.mail import Address, Part
from manyi.channels.email.marks import ticket_mark
from manyi.channels.email.sending import send
from manyi.channels.sides import actions
from manyi.channels.sides.marks import reply_address, subject_mark
from manyi.channels.sides.models import SideFile, SideKind, SideMessage
from manyi.core import files
from manyi.core.languages import guess
from manyi.core.models import Installation
from manyi.desk.models import DeliveryState


def deliver(message_id: int) -> None:
    """Send one mail; a second attempt after a crash sends the same bytes under the same Message-ID."""
    rows = SideMessage.objects.select_related("side__ticket", "side__inbox", "staff")
    message = rows.filter(pk=message_id, delivery=DeliveryState.QUEUED).first()
    if message is None:
        return
    mailbox = mailbox_of(message.side.inbox)
    try:
        send(mailbox, composed(message, mailbox), [address for _name, address in message.side.receivers])
    except Undeliverable as error:
        actions.set_delivery(message, DeliveryState.FAILED, error=str(error))
    else:
        actions.set_delivery(message, DeliveryState.SENT)


def composed(message: SideMessage, mailbox: Mailbox) -> bytes:
    """The mail. It carries what was written for its receivers and nothing of the customer's conversation."""
    side, who = message.side, message.staff.name if message.staff else mailbox.name
    earlier = SideMessage.objects.filter(side=side, pk__lt=message.pk).exclude(external_id=None).order_by("pk")
    known = tuple(row.external_id or "" for row in earlier.only("external_id"))
    text = f"{message.text}\n\n-- \n{_foot(message, who, mailbox)}"
    return compose(
        Outgoing(
            message_id=message.external_id or "",
            date=message.at,
            sender=Address(f"{who} · {mailbox.name}" if who != mailbox.name else who, mailbox.address),
            to=tuple(Address(name, address) for name, address in side.receivers),
            reply_to=_reply_to(mailbox, side.pk),
            subject=f"{'Re: ' if known else ''}{side.subject} {subject_mark(side.pk)}",
            text=text,
            html=f"<div>{escape(text).replace(chr(10), '<br>')}</div>",
            in_reply_to=_last_answer(message),
            references=known,
            attachments=_parts(message),
            ticket_mark=ticket_mark(side.ticket.number, marking_secret()),
        )
    )


def _foot(message: SideMessage, who: str, mailbox: Mailbox) -> str:
    home = Installation.objects.filter(id=1).first()
    language = guess(message.text) or (home.language if home else "")
    with translation.override("zh-hans" if language.startswith("zh") else "en"):
        return "\n".join(
            (
                f"{who} · {mailbox.name}",
                _("About request %(number)s. Please just answer this mail: your answer reaches %(who)s, and the"
                  " customer does not see it.") % {"number": message.side.ticket.number, "who": who},
            )
        )  # fmt: skip


def _reply_to(mailbox: Mailbox, side_id: int) -> tuple[Address, ...]:
    return (Address(mailbox.name, reply_address(mailbox.address, side_id)),) if mailbox.plus_addressing else ()


def _last_answer(message: SideMessage) -> str:
    rows = SideMessage.objects.filter(side=message.side, pk__lt=message.pk, kind=SideKind.IN)
    return rows.order_by("-pk").values_list("external_id", flat=True).first() or ""


def _parts(message: SideMessage) -> tuple[Part, ...]:
    rows = SideFile.objects.select_related("file").filter(message=message).order_by("id")
    return tuple(Part(row.name, row.file.media_type, files.read(row.file)) for row in rows)
