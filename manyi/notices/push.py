"""Web Push: a short message to a browser that may be closed (RFC 8291 encryption, RFC 8292 identification).

Written here because it is short on top of ``cryptography``, and the libraries for it bring a second HTTP client that
would follow an address wherever it leads. The key by which push services know us is derived from the key file.
"""

from __future__ import annotations

import base64
import ipaddress
import os
import socket
import time
from functools import cache
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096
LIFETIME = 12 * 3600
KEPT_FOR = 24 * 3600
TIMEOUT = 10.0


class Gone(Exception):
    """The browser takes no more messages."""


def readable(key: str, secret: str) -> bool:
    """Whether these are a browser's public key and secret."""
    try:
        _public(unpadded(key))
        return len(unpadded(secret)) == 16
    except ValueError:
        return False


def unpadded(text: str) -> bytes:
    """Base64 as addresses carry it. Raises ``ValueError``."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def encrypted(content: bytes, key: bytes, secret: bytes, *, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """The body of one message as RFC 8291 wants it: only the browser with ``key`` and ``secret`` can read it."""
    mine = _point(own.public_key())
    shared = own.exchange(ec.ECDH(), _public(key))
    material = _derived(shared, secret, b"WebPush: info\x00" + key + mine, 32)
    cipher = AESGCM(_derived(material, salt, b"Content-Encoding: aes128gcm\x00", 16))
    nonce = _derived(material, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4, "big") + len(mine).to_bytes(1, "big") + mine
    return head + cipher.encrypt(nonce, content + b"\x02", None)


@cache
def _identity() -> ec.EllipticCurvePrivateKey:
    seed = _derived(settings.SECRET_KEY.encode(), b"", b"web push identity", 40)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (ORDER - 1) + 1, CURVE)


def public_key() -> str:
    """What browsers are given to subscribe."""
    return _text(_point(_identity().public_key()))


def _signed(audience: str) -> str:
    contact = settings.PUBLIC_URL or "https://localhost"
    claims = {"aud": audience, "exp": int(time.time()) + LIFETIME, "sub": contact}
    parts = [msgspec.json.encode(part) for part in ({"typ": "JWT", "alg": "ES256"}, claims)]
    body = ".".join(_text(part) for part in parts)
    r, s = utils.decode_dss_signature(_identity().sign(body.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{body}.{_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def send(endpoint: str, key: str, secret: str, content: bytes) -> None:
    """Send one message.

    Raises :class:`Gone` for a browser that has left, ``ConnectionError`` or ``httpx.HTTPError`` to try again later.
    """
    import httpx  # loaded when the first is sent

    place = urlsplit(endpoint)
    _refuse_private(place.hostname or "", place.port or 443)
    own, salt = ec.generate_private_key(CURVE), os.urandom(16)
    headers = {
        "TTL": str(KEPT_FOR),
        "Content-Encoding": "aes128gcm",
        "Authorization": f"vapid t={_signed(f'{place.scheme}://{place.netloc}')}, k={public_key()}",
    }
    body = encrypted(content, unpadded(key), unpadded(secret), own=own, salt=salt)
    answer = httpx.post(endpoint, content=body, headers=headers, timeout=TIMEOUT, follow_redirects=False)
    if answer.status_code in (404, 410):
        raise Gone()
    answer.raise_for_status()


def _refuse_private(host: str, port: int) -> None:
    """Push services are on the public net; an address inside the house is somebody's attempt to look around."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)}
    except OSError as error:
        raise ConnectionError(str(error)) from None
    if not all(ipaddress.ip_address(one.split("%")[0]).is_global for one in found):
        raise Gone()
