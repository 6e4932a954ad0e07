"""What happens at the portal."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("portal.link_sent")
class EntryLinkSent(Payload, frozen=True):
    link: int


@verb("portal.entered")
class CustomerEntered(Payload, frozen=True):
    link: int


@verb("portal.help_look_changed")
class HelpLookChanged(Payload, frozen=True):
    """The help centre looks or greets differently."""
