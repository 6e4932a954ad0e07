"""Keys with which programs use the API."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.core.ids import new_token, token_hash
from manyi.people import access
from manyi.people.events import TokenCreated, TokenRevoked
from manyi.people.models import ApiToken, Staff
from manyi.people.permissions import MANAGE_TOKENS


@action
def create_token(
    staff: Staff, *, name: str, scopes: list[str], by: Actor, expires_at: dt.datetime | None = None
) -> tuple[ApiToken, str]:
    """A key for a program that acts as ``staff`` within ``scopes``; the secret is returned once and not stored."""
    require(by, MANAGE_TOKENS)
    if not name.strip():
        raise Invalid(fields={"name": _("Give it a name, so that you know it again.")})
    secret = f"manyi_{new_token(30)}"
    token = ApiToken.objects.create(
        name=name.strip()[:80],
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
        access.forget_viewers()
        record(TokenRevoked(token=token.pk), by=by)
    return token
