"""Who is asking: a colleague as an actor, remembered for a few seconds per session so that hot pages ask no database.

Signing out, ending a session or changing a role takes effect in every process within :data:`REMEMBER` seconds, in the
process that did it at once.
"""

from __future__ import annotations

import time
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from manyi.core.actors import Actor, ActorKind, Scope
from manyi.core.errors import NotFound
from manyi.people.models import (
    ApiToken,
    Department,
    Invitation,
    Presence,
    PresenceState,
    Role,
    Staff,
    Team,
    readable_classes,
)
from manyi.people.permissions import MANAGE_ROLES, MANAGE_STAFF, MANAGE_TOKENS, SEE_STAFF
from manyi.people.roles import permissions_of

REMEMBER = 5.0
Row = TypeVar("Row", bound=Model)
_by_session: dict[str, tuple[float, Actor]] = {}
callers_by_hash: dict[str, tuple[float, Any]] = {}
"""Programs by the hash of their token; see ``manyi.people.tokens``."""
_presence: dict[int, tuple[float, str]] = {}


def actor_of(staff: Staff) -> Actor:
    """A colleague with the permissions and reach of the role."""
    role: Role = staff.role
    return Actor(
        kind=ActorKind.STAFF,
        id=staff.pk,
        name=staff.name,
        permissions=permissions_of(role),
        scope=Scope(role.scope),
        team_ids=_teams(staff, Scope(role.scope)),
        field_classes=readable_classes(role),
        language=staff.language,
        time_zone=staff.time_zone,
        theme=staff.theme,
    )


def _teams(staff: Staff, scope: Scope) -> tuple[int, ...]:
    if scope is Scope.TEAM:
        return (staff.team_id,) if staff.team_id else ()
    if scope is Scope.DEPARTMENT and staff.department_id:
        return tuple(Team.objects.filter(department_id=staff.department_id).order_by("id").values_list("id", flat=True))
    return ()


def viewer_of(request: HttpRequest) -> Actor | None:
    """The signed-in colleague of a request, or None."""
    key = request.session.session_key
    if not key:
        return None
    known = _by_session.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    user = request.user
    if not isinstance(user, Staff) or not user.is_active:
        _by_session.pop(key, None)
        return None
    if len(_by_session) > 5000:
        _by_session.clear()
    viewer = actor_of(user)
    _by_session[key] = (time.monotonic() + REMEMBER, viewer)
    return viewer


def forget_viewers() -> None:
    """Drop what is remembered here, after a change of people, roles or sessions."""
    _by_session.clear()
    callers_by_hash.clear()
    _presence.clear()


def presence_of(viewer: Actor) -> str:
    """The viewer's own presence for the rail, remembered as long as the viewer is."""
    known = _presence.get(viewer.as_staff)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    state = Presence.objects.filter(staff_id=viewer.as_staff).values_list("state", flat=True).first()
    _presence[viewer.as_staff] = (time.monotonic() + REMEMBER, state or PresenceState.OFFLINE)
    return state or PresenceState.OFFLINE


def forget_presence(staff_id: int) -> None:
    """Drop the remembered presence of one colleague, after he chose another."""
    _presence.pop(staff_id, None)


def get_own(viewer: Actor) -> Staff:
    """The viewer's own row."""
    return Staff.objects.select_related("role", "team", "department", "photo").get(pk=viewer.as_staff)


def get_staff(viewer: Actor, staff_id: int) -> Staff:
    """An active colleague whom the viewer may know of. Raises :class:`NotFound`."""
    return _one(Staff.objects.filter(is_active=True), staff_id, may=viewer.can(SEE_STAFF))


def get_anybody(viewer: Actor, staff_id: int) -> Staff:
    """A colleague, also a deactivated one, for those who manage staff. Raises :class:`NotFound`."""
    rows = Staff.objects.select_related("role", "team", "department")
    return _one(rows, staff_id, may=viewer.can(MANAGE_STAFF))


def get_team(viewer: Actor, team_id: int) -> Team:
    """A team, to change it. Raises :class:`NotFound`."""
    return _one(Team.objects.select_related("department"), team_id, may=viewer.can(MANAGE_STAFF))


def get_department(viewer: Actor, department_id: int) -> Department:
    """A department, to change it. Raises :class:`NotFound`."""
    return _one(Department.objects.all(), department_id, may=viewer.can(MANAGE_STAFF))


def get_invitation(viewer: Actor, invitation_id: int) -> Invitation:
    """An invitation, to renew or withdraw it. Raises :class:`NotFound`."""
    return _one(Invitation.objects.select_related("role"), invitation_id, may=viewer.can(MANAGE_STAFF))


def get_role(viewer: Actor, key: str) -> Role:
    """A role, to change it. Raises :class:`NotFound`."""
    found = Role.objects.filter(key=key).first() if viewer.can(MANAGE_ROLES) else None
    if found is None:
        raise NotFound()
    return found


def get_token(viewer: Actor, token_id: int) -> ApiToken:
    """One's own API token, or anybody's for those who manage them. Raises :class:`NotFound`."""
    found = ApiToken.objects.filter(pk=token_id).first()
    if found is None or not (viewer.can(MANAGE_TOKENS) or found.staff_id == viewer.staff_id):
        raise NotFound()
    return found


def _one(rows: QuerySet[Row], pk: int, *, may: bool) -> Row:
    found = rows.filter(pk=pk).first() if may else None
    if found is None:
        raise NotFound()
    return found
