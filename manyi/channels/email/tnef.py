"""Outlook's winmail.dat opened: its text and its files."""

import logging
from dataclasses import dataclass
from typing import Any, Final

from tnefparse import TNEF

from .charsets import decode
from .mail import Notes, Part
from .names import guess_media_type, safe_filename

logging.getLogger("tnefparse").setLevel(logging.CRITICAL)

MEDIA_TYPES: Final = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_HEADER: Final = 6
_SMALLEST: Final = 11
_LONG_FILENAME: Final = 0x3707
_MIME_TYPE: Final = 0x370E
_CONTENT_ID: Final = 0x3712


@dataclass(frozen=True, slots=True)
class Opened:
    text: str
    html: str
    files: tuple[Part, ...]


def is_tnef(media_type: str, content: bytes) -> bool:
    return content.startswith(_SIGNATURE) and (media_type in MEDIA_TYPES or media_type == "application/octet-stream")


def open_tnef(content: bytes, notes: Notes) -> Opened | None:
    """What the file holds; None, with a note, if it is damaged."""
    if not _is_whole(content):
        notes.add("tnef-unreadable")
        return None
    try:
        tnef = TNEF(content, do_checksum=False)
        codepage = _codepage(tnef)
        files = tuple(_part(number, file, codepage, notes) for number, file in enumerate(tnef.attachments, 1))
    except Exception:  # the library raises whatever the damaged bytes lead it to
        notes.add("tnef-unreadable")
        return None
    text = _text(tnef.body, codepage, notes)
    return Opened(text.replace("\r\n", "\n"), _text(tnef.htmlbody, codepage, notes), files)


def _is_whole(content: bytes) -> bool:
    """Whether no attribute runs over the end, which the library would pass over in silence."""
    offset = _HEADER
    while offset + _SMALLEST < len(content):
        offset += _SMALLEST + int.from_bytes(content[offset + 5 : offset + 9], "little")
    return offset <= len(content)


def _codepage(tnef: Any) -> str:
    return str(tnef.codepage or "")


def _text(value: Any, codepage: str, notes: Notes) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        value = decode(value.rstrip(b"\x00"), codepage, notes=notes, where="winmail.dat")
    return str(value or "").rstrip("\x00")


def _part(number: int, file: Any, codepage: str, notes: Notes) -> Part:
    properties = {attribute.name: attribute.data for attribute in file.mapi_attrs}
    name = properties.get(_LONG_FILENAME) or file._name
    filename = safe_filename(_text(name, codepage, notes)) or f"attachment-{number}"
    media_type = _text(properties.get(_MIME_TYPE), codepage, notes) or guess_media_type(filename)
    content_id = _text(properties.get(_CONTENT_ID), codepage, notes).strip("<>")
    return Part(filename, media_type.lower(), bytes(file.data), content_id)
