"""Tokens for the live stream: what a tab may hear, signed, so the stream process needs no database to decide.

A token is ``base64(json).signature``; the stream process checks it with :func:`read_token` and the signing key alone.
Topics: ``all`` (every ticket), ``team:ID``, ``ticket:ID``, ``staff:ID``, ``chat:ID`` (one visitor's conversation).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Iterable

import msgspec

LIFETIME = 12 * 3600


class Ticket(msgspec.Struct, frozen=True):
    """What a stream token says: who, which topics, until when (Unix seconds)."""

    who: str
    topics: list[str]
    until: int
    name: str = ""


def make_token(key: str, who: str, topics: Iterable[str], name: str = "", lifetime: int = LIFETIME) -> str:
    """A signed token for a tab; ``who`` is ``staff:ID`` or ``visitor:ID``."""
    ticket = Ticket(who, sorted(topics), int(time.time()) + lifetime, name)
    body = base64.urlsafe_b64encode(msgspec.json.encode(ticket)).rstrip(b"=")
    return f"{body.decode()}.{_sign(key, body)}"


def read_token(key: str, token: str) -> Ticket | None:
    """The content of a token, or None when it is forged, broken or too old."""
    body, _, signature = token.partition(".")
    if not hmac.compare_digest(signature.encode(), _sign(key, body.encode()).encode()):
        return None
    try:
        ticket = msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=Ticket)
    except (msgspec.MsgspecError, ValueError):
        return None
    return ticket if ticket.until > time.time() else None


def _sign(key: str, body: bytes) -> str:
    digest = hmac.new(key.encode(), b"live\x00" + body, hashlib.sha256).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
