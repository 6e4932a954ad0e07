"""API tokens as they are used: a token acts as its colleague, with those of his permissions that its scopes cover."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, replace

from django.utils import timezone

from manyi.core.actors import Actor
from manyi.core.ids import token_hash
from manyi.core.permissions import covered
from manyi.people.access import REMEMBER, actor_of, callers_by_hash
from manyi.people.models import ApiToken

USED_EVERY = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Caller:
    """A program with a valid token: who it acts as, within which scopes, until when (Unix seconds)."""

    token_id: int
    actor: Actor
    scopes: frozenset[str]
    until: float


def caller_of(secret: str) -> Caller | None:
    """Who this secret acts as; None when it is unknown, expired, revoked, or its colleague has left.

    Remembered for :data:`REMEMBER` seconds, or until :func:`manyi.people.access.forget_viewers` in this process.
    """
    name = token_hash(secret)
    known = callers_by_hash.get(name)
    if known is None or known[0] < time.monotonic():
        found = _read(name)
        if found is None:
            callers_by_hash.pop(name, None)
            return None
        if len(callers_by_hash) > 5000:
            callers_by_hash.clear()
        known = callers_by_hash[name] = (time.monotonic() + REMEMBER, found)
    return known[1] if known[1].until > time.time() else None


def _read(name: str) -> Caller | None:
    row = ApiToken.objects.select_related("staff__role").filter(token_hash=name, revoked_at=None).first()
    at = timezone.now()
    if row is None or not row.staff.is_active or (row.expires_at is not None and row.expires_at <= at):
        return None
    if row.used_at is None or at - row.used_at > USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(used_at=at)
    actor = actor_of(row.staff)
    scopes = frozenset(row.scopes)
    until = row.expires_at.timestamp() if row.expires_at is not None else float("inf")
    return Caller(row.pk, replace(actor, permissions=actor.permissions & covered(scopes)), scopes, until)
