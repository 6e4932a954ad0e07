"""Writes winmail.dat files the way Exchange does (MS-OXTNEF)."""

import struct

_VERSION, _CODEPAGE, _MESSAGE_PROPERTIES = 0x9006, 0x9007, 0x9003
_RENDERING, _TITLE, _DATA, _PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_BODY, _HTML, _INTERNET_CODEPAGE, _LONG_NAME, _MIME_TYPE = 0x1000, 0x1013, 0x3FDE, 0x3707, 0x370E
_BYTES, _STRING, _LONG, _TEXT8, _UNICODE, _BINARY = 6, 1, 3, 0x1E, 0x1F, 0x102


def _attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def _property(kind: int, name: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return struct.pack("<HHI", kind, name, value)
    padding = b"\0" * (-len(value) % 4)
    return struct.pack("<HHII", kind, name, 1, len(value)) + value + padding


def _properties(*properties: bytes) -> bytes:
    return struct.pack("<I", len(properties)) + b"".join(properties)


def tnef(*, text: str = "", html: str = "", files: tuple[tuple[str, str, bytes], ...] = ()) -> bytes:
    """A winmail.dat in code page 936; `files` are name, media type and content."""
    body = [_property(_LONG, _INTERNET_CODEPAGE, 936)]
    if text:
        body.append(_property(_TEXT8, _BODY, text.encode("gbk") + b"\0"))
    if html:
        body.append(_property(_BINARY, _HTML, html.encode("gbk")))
    raw = struct.pack("<IH", 0x223E9F78, 1)
    raw += _attribute(1, _VERSION, _BYTES, struct.pack("<I", 0x10000))
    raw += _attribute(1, _CODEPAGE, _BYTES, struct.pack("<II", 936, 0))
    raw += _attribute(1, _MESSAGE_PROPERTIES, _BYTES, _properties(*body))
    for name, media_type, content in files:
        raw += _attribute(2, _RENDERING, _BYTES, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
        raw += _attribute(2, _TITLE, _STRING, name.encode("gbk")[:12] + b"\0")
        raw += _attribute(2, _DATA, _BYTES, content)
        long_name = _property(_UNICODE, _LONG_NAME, (name + "\0").encode("utf-16-le"))
        mime = _property(_TEXT8, _MIME_TYPE, media_type.encode() + b"\0")
        raw += _attribute(2, _PROPERTIES, _BYTES, _properties(long_name, mime))
    return raw
