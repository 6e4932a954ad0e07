"""Answers that a visitor did not wait for go to the address he left."""

from __future__ import annotations

import datetime as dt

from django.utils import translation
from django.utils.translation import gettext as _

from manyi.channels.chat.events import AnswersMailed
from manyi.channels.chat.models import ChatVisitor
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.core.jobs import enqueue
from manyi.customers.models import Identity
from manyi.desk.models import Message, MessageKind

UNREAD_FOR = dt.timedelta(minutes=5)


@action
def watch_unread(ticket_id: int) -> None:
    """Look after :data:`UNREAD_FOR` whether a new answer was read; several answers are looked at together."""
    enqueue("chat.mail_unread", key=f"chat.unread:{ticket_id}", due_at=now() + UNREAD_FOR, ticket=ticket_id)


@action
def mail_unread(ticket_id: int) -> list[int]:
    """Mail the answers nobody read in the chat, each once; returns their ids (none where we know no address)."""
    visitor = ChatVisitor.objects.select_for_update(of=("self",), no_key=True).filter(ticket_id=ticket_id).first()
    if visitor is None:
        return []
    unread = list(
        Message.objects.select_related("ticket")
        .filter(ticket_id=ticket_id, channel="chat", kind=MessageKind.OUTBOUND, read_at=None)
        .filter(pk__gt=visitor.mailed_up_to)
        .order_by("pk")
    )
    if not unread or not Identity.objects.filter(customer_id=unread[0].ticket.customer_id, kind="email").exists():
        return []
    visitor.mailed_up_to = unread[-1].pk
    visitor.save(update_fields=["mailed_up_to"])
    _mail(unread)
    ids = [message.pk for message in unread]
    record(AnswersMailed(messages=ids), by=SYSTEM, ticket=unread[0].ticket)
    return ids


def _mail(unread: list[Message]) -> None:
    ticket = unread[0].ticket
    with translation.override("zh-hans" if (ticket.language or "zh").startswith("zh") else "en"):
        foot = _("You wrote to us in the chat on our site. Reply to this mail to go on.")
        enqueue(
            "email.notice",
            key=f"chat.unread:{ticket.pk}:{unread[-1].pk}",
            ticket=ticket.pk,
            subject=_("Our answer: %(subject)s") % {"subject": ticket.subject},
            text="\n\n".join([*(message.text for message in unread), foot]),
            html="",
        )
