"""Who reaches the ends of channels and the raw input."""

from __future__ import annotations

from manyi.channels.models import Inbound, Inbox
from manyi.channels.permissions import MANAGE
from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.desk.access import get_message
from manyi.desk.models import Message


def get_inbox(viewer: Actor, inbox_id: int, kind: str = "") -> Inbox:
    """An inbox (of a kind) for those who manage channels. Raises :class:`NotFound`."""
    found = Inbox.objects.filter(pk=inbox_id).first() if viewer.can(MANAGE) else None
    if found is None or (kind and found.kind != kind):
        raise NotFound()
    return found


def get_inbound(viewer: Actor, inbound_id: int) -> Inbound:
    """Raw input for those who manage channels. Raises :class:`NotFound`."""
    found = Inbound.objects.select_related("file", "inbox").filter(pk=inbound_id).first()
    if found is None or not viewer.can(MANAGE):
        raise NotFound()
    return found


def get_original(viewer: Actor, message_id: int) -> tuple[Message, Inbound]:
    """The raw input a message was made of, for whoever may see the message. Raises :class:`NotFound`."""
    message = get_message(viewer, message_id)
    found = Inbound.objects.select_related("file", "inbox").filter(message=message).first()
    if found is None:
        raise NotFound()
    return message, found
