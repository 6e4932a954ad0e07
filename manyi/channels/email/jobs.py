"""Mails that are not answers: from the system to people, and notices about a ticket."""

from __future__ import annotations

from manyi.channels.adapters import Undeliverable
from manyi.channels.email.channel import receiver_of, reply_to, stable_message_id
from manyi.channels.email.composing import Outgoing, compose
from manyi.channels.email.config import KIND, first_mailbox, mailbox_of, marking_secret
from manyi.channels.email.mail import Address
from manyi.channels.email.marks import subject_tag, ticket_mark
from manyi.channels.email.sending import send
from manyi.channels.models import Thread
from manyi.core.actions import now
from manyi.core.jobs import NotYet, job
from manyi.desk.models import Ticket


@job("email.system_mail")
def system_mail(to: list[str], subject: str, text: str, html: str) -> None:
    """Send a mail of the system itself (invitation, reset, way in) through the first mailbox."""
    inbox = first_mailbox()
    if inbox is None:
        raise NotYet("no mailbox is set up")
    mailbox = mailbox_of(inbox)
    raw = compose(
        Outgoing(
            message_id=stable_message_id(mailbox, f"system:{to}:{subject}:{text}"),
            date=now(),
            sender=Address(mailbox.name, mailbox.address),
            to=tuple(Address("", address) for address in to),
            subject=subject,
            text=text,
            html=html,
            automatic="auto-generated",
        )
    )
    send(mailbox, raw, to)


@job("email.notice")
def notice(ticket: int, subject: str, text: str, html: str) -> None:
    """Tell a ticket's customer something by mail, in the thread of the ticket; nothing where nobody can be told."""
    row = Ticket.objects.select_related("customer").get(pk=ticket)
    thread = Thread.objects.select_related("inbox").filter(ticket=row, inbox__kind=KIND).order_by("-id").first()
    inbox = thread.inbox if thread is not None else first_mailbox()
    if inbox is None:
        return
    try:
        receiver = receiver_of(row, thread)
    except Undeliverable:
        return
    mailbox = mailbox_of(inbox)
    tag = subject_tag(row.number)
    raw = compose(
        Outgoing(
            message_id=stable_message_id(mailbox, f"notice:{ticket}:{subject}:{text}"),
            date=now(),
            sender=Address(mailbox.name, mailbox.address),
            to=(receiver,),
            reply_to=reply_to(mailbox, row),
            subject=subject if row.number in subject else f"{subject} {tag}",
            text=text,
            html=html,
            references=tuple(thread.refers_to) if thread is not None else (),
            automatic="auto-generated",
            ticket_mark=ticket_mark(row.number, marking_secret()),
        )
    )
    send(mailbox, raw, [receiver.email])
