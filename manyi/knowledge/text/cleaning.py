"""HTML from Word, WeChat, a web page or a mail as clean Markdown, with a report of what was left out."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Comment, Tag
from django.utils.translation import gettext_lazy as _
from markdownify import MarkdownConverter

from manyi.core.errors import Text

NOTICES: dict[str, Text] = {
    "remote_picture": _("Pictures that lie elsewhere were left out; upload them."),
    "unsaved_picture": _("Pictures can be pasted once the article has been saved."),
    "broken_picture": _("Pictures that can't be read were left out."),
    "merged_cells": _("Cells that span several rows or columns were taken apart."),
    "nested_table": _("Tables within tables were put into one cell."),
    "embedded": _("Videos, forms and other embedded parts were left out."),
    "comment": _("Comments and tracked changes were left out."),
    "style": _("Colours, fonts and text boxes were left out."),
    "unknown_style": _("Styles of Word that mean nothing here became plain paragraphs."),
    "unknown_column": _("Columns with other names were left out."),
    "empty_row": _("Rows without a title or text were left out."),
    "long_title": _("Titles that were too long were cut."),
}
EMBEDDED = ("iframe", "video", "audio", "object", "embed", "form", "svg", "canvas", "math", "mpvoice", "qqmusic", "map")
SILENT = ("script", "style", "title", "template", "noscript", "link", "meta", "head", "xml")
PICTURE = "picture:"
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|[;\s])(?:color|background(?:-color)?|font-size|font-family)\s*:", re.IGNORECASE)
_WORD_LIST = re.compile(r"mso-list\s*:\s*l\d+ level(\d)", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*(?:\(?(?:\d{1,3}|[a-zA-Z]|[一二三四五六七八九十]{1,3})[.)、）])\s*")
_BULLET = re.compile("^\\s*[·•●○■□▪◆\\-–—§ü\uf0b7\uf0a7\uf0d8o]\\s+")
_DATA = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,([\w+/=\s]+)", re.IGNORECASE)
_LAST_BREAK = re.compile(r"(?<!\\)\\(?=\n\n|\Z)")
"""A break at the end of a paragraph, as pages of WeChat have it, would be a stray backslash."""
_BLANK_LINES = re.compile(r"\n{3,}")
_ODD_BLANKS = str.maketrans({"\xa0": " ", "\u3000": " ", "\u200b": None, "\ufeff": None, "\u00ad": None})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture found in a text, which stands there as ``picture:<number>``."""

    content: bytes
    media_type: str


@dataclass(slots=True)
class Clean:
    """A text as Markdown, what of it was not understood (and how often), and its pictures."""

    markdown: str = ""
    notices: Counter[str] = field(default_factory=Counter)
    pictures: list[Picture] = field(default_factory=list)

    def report(self) -> list[tuple[Text, int]]:
        """What was not understood, in words."""
        return [(NOTICES[kind], count) for kind, count in self.notices.most_common()]


def without_pictures(body: str) -> str:
    """A cleaned text without the places of its pictures."""
    return re.sub(rf"!\[[^\]]*\]\({PICTURE}\d+\)", "", body).strip()


class _Writer(MarkdownConverter):
    """Two spaces at a line's end would be lost in editors, so a break is a backslash."""

    class Options(MarkdownConverter.DefaultOptions):  # type: ignore[name-defined]
        heading_style = "atx"
        bullets = "-"
        newline_style = "backslash"
        escape_underscores = False
        escape_misc = False
        table_infer_header = True
        keep_inline_images_in = ("td", "th", "h1", "h2", "h3", "h4")


def from_html(html: str) -> Clean:
    """Read a piece of HTML."""
    found = Clean()
    soup = BeautifulSoup(html, "html.parser")
    _drop(soup, found)
    _give_meaning(soup, found)
    _word_lists(soup)
    _tables(soup, found)
    _pictures(soup, found)
    text = str(_Writer().convert_soup(soup)).translate(_ODD_BLANKS)
    lines = (line.rstrip() for line in text.split("\n"))
    found.markdown = _LAST_BREAK.sub("", _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip())
    return found


def _tags(soup: BeautifulSoup | Tag, *names: Any) -> Iterator[Tag]:
    return iter(soup.find_all(list(names) or True))


def _style(tag: Tag) -> str:
    return str(tag.get("style") or "")


def _drop(soup: BeautifulSoup, found: Clean) -> None:
    """Take out what nobody sees, and what can't be kept."""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in _tags(soup, *SILENT, re.compile("^(?:o|w|m|v|st1):")):
        tag.unwrap() if tag.name == "o:p" and tag.get_text(strip=True) else tag.extract()
    for tag in _tags(soup, *EMBEDDED):
        tag.extract()
        found.notices["embedded"] += 1
    for tag in _tags(soup, "del", re.compile("^mso-comment")):
        tag.extract()
        found.notices["comment"] += 1
    for tag in list(_tags(soup)):
        if not tag.decomposed and _HIDDEN.search(_style(tag)):
            tag.decompose()


def _give_meaning(soup: BeautifulSoup, found: Clean) -> None:
    """What was said with styles is said with tags; the rest of the styles is left out."""
    for tag in list(_tags(soup)):
        style = _style(tag)
        if _COLOUR.search(style):
            found.notices["style"] += 1
        is_word = tag.name == "span" and _BOLD.search(style) and not tag.find_parent(["b", "strong", "h1", "h2", "h3"])
        if is_word and tag.get_text(strip=True):
            tag.name = "strong"
        elif tag.name in ("section", "article", "center"):
            tag.name = "div"
        elif tag.name == "p" and "MsoTitle" in (tag.get("class") or []):
            tag.name = "h1"
        elif tag.name in ("font", "u", "big", "small", "ins"):
            tag.unwrap()


def _word_lists(soup: BeautifulSoup) -> None:
    """Word writes lists as paragraphs with a mark in front."""
    box: Tag | None = None
    for paragraph in list(_tags(soup, "p")):
        level = _WORD_LIST.search(_style(paragraph))
        if level is None:
            box = None
            continue
        words = paragraph.get_text().translate(_ODD_BLANKS)
        kind = "ol" if _NUMBER.match(words) else "ul"
        _cut_mark(paragraph, _NUMBER if kind == "ol" else _BULLET)
        is_next = box is not None and box.name == kind and _before(paragraph) is box
        if not is_next:
            box = soup.new_tag(kind)
            paragraph.insert_before(box)
        assert box is not None  # noqa: S101 -- made above
        paragraph.name, paragraph.attrs = "li", {}
        box.append(paragraph.extract())


def _before(tag: Tag) -> Tag | None:
    found = tag.find_previous_sibling()
    return found if isinstance(found, Tag) else None


def _cut_mark(paragraph: Tag, pattern: re.Pattern[str]) -> None:
    """Take the mark off the first words of a paragraph, which may be spread over several spans."""
    mark = pattern.match(paragraph.get_text().translate(_ODD_BLANKS))
    left = mark.end() if mark else 0
    for text in list(paragraph.find_all(string=True)):
        if left <= 0:
            break
        words = str(text).translate(_ODD_BLANKS)
        text.replace_with(words[left:])
        left -= len(words)


def _tables(soup: BeautifulSoup, found: Clean) -> None:
    for cell in _tags(soup, "td", "th"):
        if any(str(cell.get(name) or "1") not in ("0", "1") for name in ("colspan", "rowspan")):
            found.notices["merged_cells"] += 1
            cell.attrs.pop("rowspan", None)
        for paragraph in _tags(cell, "p", "div"):
            paragraph.unwrap()
    for table in list(_tags(soup, "table")):
        if table.find_parent("table") is not None:
            found.notices["nested_table"] += 1
            table.replace_with(table.get_text(" ", strip=True))


def _pictures(soup: BeautifulSoup, found: Clean) -> None:
    for picture in list(_tags(soup, "img")):
        source = str(picture.get("data-src") or picture.get("src") or "")
        data = _DATA.fullmatch(source.strip())
        if data is None:
            if source and not source.startswith(("file:", "cid:", "webkit-fake-url:")):
                found.notices["remote_picture"] += 1
            else:
                found.notices["broken_picture"] += 1
            picture.decompose()
            continue
        try:
            content = base64.b64decode(data[2], validate=False)
        except (binascii.Error, ValueError):
            found.notices["broken_picture"] += 1
            picture.decompose()
            continue
        found.pictures.append(Picture(content, data[1].lower()))
        picture.attrs = {"src": f"{PICTURE}{len(found.pictures) - 1}", "alt": str(picture.get("alt") or "")}
