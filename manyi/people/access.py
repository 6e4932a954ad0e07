"""Who is asking: a colleague as an actor, remembered for a few seconds per session so that hot pages ask no database.

Signing out, ending a session or changing a role takes effect in every process within :data:`REMEMBER` seconds, in the
process that did it at once.
"""

from __future__ import annotations

import time

from django.http import HttpRequest

from manyi.core.actors import Actor, ActorKind, Scope
from manyi.core.errors import NotFound
from manyi.people.models import Role, Staff, Team, readable_classes
from manyi.people.permissions import SEE_STAFF

REMEMBER = 5.0
_by_session: dict[str, tuple[float, Actor]] = {}


def actor_of(staff: Staff) -> Actor:
    """A colleague with the permissions and reach of the role."""
    role: Role = staff.role
    return Actor(
        kind=ActorKind.STAFF,
        id=staff.pk,
        name=staff.name,
        permissions=frozenset(role.permissions),
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


def get_staff(viewer: Actor, staff_id: int) -> Staff:
    """An active colleague whom the viewer may know of. Raises :class:`NotFound`."""
    found = Staff.objects.filter(pk=staff_id, is_active=True).first() if viewer.can(SEE_STAFF) else None
    if found is None:
        raise NotFound()
    return found
