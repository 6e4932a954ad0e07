"""The words in a file: plain text, HTML, PDF, Word, Excel, PowerPoint and OpenDocument.

Only words come out, whatever the file claims to be; a file that can't be read has none.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape

LONGEST = 200_000
MOST_PAGES = 300
LARGEST_PART = 20_000_000
"""Bytes of one part of a packed document that are unpacked; more is a bomb or no text."""
ENCODINGS = ["utf_8", "gb18030", "big5", "utf_16", "cp1252"]
_PARTS = re.compile(r"word/(document|footnotes)\.xml|xl/sharedStrings\.xml|ppt/slides/slide\d+\.xml|content\.xml")
_BREAK = re.compile(r"</(?:w:p|a:p|si|text:p|text:h|p|div|li|tr|h\d)>|<(?:w:br|w:tab|br)\s*/?>")
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def text_of(content: bytes, media_type: str) -> str:
    """The words of a file, empty when it has none that can be read."""
    try:
        return _reader(content, media_type)(content)[:LONGEST].replace("\x00", "").strip()
    except Exception:  # a broken file raises whatever its reader never expected
        return ""


def _reader(content: bytes, media_type: str) -> Callable[[bytes], str]:
    if content.startswith(b"%PDF"):
        return _pdf
    if content.startswith(b"PK\x03\x04"):
        return _packed
    if media_type.startswith("text/"):
        return _html if "html" in media_type else _plain
    return _nothing


def _nothing(content: bytes) -> str:
    return ""


def _plain(content: bytes) -> str:
    from charset_normalizer import from_bytes  # loaded for the first file

    return str(from_bytes(content[: LONGEST * 4], cp_isolation=ENCODINGS).best() or "")


def _html(content: bytes) -> str:
    return _words(_HIDDEN.sub(" ", _plain(content)))


def _words(markup: str) -> str:
    return unescape(_TAG.sub("", _BREAK.sub("\n", markup)))


def _pdf(content: bytes) -> str:
    from pypdf import PdfReader

    found: list[str] = []
    for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
        found.append(page.extract_text())
        if sum(map(len, found)) > LONGEST:
            break
    return "\n".join(found)


def _packed(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [part for part in packed.infolist() if _PARTS.fullmatch(part.filename)]
        texts = []
        for part in parts[:MOST_PAGES]:
            with packed.open(part) as opened:
                texts.append(_words(opened.read(LARGEST_PART).decode("utf-8", "replace")))
    return "\n".join(texts)
