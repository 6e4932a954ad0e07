"""The ways in: invitations, one-time sign-in links, the link of the first-run assistant. Secrets are stored hashed."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, NotFound
from manyi.core.ids import new_token, token_hash
from manyi.core.models import SetupLink
from manyi.people import letters
from manyi.people.actions.staff import add_staff, require_above
from manyi.people.events import InvitationRenewed, InvitationRevoked, SetupFinished, StaffInvited
from manyi.people.models import Invitation, LoginLink, Role, Staff, Team
from manyi.people.permissions import MANAGE_STAFF

INVITATION_LASTS = dt.timedelta(days=7)
LOGIN_LINK_LASTS = dt.timedelta(hours=24)


@action
def invite(
    email: str, *, name: str, role: Role, by: Actor, team: Team | None = None, tier: str = ""
) -> tuple[Invitation, str]:
    """Invite a colleague by mail; returns the invitation and the secret of its link, which is not stored.

    Raises :class:`Conflict` for somebody who works here or is invited already.
    """
    require(by, MANAGE_STAFF)
    require_above(by, role)
    if Staff.objects.filter(email__iexact=email).exists():
        raise Conflict(_("Somebody with this e-mail address works here already."), email=email)
    if Invitation.objects.filter(email__iexact=email, accepted_at=None, revoked_at=None, expires_at__gt=now()).exists():
        raise Conflict(_("This address has been invited already."), email=email)
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
    letters.send_invitation(invitation, secret, by=by)
    record(StaffInvited(invitation=invitation.pk, role=role.key), by=by)
    return invitation, secret


@action
def renew_invitation(invitation: Invitation, *, by: Actor) -> str:
    """Send an invitation again with a new link, valid from now; the old link is dead. Returns the new secret."""
    require(by, MANAGE_STAFF)
    require_above(by, invitation.role)
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if locked.accepted_at or locked.revoked_at:
        raise Conflict(_("This invitation was accepted or withdrawn."))
    secret = new_token()
    locked.token_hash, locked.expires_at = token_hash(secret), now() + INVITATION_LASTS
    locked.save(update_fields=["token_hash", "expires_at"])
    letters.send_invitation(locked, secret, by=by)
    record(InvitationRenewed(invitation=locked.pk), by=by)
    return secret


@action
def revoke_invitation(invitation: Invitation, *, by: Actor) -> None:
    """Withdraw an invitation; its link no longer works. Raises :class:`Conflict` once it was accepted."""
    require(by, MANAGE_STAFF)
    locked = Invitation.objects.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if locked.accepted_at:
        raise Conflict(_("This invitation was accepted or withdrawn."))
    if locked.revoked_at is None:
        locked.revoked_at = now()
        locked.save(update_fields=["revoked_at"])
        record(InvitationRevoked(invitation=locked.pk), by=by)


@action
def accept_invitation(secret: str, *, password: str, language: str = "zh-hans", name: str = "") -> Staff:
    """Turn an invitation into a colleague with a password. Raises :class:`NotFound` for a used, old or unknown link."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=token_hash(secret)).first()
    )
    if invitation is None or not invitation.is_open:
        raise NotFound()
    staff = add_staff(
        invitation.email,
        name=name or invitation.name,
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
    link = LoginLink.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=token_hash(secret)).first()
    if link is None or link.used_at or link.expires_at < now() or not link.staff.is_active:
        raise NotFound()
    link.used_at = now()
    link.save(update_fields=["used_at"])
    return link.staff


@action
def make_setup_link() -> str:
    """The secret of a new link to the first-run assistant; links made before no longer work."""
    SetupLink.objects.filter(used_at=None).update(used_at=now())
    secret = new_token()
    SetupLink.objects.create(token_hash=token_hash(secret), created_at=now())
    return secret


def open_setup_link(secret: str) -> SetupLink:
    """The unused link of this secret. Raises :class:`NotFound` otherwise."""
    link = SetupLink.objects.filter(token_hash=token_hash(secret), used_at=None).first()
    if link is None:
        raise NotFound()
    return link


@action
def use_setup_link(secret: str, *, by: Actor) -> None:
    """Finish the first-run assistant: its link is dead from now on. Raises :class:`NotFound` when it is already."""
    used = SetupLink.objects.filter(token_hash=token_hash(secret), used_at=None).update(used_at=now())
    if not used:
        raise NotFound()
    record(SetupFinished(), by=by)
