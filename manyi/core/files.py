"""The file store: contents named by their SHA-256 in a folder (any Django storage by setting), never served from here.

What a file is, is decided by its bytes, not by its name or what the sender claims.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from typing import Any

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext as _

from manyi.core.actions import now
from manyi.core.errors import Invalid
from manyi.core.models import StoredFile

SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})


class WholeFiles(FileSystemStorage):
    """A folder in which a file is there as a whole, on the disk, or not at all, whenever the power fails."""

    def _save(self, name: str, content: Any) -> str:
        part = self.path(super()._save(f"{name}.{secrets.token_hex(4)}", content))  # type: ignore[misc]
        with open(part, "rb") as written:
            os.fsync(written.fileno())
        os.replace(part, self.path(name))
        return name


def store(content: bytes, *, claimed_type: str = "", limit: int | None = None) -> StoredFile:
    """Keep a content and return its row; the same bytes are kept once. Raises :class:`Invalid` past the size limit.

    ``limit`` is in bytes; the default is the installation's upload limit.
    """
    allowed = settings.UPLOAD_LIMIT if limit is None else limit
    if len(content) > allowed:
        raise Invalid(_("The file is larger than %(limit)s MB.") % {"limit": allowed // 1_000_000})
    digest = hashlib.sha256(content).hexdigest()
    found = StoredFile.objects.filter(sha256=digest).first()
    if found is not None:
        return found
    storage = storages["files"]
    if not storage.exists(_path(digest)):
        storage.save(_path(digest), ContentFile(content))
    row, _created = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={"size": len(content), "media_type": media_type(content, claimed_type), "created_at": now()},
    )
    return row


def read(file: StoredFile) -> bytes:
    """The content of a stored file."""
    with storages["files"].open(_path(file.sha256)) as opened:
        return bytes(opened.read())


def media_type(content: bytes, claimed: str = "") -> str:
    """The type found in the bytes; a claimed text type is believed only for content that decodes as text."""
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found:
        return str(found)
    if claimed.startswith("text/") and b"\x00" not in content[:1024]:
        return "text/plain"
    return "application/octet-stream"


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"
