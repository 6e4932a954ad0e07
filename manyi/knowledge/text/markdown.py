"""Markdown, the one format of the library: shown as HTML, read as plain text, taken apart into steps and links.

Links to other articles are written ``[words](article:12)``, pictures and files ``![words](file:34)``, values
``{{ hotline }}`` or, as everywhere on the desk, ``{customer.name}``; a quotation that begins with ``[!TIP]`` (note,
tip, important, warning) is a call-out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import mistune
import nh3
from django.utils.translation import gettext as _
from markupsafe import Markup
from mistune.util import escape_url

CALL_OUTS = ("note", "tip", "important", "warning")
VARIABLE = re.compile(r"\{\{\s*([\w.-]{1,60})\s*\}\}|\{([a-z][a-z0-9_]{0,40}(?:\.[a-z0-9][a-z0-9_-]{0,40})?)\}")
_CALL_OUT = re.compile(r"\s*<p>\[!(" + "|".join(CALL_OUTS) + r")\]\s*(?:<br\s*/?>)?\s*(?:</p>)?", re.IGNORECASE)
_LINE_END = re.compile(r"(?<=[^\n])[ \t]*\n(?=[^\n])")
_TAG = re.compile(r"<[^>]+>")
_WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
LONGEST_ADDRESS = 500
_OWN = re.compile(r"(article|file):(\d{1,18})(#[\w-]*)?")
PLUGINS = ["table", "strikethrough", "url"]
TAGS = {
    *(
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
    ),
    *("a", "img", "table", "thead", "tbody", "tr", "th", "td", "div", "span"),
}
ATTRIBUTES = {"*": {"class", "id"}, "a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}
Address = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a shown text, for its table of contents."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as HTML, with its headings."""

    html: Markup
    headings: tuple[Heading, ...]


class _Html(mistune.HTMLRenderer):
    """Our links, call-outs, and headings one level below the page's title."""

    def __init__(self, article: Address, file: Address) -> None:
        super().__init__(escape=True)
        self.addresses = {"article": article, "file": file}
        self.headings: list[Heading] = []

    def sanitize_url(self, url: str) -> str:
        own = _OWN.fullmatch(url)
        if own is None:
            return super().sanitize_url(url)
        return escape_url(self.addresses[own[1]](int(own[2])) + (own[3] or ""))

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        level = min(level + 1, 6)
        name = f"part-{len(self.headings) + 1}"
        self.headings.append(Heading(name, level, unescape(_TAG.sub("", text))))
        return f'<h{level} id="{name}">{text}</h{level}>\n'

    def block_quote(self, text: str) -> str:
        found = _CALL_OUT.match(text)
        if found is None:
            return f"<blockquote>{text}</blockquote>\n"
        kind = found[1].lower()
        inside = text[found.end() :]
        if not found[0].rstrip().endswith("</p>"):
            inside = f"<p>{inside}"
        return (
            f'<div class="call-out {kind}"><p class="call-out-title">{escape(call_out_title(kind))}</p>{inside}</div>\n'
        )

    def table(self, text: str) -> str:
        return f'<div class="table-box"><table>{text}</table></div>\n'


def call_out_title(kind: str) -> str:
    """What stands above a call-out."""
    return {"note": _("Note"), "tip": _("Tip"), "important": _("Important"), "warning": _("Warning")}[kind]


def show(body: str, *, article: Address, file: Address, values: Mapping[str, str] | None = None) -> Shown:
    """A text as safe HTML.

    ``article`` and ``file`` give the addresses of what it links to; variables without a value are marked.
    """
    renderer = _Html(article, file)
    html = str(mistune.create_markdown(renderer=renderer, plugins=PLUGINS)(fill(body, values or {})))
    html = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, link_rel="noopener noreferrer")
    marked = VARIABLE.sub(lambda found: f'<span class="variable">{_name(found)}</span>', html)
    return Shown(Markup(marked), tuple(renderer.headings))  # noqa: S704 -- cleaned


def fill(body: str, values: Mapping[str, str]) -> str:
    """A text with the values of the variables that are known."""
    return VARIABLE.sub(lambda found: values.get(_name(found), found[0]), body)


def _name(found: re.Match[str]) -> str:
    return found[1] or found[2]


def gaps_shown(text: str) -> str:
    """A text with each variable it still holds written ``{name}``."""
    return VARIABLE.sub(lambda found: f"{{{_name(found)}}}", text)


def fixed_parts(text: str) -> list[str]:
    """What stands around the variables of a text."""
    return VARIABLE.sub("\0", text).split("\0")


def with_its_lines(body: str) -> str:
    """A text whose lines stay lines, as those of a script do; Markdown would join them."""
    return _LINE_END.sub("  \n", body)


def variables(body: str) -> set[str]:
    """The keys of the variables a text uses."""
    return {_name(found) for found in VARIABLE.finditer(body)}


_tokens = mistune.create_markdown(renderer=None, plugins=PLUGINS)


def _parsed(body: str) -> list[dict[str, Any]]:
    return _tokens(body)  # type: ignore[return-value]


def targets(body: str) -> list[str]:
    """Every address a text links to or shows, in order: ``article:12``, ``file:3``, ``https://…``."""
    return [
        token["attrs"]["url"]
        for token in _walk(_parsed(body))
        if token["type"] in ("link", "image") and "attrs" in token
    ]


def article_ids(body: str) -> list[int]:
    """The articles a text links to, each once."""
    found = (_OWN.fullmatch(address) for address in targets(body))
    return list(dict.fromkeys(int(own[2]) for own in found if own is not None and own[1] == "article"))


def web_addresses(body: str) -> list[str]:
    """The pages elsewhere a text links to, each once, without the part of the page."""
    found = (address.partition("#")[0] for address in targets(body))
    return list(dict.fromkeys(one for one in found if _WEB.match(one) and len(one) <= LONGEST_ADDRESS))


def _walk(tokens: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for token in tokens:
        yield token
        yield from _walk(token.get("children") or [])


def plain(body: str) -> str:
    """A text as it is sent where there is no layout: lists keep their numbers, links their words and address."""
    return "\n\n".join(filter(None, (_block(token).strip() for token in _parsed(body)))).strip()


def steps(body: str) -> list[str]:
    """The steps of a text: the items of its longest numbered list; none when it has none."""
    lists = [token for token in _walk(_parsed(body)) if token["type"] == "list" and token["attrs"].get("ordered")]
    longest = max(lists, key=lambda token: len(token["children"]), default=None)
    return [_item(item) for item in longest["children"]] if longest else []


def _block(token: dict[str, Any]) -> str:
    kind = token["type"]
    if kind == "list":
        return _list(token)
    if kind == "table":
        rows = [row for row in _walk([token]) if row["type"] in ("table_row", "table_head")]
        return "\n".join(" | ".join(_inline(cell) for cell in row["children"]) for row in rows)
    if kind == "block_quote":
        inside = "\n".join(filter(None, (_block(child) for child in token["children"])))
        return re.sub(r"^\[!\w+\]\s*", "", inside)
    if kind in ("block_code", "block_html"):
        return str(token.get("raw", "")).rstrip()
    return _inline(token) if kind not in ("blank_line", "thematic_break") else ""


def _list(token: dict[str, Any], indent: str = "") -> str:
    lines = []
    first = token["attrs"].get("start", 1)
    for place, item in enumerate(token["children"]):
        mark = f"{first + place}. " if token["attrs"].get("ordered") else "• "
        lines.append(indent + mark + _item(item))
        lines += [_list(child, indent + "   ") for child in item["children"] if child["type"] == "list"]
    return "\n".join(lines)


def _item(item: dict[str, Any]) -> str:
    return " ".join(filter(None, (_block(child) for child in item["children"] if child["type"] != "list")))


def _inline(token: dict[str, Any]) -> str:
    kind = token["type"]
    if kind in ("linebreak", "softbreak"):
        return "\n" if kind == "linebreak" else " "
    words = "".join(_inline(child) for child in token["children"]) if "children" in token else str(token.get("raw", ""))
    if kind == "image":
        return ""
    if kind == "link":
        url = token["attrs"]["url"]
        is_known = not url.startswith(("http:", "https:", "mailto:", "tel:")) or words in url
        return words if is_known else f"{words} ({url})"
    return words
