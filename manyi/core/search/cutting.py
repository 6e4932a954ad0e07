"""Text as compared and as indexed: folded, cut into words, with the sounds of Chinese titles.

The libraries are loaded when first asked: the words of Chinese take 33 MB, their sounds 55 MB.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

HAN = re.compile(r"[\u3400-\u9fff]+")
LONGEST = 60
SOUNDED = 60
"""Letters of a sound that are kept; nobody types more to find a title."""


def data(name: str) -> list[str]:
    """The words in one of the lists beside this file."""
    return Path(__file__).with_name("data").joinpath(f"{name}.txt").read_text(encoding="utf-8").split()


@lru_cache(maxsize=1)
def _cutter() -> Any:
    """The dictionary of Chinese, with the words of shops and service desks that it lacks."""
    import rjieba

    for word in data("words"):  # the library has a dictionary already; one of our own would be a second in memory
        rjieba.add_word(word, rjieba.suggest_freq(word), "n")
    return rjieba


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """The simplified form of each traditional character; the library and its phrases are let go again."""
    from opencc import OpenCC

    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simple = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(old): new for old, new in zip(characters, simple, strict=True) if old != new}


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    import Stemmer

    return cast("Callable[[str], str]", Stemmer.Stemmer("english").stemWord)


def fold(text: str) -> str:
    """Text as compared: full-width forms, ligatures, case and traditional characters made equal."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKC", text).casefold().translate(_simplified())


def words(text: str) -> str:
    """Text as messages are indexed: folded, cut into words and their parts, joined by blanks."""
    pieces: list[str] = _cutter().cut_for_search(fold(text), True)
    return " ".join(piece for piece in pieces if piece.isalnum())


def stem(word: str) -> str:
    """An English word without its ending; any other word as it is."""
    return _stemmer()(word) if word.isascii() and word.isalpha() else word


def cut(folded: str) -> list[str]:
    """Folded text as words that do not overlap, in order; new words are not guessed, so texts are cut alike."""
    pieces: list[str] = _cutter().cut(folded, False)
    return [piece for piece in pieces if piece.isalnum() and len(piece) <= LONGEST]


def indexed(text: str, shown: dict[str, str] | None = None) -> list[str]:
    """Text as documents are indexed: words and their parts in order, English ones by their stems.

    ``shown`` collects how each was written.
    """
    found = []
    for word in _cutter().cut_for_search(fold(text), False):
        if word.isalnum() and len(word) <= LONGEST:
            found.append(stem(word))
            if shown is not None:
                shown.setdefault(found[-1], word)
    return found


FILLERS = frozenset(data("fillers"))
"""Words that say little about what is asked; they count only where a query has no others."""


def telling(pieces: list[str]) -> list[str]:
    """The words that say something, or all where none does."""
    return [piece for piece in pieces if piece not in FILLERS] or pieces


def pairs(text: str) -> list[str]:
    """Every two neighbouring Chinese characters: a title is found however its words are cut."""
    return [a + b for run in HAN.findall(fold(text)) for a, b in pairwise(run)]


def syllables(chinese: str) -> list[str]:
    """The pinyin of Chinese characters, without tones, as the words around them demand."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(chinese, errors="ignore")


def sounds(text: str) -> list[str]:
    """What someone types who writes a title by its sounds: initials and full pinyin from each word to the end."""
    found: list[str] = []
    for run in HAN.findall(fold(text)):
        spoken = syllables(run)
        if len(spoken) != len(run):
            continue
        for start in sorted({start for _word, start, _end in _cutter().tokenize(run, "search", True)}):
            rest = spoken[start:]
            found += ["".join(one[0] for one in rest)[:SOUNDED], "".join(rest)[:SOUNDED]]
    return found
