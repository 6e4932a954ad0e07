"""Where the words of a query stand in a text: the piece around them, each in ``<mark>``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from manyi.core.search.cutting import fold, words
from manyi.core.search.understanding import Understood

AROUND = 40
SHOWN = 4 * AROUND
MOST_LOOKED_AT = 200
BETWEEN = r"\W{0,3}"
NOTHING = re.compile(r"(?!)")


def pattern_of(query: str) -> re.Pattern[str]:
    """What the words of a query look like in a text."""
    return _pattern({(piece,) for piece in (*fold(query).split(), *words(query).split())})


def pattern_for(asked: Understood) -> re.Pattern[str]:
    """What a query looks like in a text, in all forms it was looked for."""
    own = {(word,) for term in asked.terms for word in term.forms[0].words}
    others = {form.words for term in asked.terms for form in term.forms[1:] if not form.is_sound}
    return _pattern(own | others)


def _pattern(phrases: Iterable[tuple[str, ...]]) -> re.Pattern[str]:
    looks = {BETWEEN.join(map(_piece, phrase)) for phrase in phrases}
    ordered = sorted(looks, key=lambda look: (-len(look), look))
    return re.compile(f"(?:{'|'.join(ordered)})+", re.IGNORECASE) if ordered else NOTHING


def _piece(piece: str) -> str:
    """English from the beginning of a word to its end, so that a stem marks the whole word."""
    return rf"(?<![a-z0-9]){piece}[a-z0-9]*" if piece.isascii() and piece.isalnum() else re.escape(piece)


def marked(text: str, pattern: re.Pattern[str], length: int = SHOWN) -> Markup:
    """The piece of a text where most of the words stand, every hit in ``<mark>``."""
    flat = " ".join(text.split())
    compared = fold(flat)
    compared = compared if len(compared) == len(flat) else flat
    start = _best_start(compared, pattern, length)
    parts, at, end = [], start, min(start + length, len(flat))
    for hit in pattern.finditer(compared, start, end):
        parts += [escape(flat[at : hit.start()]), Markup("<mark>{}</mark>").format(flat[hit.start() : hit.end()])]
        at = hit.end()
    body = Markup("").join([*parts, escape(flat[at:end])])
    return Markup("{}{}{}").format("…" if start else "", body, "…" if end < len(flat) else "")


def _best_start(text: str, pattern: re.Pattern[str], length: int) -> int:
    """Where to begin so that most different words are shown."""
    hits = [hit for hit, _count in zip(pattern.finditer(text), range(MOST_LOOKED_AT), strict=False)]
    best, most = 0, 0
    for at, hit in enumerate(hits):
        seen = {other.group() for other in hits[at:] if other.end() < hit.start() + length - AROUND}
        if (shown := sum(map(len, seen))) > most:
            best, most = hit.start(), shown
    return max(0, best - AROUND) if len(text) > length else 0
