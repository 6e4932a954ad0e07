"""Pages kept to a size that every later step can afford."""

import re
from typing import Final

_MAX_LENGTH: Final = 1_000_000
_MAX_DEPTH: Final = 500
_NESTING: Final = re.compile(
    r"<(/?)(?:div|span|blockquote|font|center|table|ul|ol|dl|section|article|b|i|u|em|strong|small|big|a|q|s|sub|sup|code"
    r"|tt|ins|del|main|nav|header|footer|aside|address|form|fieldset)\b",
    re.IGNORECASE,
)


def within_bounds(html: str) -> str:
    """The page, cut where it gets longer or deeper than mail people write: parsers take quadratic time in depth."""
    depth = 0
    for tag in _NESTING.finditer(html, 0, _MAX_LENGTH):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _MAX_DEPTH:
            return html[: tag.start()]
    return html[:_MAX_LENGTH]
