"""HTML bodies as plain text, quotations and signatures in plain-text manners so that one set of rules folds both."""

import re
from html import unescape
from typing import Final

import nh3

from .html_bounds import within_bounds

_SILENT: Final = {"script", "style", "title", "template", "object", "select", "noscript", "textarea"}
_VOID: Final = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"})
_BLOCK: Final = frozenset(
    re.findall(
        r"\S+",
        """address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header li
    main nav ol p pre section table tr ul""",
    )
)
_SPACED: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"})
_KEPT_TAGS: Final = {*_BLOCK, *_VOID, "a", "span", "td", "th"} - {"base"}
_KEPT_ATTRIBUTES: Final = {
    "*": {"class", "id", "style"},
    "a": {"class", "id", "style", "href"},
    "img": {"alt"},
}
_HIDDEN: Final = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px)?\s*(?:;|$)", re.IGNORECASE)
_TIGHT: Final = re.compile(r"margin(?:-top|-bottom)?\s*:\s*0|MsoNormal|MsoPlainText", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"gmail_signature$|^Signature$|ntes-pcmail-signature|mail-signature|moz-signature")
_INDENT: Final = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.IGNORECASE)
_BLANK: Final = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE: Final = str.maketrans({"\xa0": " ", "\u200b": None, "\u200c": None, "\ufeff": None, "\u00ad": None})

_TOKEN: Final = re.compile(r'<(/?)([a-z0-9]+)((?: [\w:-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE: Final = re.compile(r' ([\w:-]+)="([^"]*)"')

RULE: Final = "-" * 20
"""What a horizontal line becomes."""


def html_to_text(html: str) -> str:
    """The text a reader of the page sees: links with their targets, lists, table rows, `>` before quotations."""
    # Made well-formed by a real parser, any page can be read by a pattern.
    well_formed = nh3.clean(
        within_bounds(html),
        tags=_KEPT_TAGS,
        clean_content_tags=_SILENT,
        attributes=_KEPT_ATTRIBUTES,
        link_rel=None,
    )
    writer = _Writer()
    for closing, tag, attributes, data in _TOKEN.findall(well_formed):
        if data:
            writer.handle_data(unescape(data))
        elif closing:
            writer.handle_end(tag)
        else:
            writer.handle_start(tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)})
    return writer.text()


class _Writer:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._gap = False
        self._loose: dict[str, bool] = {}
        self._silent: list[str] = []
        self._quotes: list[bool] = []
        self._lists: list[int | None] = []
        self._pre = 0
        self._links: list[tuple[str, int]] = []

    def handle_start(self, tag: str, given: dict[str, str]) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.append(tag)
            return
        if tag not in _VOID and _HIDDEN.search(given.get("style", "")):
            if tag in _BLOCK:
                self._break()
            self._silent.append(tag)
        elif tag in _BLOCK:
            self._open_block(tag, given)
        else:
            self._open_inline(tag, given)

    def _open_block(self, tag: str, given: dict[str, str]) -> None:
        tight = bool(_TIGHT.search(given.get("style", "") + given.get("class", "")))
        self._loose[tag] = tag in _SPACED and not tight and not (tag in ("ul", "ol") and self._lists)
        self._break()
        self._gap = self._gap or self._loose[tag]
        if tag == "blockquote":
            self._quotes.append(not _INDENT.search(given.get("style", "")))
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._line = "  " * (len(self._lists) - 1) + self._bullet()
        elif tag == "pre":
            self._pre += 1
        if _SIGNATURE.search(given.get("class", "")) or _SIGNATURE.search(given.get("id", "")):
            self._line = "-- "
            self._break()

    def _open_inline(self, tag: str, given: dict[str, str]) -> None:
        if tag == "br":
            self._break(force=True)
        elif tag == "hr":
            self._break()
            self._line = RULE
            self._break()
        elif tag in ("td", "th") and self._line.strip():
            self._line = self._line.rstrip(" ") + "\t"
        elif tag == "img" and (alt := _BLANK.sub(" ", given.get("alt", "")).strip()):
            self._line += f"[{alt}]"
        elif tag == "a":
            self._links.append((given.get("href", "").strip(), len(self._line)))

    def handle_end(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
        elif tag == "a":
            self._close_link()
        elif tag in _BLOCK:
            self._break()
            if tag == "blockquote" and self._quotes:
                self._quotes.pop()
            elif tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            elif tag == "pre" and self._pre:
                self._pre -= 1
            self._gap = self._gap or self._loose.get(tag, False)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            first, *rest = data.split("\n")
            self._line += first
            for line in rest:
                self._break(force=True)
                self._line = line
            return
        text = _BLANK.sub(" ", data)
        self._line += text.lstrip(" ") if not self._line or self._line.endswith((" ", "\t")) else text

    def _close_link(self) -> None:
        href, start = self._links.pop() if self._links else ("", 0)
        shown = self._line[start:].strip()
        if href.lower().startswith(("http://", "https://")) and shown and not _same_place(shown, href):
            self._line = f"{self._line.rstrip()} ({href})"

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number + 1}. "

    def _break(self, *, force: bool = False) -> None:
        """Ends the line; an empty one only counts where it was forced or holds a hard space."""
        text = self._line.translate(_INVISIBLE).rstrip()
        held = bool(self._line.strip(" "))
        self._line = ""
        if not (text or force or held):
            return
        depth = sum(self._quotes)
        if self._gap and self._lines and self._lines[-1].strip("> "):
            self._lines.append(("> " * min(depth, self._depth)).rstrip())
        self._gap, self._depth = False, depth
        self._lines.append(("> " * depth + text).rstrip())

    def text(self) -> str:
        self._break()
        text = "\n".join(self._lines)
        text = re.sub(r"^-- ?\n(?:-- ?\n)+", "-- \n", text, flags=re.MULTILINE)
        return re.sub(r"\n(?:[> ]*\n){2,}", "\n\n", text).strip("\n")


def _same_place(shown: str, href: str) -> bool:
    plain = re.sub(r"^https?://(?:www\.)?|/$", "", href, flags=re.IGNORECASE)
    return re.sub(r"^https?://(?:www\.)?|/$", "", shown, flags=re.IGNORECASE) == plain
