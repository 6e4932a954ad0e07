"""Files from visitors: how large they may be and what they may not be, decided by their bytes and their name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from manyi.core import files
from manyi.core.actors import SYSTEM
from manyi.core.errors import Invalid
from manyi.desk import actions as desk
from manyi.desk.models import Attachment

LIMIT = min(10_000_000, settings.UPLOAD_LIMIT)
MOST = 5

PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
)
MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<?xml", b"<?php", b"<hta:")
_ENDINGS = re.compile(
    r"\.(apk|app|bat|chm|cmd|com|cpl|dll|dmg|exe|gadget|hta|html?|iso|jar|jse?|lnk|ms[ip]|pif|ps1|reg|scr|sh|svg"
    r"|vb[es]?|wsf|xhtml|xml)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be kept; make it with :func:`checked`."""

    name: str
    content: bytes
    claimed_type: str = ""

    def keep(self) -> Attachment:
        """Store it for the message it came with."""
        return desk.upload(None, by=SYSTEM, name=self.name, content=self.content, claimed_type=self.claimed_type)


def checked(name: str, content: bytes, claimed_type: str = "") -> Upload:
    """A file from a visitor. Raises :class:`Invalid` for nothing, too much, programs, and pages that could run."""
    if not content:
        raise Invalid(fields={"file": _("This file is empty.")})
    if len(content) > LIMIT:
        raise Invalid(fields={"file": _("The file is larger than %(limit)s MB.") % {"limit": LIMIT // 1_000_000}})
    if is_dangerous(name, content):
        raise Invalid(fields={"file": _("Files of this kind can't be sent here.")})
    return Upload(name, content, claimed_type)


def is_dangerous(name: str, content: bytes) -> bool:
    """Whether a file could run when it is opened: a program, a script, or a page with scripts."""
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return content.startswith(PROGRAMS) or start.startswith(MARKUP) or bool(_ENDINGS.search(name.strip()))


def is_shown(media_type: str) -> bool:
    """Whether the widget shows a file of this type as a picture."""
    return media_type in files.SHOWN_INLINE and media_type.startswith("image/")
