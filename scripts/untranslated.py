"""Finds words of templates outside of `_()` and `{% trans %}`, which are never translated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

LEXER = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - only reads
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = {"Manyi", "满意"}
SAID_ATTRIBUTES = {"alt", "aria-description", "aria-label", "placeholder", "title"}
NOT_SAID = {"code", "kbd", "script", "style"}


def untranslated(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and words of each untranslated text; what is inside `translate="no"` is left alone."""
    literal = _literal(text)
    if path.suffix == ".html":
        page = _Page()
        page.feed(literal)
        page.close()
        yield from page.found
    else:
        for line, words in enumerate(literal.split("\n"), 1):
            if _has_words(words):
                yield line, words.strip()


def _literal(text: str) -> str:
    """The template without its expressions, blocks and translated passages, on the same lines."""
    kept = []
    in_trans = False
    opened = False
    for _, kind, value in LEXER.lex(text):
        kept.append(value if kind == "data" and not in_trans else "\n" * value.count("\n"))
        if opened and kind == "name" and value in {"trans", "endtrans"}:
            in_trans = value == "trans"
        opened = kind == "block_begin" or (opened and kind == "whitespace")
    return "".join(kept)


def _has_words(text: str) -> bool:
    return any(word not in NAMES for word in WORD.findall(text))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent = ""  # the element whose content is left alone
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            self._depth += tag == self._silent
            return
        given = dict(attrs)
        if given.get("translate") == "no" or tag in NOT_SAID:
            self._silent, self._depth = tag, 1
            return
        for name in SAID_ATTRIBUTES & given.keys():
            self._note(given[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._depth -= 1
            if not self._depth:
                self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._note(data)

    def _note(self, text: str) -> None:
        if _has_words(text):
            before = text[: len(text) - len(text.lstrip())].count("\n")
            self.found.append((self.getpos()[0] + before, " ".join(text.split())))
