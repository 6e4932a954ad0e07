"""Tools to write mails byte by byte, the way programs put them on the wire."""

import base64
import binascii
import quopri
import textwrap
from collections.abc import Callable

Recipe = Callable[[], bytes]
RECIPES: dict[str, Recipe] = {}
"""Every sample by its file name without ending."""

SHOP = "=?utf-8?B?5pif5puc5pWw56CB5a6i5pyN?= <kefu@xingyao.example>"
"""The desk that all samples are written to: 星曜数码客服."""


def sample(recipe: Recipe) -> Recipe:
    """Registers a recipe; its docstring tells how the mail was made."""
    RECIPES[recipe.__name__.replace("_", "-")] = recipe
    return recipe


def crlf(text: str) -> str:
    return textwrap.dedent(text).strip("\n").replace("\n", "\r\n")


def words(text: str, charset: str = "utf-8", encoding: str = "B", label: str = "") -> str:
    """One encoded word."""
    raw = text.encode(charset)
    if encoding.upper() == "B":
        content = base64.b64encode(raw).decode()
    else:
        content = binascii.b2a_qp(raw, header=True).decode().replace("?", "=3F").replace("\n", "")
    return f"=?{label or charset}?{encoding}?{content}?="


def b64(content: bytes, width: int = 76) -> bytes:
    text = base64.b64encode(content)
    return b"\r\n".join(text[at : at + width] for at in range(0, len(text), width)) + b"\r\n"


def qp(content: bytes) -> bytes:
    return quopri.encodestring(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")


def text(content: str, charset: str = "utf-8") -> bytes:
    """A body with CRLF line ends."""
    return (crlf(content) + "\r\n").encode(charset)


def mail(head: str, body: bytes, charset: str = "ascii") -> bytes:
    """A mail or a part: fields, an empty line, the body. `charset` is that of raw 8-bit fields."""
    fields = "\n".join(line for line in head.splitlines() if line.strip())
    return crlf(fields).encode(charset) + b"\r\n\r\n" + body


def joined(boundary: str, *parts: bytes, preamble: str = "") -> bytes:
    """Parts between boundaries."""
    line = b"--" + boundary.encode()
    start = f"{preamble}\r\n\r\n".encode() if preamble else b""
    return start + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def received(server: str, date: str, address: str = "203.0.113.25") -> str:
    """The field our own server puts on top."""
    return (
        f"Received: from {server} ({server} [{address}])\n"
        f"\tby mx.xingyao.example (Postfix) with ESMTPS id 4bXk2m3Tq9z7Y1\n"
        f"\tfor <kefu@xingyao.example>; {date}"
    )


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + bytes(range(64)) + b"\xff\xd9"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
