"""What colleagues write may be laid out with a few signs of Markdown: bold, lists, quotes, links, code.

Text without such signs stays plain, so that nobody's asterisk is eaten by accident. A single sign around a word means
nothing: ``2*3*4`` is a product.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import mistune
import nh3
from markupsafe import Markup

SIGNS = re.compile(r"\*\*\S|^(?:[-*+] |\d{1,2}[.)] |> |```)|\]\(https?://|`[^`\n]+`", re.MULTILINE)
TAGS = {"p", "br", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}


class _Renderer(mistune.HTMLRenderer):
    """The few signs that count; everything else stays as it was typed."""

    def emphasis(self, text: str) -> str:
        return f"*{text}*"

    def heading(self, text: str, level: int, **attrs: object) -> str:
        return f"<p>{'#' * level} {text}</p>\n"

    def thematic_break(self) -> str:
        return "<p>---</p>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text


def _strong(inline: mistune.InlineParser, found: re.Match[str], state: mistune.InlineState) -> int:
    inner = state.copy()
    inner.src = found["words"]
    state.append_token({"type": "strong", "children": inline.render(inner)})
    return found.end()


@cache
def _markdown() -> mistune.Markdown:
    made = mistune.create_markdown(renderer=_Renderer(escape=True), hard_wrap=True)
    # The standard wants a blank after a closing sign that follows punctuation; Chinese has none there.
    made.inline.register("bold", r"\*\*(?P<words>(?=\S)[^*\n]+?(?<=\S))\*\*", _strong, before="emphasis")
    return made


def is_rich(text: str) -> bool:
    """Whether a text has signs that lay it out."""
    return SIGNS.search(text) is not None


def html_of(text: str) -> str:
    """The text laid out, safe to show and to send; empty for plain text."""
    return str(rendered(text)) if is_rich(text) else ""


@lru_cache(maxsize=2_000)
def rendered(text: str) -> Markup:
    """The text laid out."""
    html = str(_markdown()(text))
    rel = "noopener noreferrer nofollow"
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=rel)
    return Markup(clean.strip())  # noqa: S704 -- sanitised
