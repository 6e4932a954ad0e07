"""What a visitor's browser holds: a sealed token that says who it is, so that looking around writes no rows.

Everything a signed-in visitor's host page vouched for travels inside the token; the row is made with the first message.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

import msgspec
from cryptography.fernet import InvalidToken
from django.conf import settings

from manyi.channels.chat.sites import Site
from manyi.core.crypto import blind_index, decrypt, encrypt


class Claims(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who a token stands for. ``user``, ``email`` and ``name`` are set for visitors the host page vouched for."""

    site: int
    key: str
    epoch: int = 0
    user: str = ""
    email: str = ""
    name: str = ""

    @property
    def is_identified(self) -> bool:
        return bool(self.user)


class HostUser(msgspec.Struct, frozen=True):
    """What the host page says about its signed-in user, with its proof."""

    id: str = ""
    email: str = ""
    name: str = ""
    hmac: str = ""


def new_visitor(site: Site) -> Claims:
    """A visitor nobody knows."""
    return Claims(site=site.pk, key=secrets.token_hex(16))


def identified(site: Site, user: HostUser) -> Claims | None:
    """The claims of a signed-in user of the host site; None unless its proof is right."""
    if not site.secret or not user.id or len(user.id) > 120:
        return None
    if not hmac.compare_digest(proof(site.secret, user.id, user.email).encode(), user.hmac.lower().encode()):
        return None
    key = "u" + blind_index(f"chat:{site.pk}", user.id)
    return Claims(site.pk, key, site.config.epoch, user.id, user.email[:200], user.name[:120])


def proof(secret: str, user_id: str, email: str) -> str:
    """HMAC-SHA256 of ``id|email`` in hex, as the host's server makes it."""
    return hmac.new(secret.encode(), f"{user_id}|{email}".encode(), hashlib.sha256).hexdigest()


def seal(claims: Claims) -> str:
    """The token for the browser."""
    return encrypt(msgspec.json.encode(claims).decode())


def unseal(site: Site, token: str) -> Claims | None:
    """The claims of a token; None for one that is forged, of another site, or vouched for under an old secret."""
    try:
        claims = msgspec.json.decode(decrypt(token), type=Claims)
    except (InvalidToken, msgspec.MsgspecError, ValueError):
        return None
    if claims.site != site.pk or (claims.is_identified and claims.epoch != site.config.epoch):
        return None
    return claims


_FACE = b"chat-face\x00"


def face_name(file_id: int) -> str:
    """The public, unguessable name of an agent's photo."""
    signature = hmac.new(settings.SECRET_KEY.encode(), _FACE + str(file_id).encode(), hashlib.sha256)
    return f"{file_id}-{signature.hexdigest()[:24]}"


def face_file(name: str) -> int | None:
    """The stored file of a photo's public name; None for a made-up one."""
    number = name.partition("-")[0]
    if not number.isdigit() or not hmac.compare_digest(face_name(int(number)).encode(), name.encode()):
        return None
    return int(number)
