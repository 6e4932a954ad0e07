"""What can be done about people."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.core.ids import new_token, token_hash
from manyi.core.models import Installation
from manyi.people import access
from manyi.people.events import (
    InstallationCreated,
    PresenceChanged,
    StaffChanged,
    StaffDeactivated,
    StaffInvited,
    StaffJoined,
    TokenCreated,
    TokenRevoked,
)
from manyi.people.models import ApiToken, Invitation, LoginLink, Presence, PresenceState, Role, Staff, Team
from manyi.people.permissions import MANAGE_SETTINGS, MANAGE_STAFF, MANAGE_TOKENS
from manyi.people.roles import ensure_roles

INVITATION_LASTS = dt.timedelta(days=7)
LOGIN_LINK_LASTS = dt.timedelta(hours=24)


@action
def create_installation(name: str, *, language: str, time_zone: str, by: Actor = SYSTEM) -> Installation:
    """Set the company up with its built-in roles; a second call changes nothing and returns what is there."""
    ensure_roles()
    found = Installation.objects.filter(id=1).first()
    if found is not None:
        return found
    row = Installation.objects.create(
        id=1,
        name=name,
        language=language,
        time_zone=time_zone,
        working_days=[0, 1, 2, 3, 4],
        created_at=now(),
    )
    record(InstallationCreated(name=name), by=by)
    return row


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
        raise Conflict(email=email)
    staff = Staff(
        email=email.lower(),
        name=name,
        role=Role.objects.get(key=role),
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


@action
def change_staff(staff: Staff, *, by: Actor, **changes: object) -> Staff:
    """Change columns such as ``role``, ``team``, ``tier``, ``capacity``.

    Colleagues may change their own name, language, theme and time zone.
    """
    own = by.staff_id == staff.pk and set(changes) <= {"language", "theme", "time_zone", "name"}
    if not own:
        require(by, MANAGE_STAFF)
    old = {name: str(getattr(staff, name)) for name in changes}
    for name, value in changes.items():
        setattr(staff, name, value)
    if "team" in changes and staff.team is not None:
        staff.department = staff.team.department
    staff.full_clean(exclude=["password", "created_at"])
    staff.save()
    new = {name: str(getattr(staff, name)) for name in changes}
    if new != old:
        record(StaffChanged(staff=staff.pk, old=old, new=new), by=by)
    access.forget_viewers()
    return staff


@action
def deactivate_staff(staff: Staff, *, by: Actor, reason: str) -> Staff:
    """End a colleague's access at once; history keeps the name."""
    require(by, MANAGE_STAFF)
    if not staff.is_active:
        return staff
    if staff.pk == by.staff_id:
        raise Invalid(fields={"staff": _("You can't deactivate yourself.")})
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    Presence.objects.filter(staff=staff).update(state=PresenceState.OFFLINE, since=now())
    ApiToken.objects.filter(staff=staff, revoked_at=None).update(revoked_at=now())
    record(StaffDeactivated(staff=staff.pk, reason=reason), by=by)
    access.forget_viewers()
    return staff


@action
def invite(
    email: str, *, name: str, role: Role, by: Actor, team: Team | None = None, tier: str = ""
) -> tuple[Invitation, str]:
    """Invite a colleague; returns the invitation and the secret of its link, which is not stored."""
    require(by, MANAGE_STAFF)
    if Staff.objects.filter(email__iexact=email).exists():
        raise Conflict(email=email)
    secret = new_token()
    invitation = Invitation.objects.create(
        email=email.lower(),
        name=name,
        role=role,
        team=team,
        tier=tier,
        token_hash=token_hash(secret),
        invited_by_id=by.staff_id,
        created_at=now(),
        expires_at=now() + INVITATION_LASTS,
    )
    record(StaffInvited(invitation=invitation.pk, role=role.key), by=by)
    return invitation, secret


@action
def accept_invitation(secret: str, *, password: str, language: str = "zh-hans") -> Staff:
    """Turn an invitation into a colleague with a password. Raises :class:`NotFound` for a used, old or unknown link."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=token_hash(secret)).first()
    if invitation is None or invitation.accepted_at or invitation.revoked_at or invitation.expires_at < now():
        raise NotFound()
    staff = add_staff(
        invitation.email,
        name=invitation.name,
        role=invitation.role.key,
        team=invitation.team,
        tier=invitation.tier,
        language=language,
        by=SYSTEM,
    )
    staff.set_password(password)
    staff.save(update_fields=["password"])
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    return staff


@action
def make_login_link(staff: Staff) -> str:
    """A one-time secret that signs this colleague in, for the command line; valid 24 hours."""
    secret = new_token()
    LoginLink.objects.create(
        staff=staff, token_hash=token_hash(secret), created_at=now(), expires_at=now() + LOGIN_LINK_LASTS
    )
    return secret


@action
def use_login_link(secret: str) -> Staff:
    """The colleague of an unused link, which is now used. Raises :class:`NotFound` otherwise."""
    link = LoginLink.objects.select_for_update().filter(token_hash=token_hash(secret)).first()
    if link is None or link.used_at or link.expires_at < now() or not link.staff.is_active:
        raise NotFound()
    link.used_at = now()
    link.save(update_fields=["used_at"])
    return link.staff


@action
def set_presence(staff: Staff, state: str, *, by: Actor) -> Presence:
    """Choose a presence; the same state again only renews when the colleague was last seen."""
    if by.staff_id != staff.pk:
        require(by, MANAGE_STAFF)
    presence, _created = Presence.objects.select_for_update().get_or_create(
        staff=staff, defaults={"state": PresenceState.OFFLINE, "since": now(), "seen_at": now()}
    )
    presence.seen_at = now()
    if presence.state != state:
        record(PresenceChanged(staff=staff.pk, old=presence.state, new=state), by=by)
        presence.state, presence.since = PresenceState(state), now()
    presence.save()
    return presence


@action
def create_token(
    staff: Staff, *, name: str, scopes: list[str], by: Actor, expires_at: dt.datetime | None = None
) -> tuple[ApiToken, str]:
    """A key for a program that acts as ``staff`` within ``scopes``; the secret is returned once and not stored."""
    require(by, MANAGE_TOKENS)
    secret = f"manyi_{new_token(30)}"
    token = ApiToken.objects.create(
        name=name,
        staff=staff,
        token_hash=token_hash(secret),
        scopes=scopes,
        created_at=now(),
        expires_at=expires_at,
    )
    record(TokenCreated(token=token.pk, scopes=scopes), by=by)
    return token, secret


@action
def revoke_token(token: ApiToken, *, by: Actor) -> ApiToken:
    """End a token at once."""
    if by.staff_id != token.staff_id:
        require(by, MANAGE_TOKENS)
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(token=token.pk), by=by)
    return token


@action
def change_installation(installation: Installation, *, by: Actor, **changes: object) -> Installation:
    """Change the company's own settings."""
    require(by, MANAGE_SETTINGS)
    for name, value in changes.items():
        setattr(installation, name, value)
    installation.full_clean()
    installation.save()
    return installation
