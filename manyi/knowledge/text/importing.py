"""Files people bring from elsewhere as articles: Markdown, HTML, Word and CSV, with a report of what was left out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePath

from django.utils.translation import gettext as _

from manyi.core.errors import Invalid, Text
from manyi.knowledge.text.cleaning import NOTICES, Clean, Picture, from_html

LONGEST_TITLE = 200
MOST_ROWS = 5_000
LARGEST_UNPACKED = 200_000_000
COLUMNS = {
    "title": ("title", "question", "标题", "问题", "题目", "名称"),
    "body": ("body", "text", "answer", "content", "正文", "内容", "答案", "回答", "话术"),
    "kind": ("kind", "type", "类型", "类别"),
    "category": ("category", "分类", "目录"),
    "tags": ("tags", "tag", "keywords", "标签", "关键词"),
    "language": ("language", "lang", "语言"),
}
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FIRST_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")


@dataclass(slots=True)
class Piece:
    """One article found in a file. ``about`` holds what else was said of it, by the names of :data:`COLUMNS`."""

    title: str
    body: str
    about: dict[str, str] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)


@dataclass(slots=True)
class Read:
    """What a file holds, and what of it was not understood: kind of fault, how often; words of other programs."""

    pieces: list[Piece] = field(default_factory=list)
    notices: Counter[str] = field(default_factory=Counter)
    details: list[str] = field(default_factory=list)

    def report(self) -> list[tuple[Text, int]]:
        """What was not understood, in words."""
        return [(NOTICES[kind], count) for kind, count in self.notices.most_common()]


def read(name: str, content: bytes) -> Read:
    """Read a file by its ending. Raises :class:`Invalid` for one that can't be read at all."""
    path = PurePath(name)
    readers = {
        ".md": _markdown,
        ".markdown": _markdown,
        ".txt": _markdown,
        ".html": _html,
        ".htm": _html,
        ".docx": _word,
        ".csv": _table,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise Invalid(fields={"file": _("Files ending in .md, .txt, .html, .docx and .csv can be read.")})
    found = reader(path.stem, content)
    if not found.pieces:
        raise Invalid(fields={"file": _("There is no text in this file.")})
    return found


def decoded(content: bytes) -> str:
    """A text file's text, in UTF-8 or the usual Chinese encoding."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _markdown(stem: str, content: bytes) -> Read:
    text, found, about = decoded(content), Read(), {}
    front = _FRONT.match(text)
    if front:
        text = text[front.end() :]
        about = _about(dict(_pair(line) for line in front[1].split("\n") if ":" in line), found)
    if "<" in text and re.search(r"<(?:p|div|table|br|span)\b", text, re.IGNORECASE):
        found.notices["style"] += 1
    if text.strip():
        found.pieces.append(_piece(about.pop("title", ""), text, stem, about, found))
    return found


def _pair(line: str) -> tuple[str, str]:
    key, _colon, value = line.partition(":")
    return key.strip(), value.strip().strip("\"'[]")


def _html(stem: str, content: bytes) -> Read:
    return _from_clean(stem, from_html(decoded(content)), Read())


def _word(stem: str, content: bytes) -> Read:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise Invalid(fields={"file": _("This file is too large to be read.")})
        import mammoth  # loaded for the first Word file

        result = mammoth.convert_to_html(io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, OSError, ValueError):
        raise Invalid(fields={"file": _("This is not a Word file that can be read.")}) from None
    found = Read()
    for message in result.messages:
        words = str(message.message)
        found.notices["unknown_style" if "style" in words.lower() else "embedded"] += 1
        found.details.append(words)
    return _from_clean(stem, from_html(result.value), found)


def _from_clean(stem: str, clean: Clean, found: Read) -> Read:
    found.notices.update(clean.notices)
    if clean.markdown:
        piece = _piece("", clean.markdown, stem, {}, found)
        piece.pictures = clean.pictures
        found.pieces.append(piece)
    return found


def _table(stem: str, content: bytes) -> Read:
    text, found = decoded(content), Read()
    try:
        dialect: type[csv.Dialect] | csv.Dialect = csv.Sniffer().sniff(text[:4096], ",;\t")
    except csv.Error:
        dialect = csv.excel
    rows = list(csv.DictReader(io.StringIO(text), dialect=dialect))
    for row in rows[:MOST_ROWS]:
        about = _about({str(key or ""): str(value or "") for key, value in row.items()}, found)
        title, body = about.pop("title", ""), about.pop("body", "")
        if title and body:
            found.pieces.append(_piece(title, _body(body), stem, about, found))
        else:
            found.notices["empty_row"] += 1
    found.notices["empty_row"] += max(0, len(rows) - MOST_ROWS)
    return Read(found.pieces, +found.notices, sorted(set(found.details)))


def _body(text: str) -> str:
    return from_html(text).markdown if re.search(r"<(?:p|div|br|ul|ol|table|b)\b", text, re.IGNORECASE) else text


def _about(given: dict[str, str], found: Read) -> dict[str, str]:
    """What was said under names we know; other names are reported once each."""
    by_name = {synonym: name for name, synonyms in COLUMNS.items() for synonym in synonyms}
    about = {}
    for key, value in given.items():
        name = by_name.get(key.strip().lower())
        if name and value.strip():
            about[name] = value.strip()
        elif name is None and key.strip() not in found.details:
            found.notices["unknown_column"] += 1
            found.details.append(key.strip())
    return about


def _piece(title: str, body: str, stem: str, about: dict[str, str], found: Read) -> Piece:
    heading = _FIRST_HEADING.match(body)
    if not title and heading:
        title, body = heading[1], body[heading.end() :]
    title = " ".join((title or stem).split())
    if len(title) > LONGEST_TITLE:
        found.notices["long_title"] += 1
    return Piece(title[:LONGEST_TITLE], body.strip(), about)
