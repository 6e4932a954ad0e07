"""What changed between two texts, side by side: Chinese by character, other scripts by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_PIECES = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]|\w+|\s+|[^\w\s]")
NEAR = 0.35
"""Lines less alike than this stand alone instead of side by side."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a line; ``is_changed`` when the other side does not have it."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of both texts. ``kind`` is same, changed, added or removed; a side without the line is None."""

    kind: str
    old: tuple[Piece, ...] | None
    new: tuple[Piece, ...] | None


def compare(old: str, new: str) -> list[Row]:
    """Both texts line by line."""
    before, after = _lines(old), _lines(new)
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row("same", (Piece(line),), (Piece(line),)) for line in before[a:b]]
        else:
            rows += _replaced(before[a:b], after[c:d])
    return rows


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().split("\n") if line.strip()]


def _replaced(before: list[str], after: list[str]) -> Iterator[Row]:
    """Changed lines beside those they most probably came from, the rest as removed or added, in order."""
    place = 0
    for line in before:
        partner = _partner(line, after, place)
        if partner is None:
            yield Row("removed", (Piece(line, True),), None)
            continue
        yield from (Row("added", None, (Piece(new, True),)) for new in after[place:partner])
        yield Row("changed", *_marked(line, after[partner]))
        place = partner + 1
    yield from (Row("added", None, (Piece(new, True),)) for new in after[place:])


def _partner(line: str, after: list[str], start: int) -> int | None:
    best, found = NEAR, None
    for place in range(start, len(after)):
        likeness = SequenceMatcher(None, _pieces(line), _pieces(after[place]), autojunk=False).ratio()
        if likeness > best:
            best, found = likeness, place
    return found


def _pieces(line: str) -> list[str]:
    return _PIECES.findall(line)


def _marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    before, after = _pieces(old), _pieces(new)
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if b > a:
            left.append(Piece("".join(before[a:b]), tag != "equal"))
        if d > c:
            right.append(Piece("".join(after[c:d]), tag != "equal"))
    return tuple(left), tuple(right)
