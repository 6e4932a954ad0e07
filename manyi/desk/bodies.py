"""What was said, as HTML: addresses become links, colleagues who are called in a note are marked."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from django.utils import timezone
from markupsafe import Markup, escape

from manyi.core.linking import linked
from manyi.desk.queries import reference
from manyi.desk.rich import rendered

ADDRESS = re.compile(r"://|www\.|@|\.(?:com|net|org)")
"""What a text must hold to have an address in it; looking for that is quicker than looking at every word."""


def body_html(text: str, names: tuple[str, ...] = ()) -> Markup:
    """A message's text, escaped and linked; ``names`` are marked where an ``@`` stands before them."""
    return _called_in(linked(text) if ADDRESS.search(text) else escape(text), text, names)


def laid_out(text: str, names: tuple[str, ...] = ()) -> Markup:
    """The same for a text with signs of layout."""
    return _called_in(rendered(text), text, names)


def _called_in(html: Markup, text: str, names: tuple[str, ...]) -> Markup:
    if "@" not in text or not names:
        return html
    pattern = _called(tuple(str(escape(name)) for name in names))
    return Markup(pattern.sub(r'<span class="mention">\g<0></span>', str(html)))  # noqa: S704 -- of escaped text


def called_names() -> tuple[str, ...]:
    """Every colleague's name, longest first, so that the longer of two is found."""
    return tuple(sorted({found.name for found in reference().active_staff()}, key=lambda name: (-len(name), name)))


def mentioned(text: str) -> list[int]:
    """Ids of the colleagues a note calls with ``@name``; all of those who share a name."""
    if "@" not in text:
        return []
    names = {hit.group(1) for hit in _called(called_names()).finditer(text)}
    return sorted(found.id for found in reference().active_staff() if found.name in names)


@lru_cache(maxsize=16)
def _called(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("@(" + "|".join(re.escape(name) for name in names) + ")")


def clock_time(at: dt.datetime) -> str:
    """The time of day in the viewer's zone."""
    local = timezone.localtime(at)
    return f"{local.hour:02d}:{local.minute:02d}"
