"""Content-Transfer-Encodings undone, with the damage that gateways and old programs do to them."""

import base64
import binascii
import quopri
import re
from typing import Final

from .mail import Notes

_BAD_ESCAPE: Final = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=\s]")
_END: Final = re.compile(rb"=\s*=|=")


def transfer_decode(raw: bytes, encoding: str, notes: Notes, where: str) -> bytes:
    """The content of a part. An unknown encoding means the bytes are what they are."""
    if encoding == "base64":
        return _base64(raw, notes, where)
    if encoding == "quoted-printable":
        if _BAD_ESCAPE.search(raw):
            notes.add("quoted-printable-broken", where)
            raw = _BAD_ESCAPE.sub(b"=3D", raw)
        return quopri.decodestring(raw)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return _uuencode(raw, notes, where)
    return raw


def _base64(raw: bytes, notes: Notes, where: str) -> bytes:
    try:
        return base64.b64decode(b"".join(raw.split()), validate=True)
    except (binascii.Error, ValueError):
        notes.add("base64-broken", where)
    # Lines with spaces inside are sentences that a gateway or mailing list put below the code.
    lines = (line.strip() for line in raw.splitlines() if not re.search(rb"\S\s+\S", line))
    chunks = _END.split(_NOT_BASE64.sub(b"", b"".join(lines)))
    return b"".join(_lenient(chunk) for chunk in chunks)


def _lenient(chunk: bytes) -> bytes:
    whole = chunk[:-1] if len(chunk) % 4 == 1 else chunk
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _uuencode(raw: bytes, notes: Notes, where: str) -> bytes:
    try:
        lines = raw[raw.index(b"begin ") :].splitlines()[1:]
        body = lines[: lines.index(b"end")] if b"end" in lines else lines
        return b"".join(binascii.a2b_uu(line) for line in body if line.strip(b"` "))
    except (binascii.Error, ValueError):
        notes.add("base64-broken", where)
        return raw
