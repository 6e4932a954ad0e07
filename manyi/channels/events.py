"""What happens on the channels."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("inbox.added")
class InboxAdded(Payload, frozen=True):
    inbox: int
    kind: str


@verb("inbox.changed")
class InboxChanged(Payload, frozen=True):
    """The names of what changed; never the secrets."""

    inbox: int
    fields: list[str]


@verb("inbound.stored")
class InboundStored(Payload, frozen=True):
    inbound: int
    inbox: int


@verb("inbound.set_aside")
class InboundSetAside(Payload, frozen=True):
    """Read, and not made a message: a loop, an automatic answer, a delivery report; ``why`` says which."""

    inbound: int
    why: str


@verb("inbound.failed")
class InboundFailed(Payload, frozen=True):
    inbound: int
    why: str
