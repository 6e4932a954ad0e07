"""The registry of channels: each kind says how its messages leave and how its raw input is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from manyi.channels.models import Delivery, Inbound, Inbox
from manyi.core.errors import Text
from manyi.desk.models import Message, Ticket


class Channel(Protocol):
    """What a channel can do. Those without a wire of their own (chat) return None from :meth:`route`."""

    def route(self, ticket: Ticket, message: Message) -> Inbox | None:
        """The inbox an outbound message leaves through, or None when there is nothing to deliver."""

    def external_id(self, delivery: Delivery) -> str:
        """The stable name under which this delivery travels, the same on every attempt."""

    def deliver(self, delivery: Delivery) -> None:
        """Send. Raises :class:`Undeliverable` when trying again is pointless, anything else to try again later."""

    def read(self, inbound: Inbound) -> Message | None:
        """Make a message of raw input; None when it is set aside (the channel has said why)."""


class Undeliverable(Exception):
    """The other side refused for good; the text says why."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A channel's key, name, lucide icon and its implementation.

    ``shows_notices`` says that the customer sees surveys and proposals inside the channel itself, so no mail is needed.
    """

    key: str
    label: Text
    icon: str
    channel: Channel
    shows_notices: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a channel; called from the channel's ``reactions.py`` at start."""
    _kinds[kind.key] = kind


def get(key: str) -> Channel | None:
    """The channel of a kind, or None for one that is not installed."""
    found = _kinds.get(key)
    return found.channel if found is not None else None


def kinds() -> dict[str, Kind]:
    """All installed channels by key."""
    return dict(_kinds)
