"""Registers the channel. Chat messages need no delivery: the widget fetches what it is told of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from manyi.channels import adapters
from manyi.channels.models import Delivery, Inbound, Inbox
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


adapters.register(adapters.Kind("chat", _("Web chat"), "message-circle", ChatChannel(), shows_notices=True))
