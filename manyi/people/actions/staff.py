"""Colleagues: who they are and where they stand in the organisation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.people import access
from manyi.people.events import StaffChanged, StaffDeactivated, StaffJoined, StaffReactivated
from manyi.people.models import ApiToken, Presence, PresenceState, Role, Staff, Team
from manyi.people.permissions import MANAGE_STAFF
from manyi.people.roles import ADMINISTRATOR, permissions_of

OWN_COLUMNS = frozenset({"language", "theme", "time_zone", "name"})


@action
def add_staff(
    email: str,
    *,
    name: str,
    role: str,
    by: Actor,
    team: Team | None = None,
    tier: str = "",
    language: str = "zh-hans",
) -> Staff:
    """Add a colleague who can sign in once a link or password is set. Raises :class:`Conflict` for a known e-mail."""
    require(by, MANAGE_STAFF)
    if Staff.objects.filter(email__iexact=email).exists():
        raise Conflict(_("Somebody with this e-mail address works here already."), email=email)
    granted = Role.objects.get(key=role)
    require_above(by, granted)
    staff = Staff(
        email=email.lower(),
        name=name,
        role=granted,
        team=team,
        department=team.department if team else None,
        tier=tier,
        language=language,
        created_at=now(),
    )
    staff.set_unusable_password()
    staff.save()
    Presence.objects.create(staff=staff, state=PresenceState.OFFLINE, since=now(), seen_at=now())
    record(StaffJoined(staff=staff.pk, role=role), by=by)
    return staff


def require_above(by: Actor, role: Role) -> None:
    """Raise :class:`NotAllowed` unless ``by`` holds all that ``role`` holds: nobody hands out more than he has."""
    if not all(by.can(permission) for permission in permissions_of(role)):
        raise NotAllowed(_("This role may do more than yours."))


@action
def change_staff(staff: Staff, *, by: Actor, **changes: object) -> Staff:
    """Change columns such as ``role``, ``team``, ``department``, ``tier``, ``capacity``.

    Colleagues may change their own name, language, theme and time zone. Raises :class:`NotAllowed` for a role above
    one's own, :class:`Invalid` when nobody would be administrator any more.
    """
    if not (by.staff_id == staff.pk and set(changes) <= OWN_COLUMNS):
        require(by, MANAGE_STAFF)
        require_above(by, staff.role)
    role = changes.get("role")
    if isinstance(role, Role) and role.pk != staff.role_id:
        require_above(by, role)
        _keep_an_administrator(staff)
    old = {name: getattr(staff, name) for name in changes}
    if old == changes:
        return staff
    for name, value in changes.items():
        setattr(staff, name, value)
    if "team" in changes and staff.team is not None:
        staff.department = staff.team.department
    staff.full_clean(exclude=["password", "created_at", "photo"])
    staff.save()
    record(_changed(staff, old, changes), by=by)
    access.forget_viewers()
    return staff


def _changed(staff: Staff, old: dict[str, object], new: dict[str, object]) -> StaffChanged:
    names = [name for name in new if new[name] != old[name]]
    return StaffChanged(
        staff=staff.pk,
        old={name: str(old[name] or "") for name in names},
        new={name: str(new[name] or "") for name in names},
    )


def _keep_an_administrator(staff: Staff) -> None:
    others = Staff.objects.filter(role__key=ADMINISTRATOR, is_active=True).exclude(pk=staff.pk)
    if staff.role.key == ADMINISTRATOR and not others.exists():
        raise Invalid(_("Somebody must stay administrator. Make a colleague administrator first."))


@action
def deactivate_staff(staff: Staff, *, by: Actor, reason: str) -> Staff:
    """End a colleague's access at once; history keeps the name.

    Raises :class:`Invalid` without a reason, for oneself, and for the last administrator.
    """
    require(by, MANAGE_STAFF)
    require_above(by, staff.role)
    if not staff.is_active:
        return staff
    if staff.pk == by.staff_id:
        raise Invalid(fields={"staff": _("You can't deactivate yourself.")})
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say in a few words why.")})
    _keep_an_administrator(staff)
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    Presence.objects.filter(staff=staff).update(state=PresenceState.OFFLINE, since=now())
    ApiToken.objects.filter(staff=staff, revoked_at=None).update(revoked_at=now())
    record(StaffDeactivated(staff=staff.pk, reason=reason.strip()[:200]), by=by)
    access.forget_viewers()
    return staff


@action
def reactivate_staff(staff: Staff, *, by: Actor) -> Staff:
    """Let a colleague in again, with the password he had; his API tokens stay revoked."""
    require(by, MANAGE_STAFF)
    require_above(by, staff.role)
    if not staff.is_active:
        staff.is_active = True
        staff.save(update_fields=["is_active"])
        record(StaffReactivated(staff=staff.pk), by=by)
    return staff
