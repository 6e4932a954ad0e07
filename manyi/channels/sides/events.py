"""What happens in side conversations."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("side.started")
class SideStarted(Payload, frozen=True):
    """A colleague begins to talk with ``receivers`` people by mail, beside the ticket."""

    side: int
    subject: str
    receivers: int


@verb("side.said")
class SideSaid(Payload, frozen=True):
    """We wrote once more."""

    side: int
    subject: str
    message: int


@verb("side.answered")
class SideAnswered(Payload, frozen=True):
    """A mail came."""

    side: int
    subject: str
    message: int


@verb("side.delivery_changed")
class SideDeliveryChanged(Payload, frozen=True):
    side: int
    subject: str
    message: int
    new: str
    error: str = ""


@verb("side.closed")
class SideClosed(Payload, frozen=True):
    side: int
    subject: str


@verb("side.reopened")
class SideReopened(Payload, frozen=True):
    """``reason`` is "mail" when an answer came after it was closed."""

    side: int
    subject: str
    reason: str = ""
