"""Registers the channel. Chat messages need no delivery: the widget fetches what it is told of.

Whoever has gone before the answer came, and left an address, gets it by mail.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.channels import adapters
from manyi.channels.chat import actions
from manyi.channels.models import Delivery, Inbound, Inbox
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.events import MessageSent
from manyi.desk.models import Message, Ticket


class ChatChannel:
    """Has no wire of its own: an answer is there for the widget as soon as it is written."""

    def route(self, ticket: Ticket, message: Message) -> Inbox | None:
        return None

    def external_id(self, delivery: Delivery) -> str:
        raise adapters.Undeliverable("chat has no deliveries")

    def deliver(self, delivery: Delivery) -> None:
        raise adapters.Undeliverable("chat has no deliveries")

    def read(self, inbound: Inbound) -> Message | None:
        raise adapters.Undeliverable("chat has no raw input")


@on(MessageSent)
def look_whether_it_is_read(event: Recorded) -> None:
    """The visitor may have gone."""
    if isinstance(event.payload, MessageSent) and event.payload.channel == "chat" and event.ticket_id:
        actions.watch_unread(event.ticket_id)


adapters.register(adapters.Kind("chat", _("Web chat"), "message-circle", ChatChannel(), shows_notices=True))
