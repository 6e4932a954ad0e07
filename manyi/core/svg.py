"""Writing SVG and HTML elements from Python without ever forgetting to escape."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """An element. Text is escaped, numbers keep one decimal; `class_` is class, `text_anchor` is text-anchor."""
    written = joined(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _number(value))
        for key, value in attributes.items()
        if value not in (None, "")
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, joined(children))  # noqa: S704 (our own tag names)


def joined(parts: Iterable[str]) -> Markup:
    """Pieces of markup one after the other."""
    return Markup("").join(parts)


def linked(content: str, url: str) -> Markup:
    """The content as a link where there is somewhere to go."""
    return tag("a", content, href=url) if url else escape(content)


def _number(value: object) -> object:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else value
