"""What happens to people."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("staff.invited")
class StaffInvited(Payload, frozen=True):
    invitation: int
    role: str


@verb("staff.joined")
class StaffJoined(Payload, frozen=True):
    staff: int
    role: str


@verb("staff.changed")
class StaffChanged(Payload, frozen=True):
    """``old`` and ``new`` hold the changed columns only."""

    staff: int
    old: dict[str, str]
    new: dict[str, str]


@verb("staff.deactivated")
class StaffDeactivated(Payload, frozen=True):
    staff: int
    reason: str


@verb("staff.presence_changed")
class PresenceChanged(Payload, frozen=True):
    staff: int
    old: str
    new: str


@verb("token.created")
class TokenCreated(Payload, frozen=True):
    token: int
    scopes: list[str]


@verb("token.revoked")
class TokenRevoked(Payload, frozen=True):
    token: int


@verb("installation.created")
class InstallationCreated(Payload, frozen=True):
    name: str
