"""How often one address may do a thing, counted per process: a brake on machines, not a wall."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from manyi.core.errors import TooMany


def client_address(request: HttpRequest) -> str:
    """The caller's address; behind trusted proxies, the one the outermost of them saw."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return str(forwarded[-settings.TRUSTED_PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))


def allow(request: HttpRequest, what: str, *, per_hour: int) -> None:
    """Count one more; raises :class:`TooMany` past ``per_hour`` from one address."""
    key = f"limit:{what}:{client_address(request)}"
    cache.add(key, 0, 3600)
    if cache.incr(key) > per_hour:
        raise TooMany(retry_after=3600)
