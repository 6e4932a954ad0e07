"""What happens to people."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("staff.invited")
class StaffInvited(Payload, frozen=True):
    invitation: int
    role: str


@verb("staff.invitation_renewed")
class InvitationRenewed(Payload, frozen=True):
    invitation: int


@verb("staff.invitation_revoked")
class InvitationRevoked(Payload, frozen=True):
    invitation: int


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


@verb("staff.reactivated")
class StaffReactivated(Payload, frozen=True):
    staff: int


@verb("staff.photo_changed")
class PhotoChanged(Payload, frozen=True):
    staff: int


@verb("staff.sessions_ended")
class SessionsEnded(Payload, frozen=True):
    """``count`` sessions of a colleague were signed out."""

    staff: int
    count: int


@verb("staff.second_factor_removed")
class SecondFactorRemoved(Payload, frozen=True):
    staff: int


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


@verb("installation.changed")
class InstallationChanged(Payload, frozen=True):
    """The names of the changed columns."""

    fields: list[str]


@verb("installation.setup_finished")
class SetupFinished(Payload, frozen=True):
    """The first-run assistant is done; its link is dead."""


@verb("department.changed")
class DepartmentChanged(Payload, frozen=True):
    department: int
    fields: list[str]


@verb("team.changed")
class TeamChanged(Payload, frozen=True):
    team: int
    fields: list[str]


@verb("role.changed")
class RoleChanged(Payload, frozen=True):
    """What a role may do from now on; ``scope`` is the new reach."""

    role: str
    granted: list[str]
    withdrawn: list[str]
    scope: str
