"""File names that are safe to show and to store, and the types that belong to them."""

import mimetypes
import re
from typing import Final

# Without the system's files, so that every machine names things alike.
_TYPES: Final = mimetypes.MimeTypes(filenames=())
_EXTENSIONS: Final = {
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/plain": ".txt",
    "text/html": ".html",
    "application/octet-stream": ".bin",
    "application/pgp-encrypted": ".asc",
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OFFICE_TYPES: Final = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
}
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f"<>|?*:\u202a-\u202e\u2066-\u2069]+')
_MAX: Final = 180


def safe_filename(name: str) -> str:
    """The last component without characters that files can't have or that deceive the eye; empty if nothing is left."""
    base = re.split(r"[/\\]", name.strip())[-1]
    base = _UNSAFE.sub("_", base).strip(" .")
    if len(base) <= _MAX:
        return base
    stem, dot, extension = base.rpartition(".")
    return f"{stem[: _MAX - 20]}{dot}{extension[:16]}" if dot else base[:_MAX]


def extension_for(media_type: str) -> str:
    return _EXTENSIONS.get(media_type) or _TYPES.guess_extension(media_type) or ".bin"


def guess_media_type(filename: str) -> str:
    extension = f".{filename.rpartition('.')[2].lower()}"
    return _OFFICE_TYPES.get(extension) or _TYPES.guess_type(filename)[0] or "application/octet-stream"
