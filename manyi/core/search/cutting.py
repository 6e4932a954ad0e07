"""Text as compared and as indexed: folded, cut into words, with the sounds of Chinese titles.

The libraries are loaded when first asked: the words of Chinese take 33 MB, their sounds 55 MB.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import cast

HAN = re.compile(r"[\u3400-\u9fff]+")
LONGEST = 60
SOUNDED = 60
"""Letters of a sound that are kept; nobody types more to find a title."""


@lru_cache(maxsize=1)
def _cutter() -> object:
    import rjieba

    return rjieba


@lru_cache(maxsize=1)
def _simplifier() -> Callable[[str], str]:
    from opencc import OpenCC

    return cast("Callable[[str], str]", OpenCC("t2s").convert)


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    return cast("Callable[[str], str]", Stemmer.Stemmer("english").stemWord)


def fold(text: str) -> str:
    """Text as compared: full-width forms, ligatures, case and traditional characters made equal."""
    if text.isascii():
        return text.casefold()
    return _simplifier()(unicodedata.normalize("NFKC", text).casefold())


def words(text: str) -> str:
    """Text as messages are indexed: folded, cut into words and their parts, joined by blanks."""
    pieces: list[str] = _cutter().cut_for_search(fold(text), True)  # type: ignore[attr-defined]
    return " ".join(piece for piece in pieces if piece.isalnum())


def stem(word: str) -> str:
    """An English word without its ending; any other word as it is."""
    return _stemmer()(word) if word.isascii() and word.isalpha() else word


def cut(folded: str) -> list[str]:
    """Folded text as words that do not overlap, in order."""
    pieces: list[str] = _cutter().cut(folded, True)  # type: ignore[attr-defined]
    return [piece for piece in pieces if piece.isalnum() and len(piece) <= LONGEST]


def terms(text: str, shown: dict[str, str]) -> list[str]:
    """Text as documents are indexed: words and their parts in order, English ones by their stems.

    ``shown`` collects how each was written.
    """
    found = []
    for word in words(text).split():
        if len(word) <= LONGEST:
            found.append(stem(word))
            shown.setdefault(found[-1], word)
    return found


def pairs(text: str) -> list[str]:
    """Every two neighbouring Chinese characters: a title is found however its words are cut."""
    return [a + b for run in HAN.findall(fold(text)) for a, b in pairwise(run)]


def syllables(chinese: str) -> list[str]:
    """The pinyin of Chinese characters, without tones, as the words around them demand."""
    from pypinyin import lazy_pinyin

    return cast("list[str]", lazy_pinyin(chinese, errors="ignore"))


def sounds(text: str) -> list[str]:
    """What someone types who writes a title by its sounds: initials and full pinyin from each word to the end."""
    found: list[str] = []
    for run in HAN.findall(fold(text)):
        spoken = syllables(run)
        if len(spoken) != len(run):
            continue
        for start in _starts(cut(run)):
            rest = spoken[start:]
            found += ["".join(one[0] for one in rest)[:SOUNDED], "".join(rest)[:SOUNDED]]
    return found


def _starts(pieces: Iterable[str]) -> Iterator[int]:
    at = 0
    for piece in pieces:
        yield at
        at += len(piece)
