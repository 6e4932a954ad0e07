"""E-mail as a channel: how an answer leaves, under a Message-ID that stays the same on every attempt."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.translation import pgettext_lazy

from manyi.channels.adapters import Kind, Undeliverable, register
from manyi.channels.email import intake
from manyi.channels.email.composing import Outgoing, compose
from manyi.channels.email.config import KIND, Mailbox, first_mailbox, mailbox_of, marking_secret
from manyi.channels.email.mail import Address, Part
from manyi.channels.email.marks import make_message_id, signed_reply_address, subject_tag, ticket_mark
from manyi.channels.email.reading import read_mail
from manyi.channels.email.sending import send
from manyi.channels.models import Delivery, Inbound, Inbox, Thread
from manyi.core import files
from manyi.core.crypto import blind_index
from manyi.customers.models import Identity
from manyi.desk.models import Attachment, Message, MessageKind, Ticket


class EmailChannel:
    """Sends answers by SMTP and reads stored mails."""

    def route(self, ticket: Ticket, message: Message) -> Inbox | None:
        """The mailbox the customer wrote to, else the first one in use; none for what no machine should answer."""
        if message.staff_id is None and not _accepts_automatic(ticket):
            return None
        return mailbox_for(ticket)

    def external_id(self, delivery: Delivery) -> str:
        """The Message-ID, made of the message's id and the installation's key."""
        return stable_message_id(mailbox_of(delivery.inbox), f"message:{delivery.message_id}")

    def deliver(self, delivery: Delivery) -> None:
        """Compose the mail anew (the same bytes each time) and send it."""
        message, ticket, mailbox = delivery.message, delivery.message.ticket, mailbox_of(delivery.inbox)
        thread = Thread.objects.filter(ticket=ticket, inbox=delivery.inbox).first()
        receiver = receiver_of(ticket, thread)
        known = tuple(thread.refers_to) if thread is not None else ()
        raw = compose(
            Outgoing(
                message_id=delivery.external_id,
                date=message.at,
                sender=Address(mailbox.name, mailbox.address),
                to=(receiver,),
                reply_to=reply_to(mailbox, ticket),
                subject=subject_of(ticket, is_answer=bool(known)),
                text=with_signature(message.text, mailbox, message),
                html=html_of(message, mailbox),
                in_reply_to=_last_from_customer(ticket),
                references=known,
                attachments=parts_of(message),
                automatic="" if message.staff_id else "auto-replied",
                ticket_mark=ticket_mark(ticket.number, marking_secret()),
            )
        )
        send(mailbox, raw, [receiver.email])
        remember(ticket, delivery.inbox, receiver.email, delivery.external_id)

    def read(self, inbound: Inbound) -> Message | None:
        """See :mod:`manyi.channels.email.intake`."""
        return intake.take_in(inbound)


def _accepts_automatic(ticket: Ticket) -> bool:
    """Whether the customer's last mail was written by a person, to us: lists and machines get no automatic answer."""
    last = Inbound.objects.select_related("file").filter(message__ticket=ticket, inbox__kind=KIND).order_by("-id")
    inbound = last.first()
    return inbound is None or read_mail(files.read(inbound.file), secret=marking_secret()).accepts_auto_reply


def mailbox_for(ticket: Ticket) -> Inbox | None:
    """The mailbox that speaks on a ticket; None while none is set up."""
    thread = Thread.objects.select_related("inbox").filter(ticket=ticket, inbox__kind=KIND).order_by("-id").first()
    return thread.inbox if thread is not None and thread.inbox.is_enabled else first_mailbox()


def stable_message_id(mailbox: Mailbox, key: str) -> str:
    """A Message-ID that this installation gives to this key, always."""
    return make_message_id(mailbox.domain, blind_index("message-id", key))


def receiver_of(ticket: Ticket, thread: Thread | None) -> Address:
    """Where the customer is reached by mail. Raises :class:`Undeliverable` when we know no address."""
    email = thread.remote if thread is not None and thread.remote else ""
    if not email:
        identity = Identity.objects.filter(customer_id=ticket.customer_id, kind="email").order_by("id").first()
        email = identity.value if identity is not None else ""
    if not email:
        raise Undeliverable("the customer has no e-mail address")
    return Address(ticket.customer.name, email)


def reply_to(mailbox: Mailbox, ticket: Ticket) -> tuple[Address, ...]:
    """The signed address that leads the answer back, where the mailbox supports it; else the subject's tag does."""
    if not mailbox.plus_addressing:
        return ()
    return (Address(mailbox.name, signed_reply_address(mailbox.address, ticket.number, marking_secret())),)


def subject_of(ticket: Ticket, *, is_answer: bool) -> str:
    """The subject with the ticket's tag."""
    return f"{'Re: ' if is_answer else ''}{ticket.subject} {subject_tag(ticket.number)}"


def with_signature(text: str, mailbox: Mailbox, message: Message) -> str:
    """The text with the mailbox's signature, in which ``{agent}`` stands for the colleague's name."""
    if not mailbox.signature:
        return text
    agent = message.staff.name if message.staff is not None else mailbox.name
    return f"{text}\n\n-- \n{mailbox.signature.replace('{agent}', agent)}"


def html_of(message: Message, mailbox: Mailbox) -> str:
    """The rich form when the agent wrote one, else the text with its line breaks."""
    body = message.html or escape(message.text).replace("\n", "<br>")
    signature = with_signature("", mailbox, message).strip()
    tail = f"<p>{escape(signature).replace(chr(10), '<br>')}</p>" if signature else ""
    return f"<div>{body}</div>{tail}"


def parts_of(message: Message) -> tuple[Part, ...]:
    """The message's files."""
    rows = Attachment.objects.select_related("file").filter(message=message).order_by("id")
    return tuple(Part(row.name, row.file.media_type, files.read(row.file), row.content_id) for row in rows)


def _last_from_customer(ticket: Ticket) -> str:
    rows = Message.objects.filter(ticket=ticket, kind=MessageKind.INBOUND, channel=KIND, external_id__isnull=False)
    return rows.order_by("-id").values_list("external_id", flat=True).first() or ""


def remember(ticket: Ticket, inbox: Inbox, remote: str, message_id: str) -> None:
    """Keep where the talk goes on and what the next mail must refer to."""
    thread, _created = Thread.objects.get_or_create(ticket=ticket, inbox=inbox, defaults={"remote": remote})
    if message_id not in thread.refers_to:
        thread.refers_to = [*thread.refers_to, message_id][-50:]
    thread.remote = remote
    thread.save(update_fields=["refers_to", "remote"])


register(Kind(KIND, pgettext_lazy("channel", "E-mail"), "mail", EmailChannel()))
