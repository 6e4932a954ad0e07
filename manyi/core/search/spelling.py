"""Words that were meant: one or two slips away in writing, or the same in sound.

Each word of the library is kept under itself with one letter left out: two words a slip apart share such a key, so a
look-up by key finds them without comparing with the whole vocabulary.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from manyi.core.models import SearchSlip, SearchWord
from manyi.core.search.cutting import HAN, stem, syllables

SHORTEST, SHORTEST_CHINESE = 4, 3
LONGEST = 24
_SOUND = "~"


@dataclass(frozen=True, slots=True)
class Correction:
    """A query's words with one replaced; certain when the word replaced stands nowhere in the library."""

    pieces: list[str]
    wrong: str
    right: str
    is_certain: bool


def corrected(pieces: list[str], fillers: Collection[str]) -> Correction | None:
    """The words with one replaced that was probably meant otherwise, or neighbours that were one word.

    Words no document holds are doubted; when there are none, all.
    """
    known = documents({stem(piece) for piece in pieces})
    strange = [at for at, piece in enumerate(pieces) if stem(piece) not in known and piece not in fillers]
    joins = _joins(pieces, strange or range(len(pieces)))
    guesses = meant(stem(one) for one in joins.values())
    for (start, end), written in sorted(joins.items(), key=lambda item: item[0][0] - item[0][1]):
        better = guesses.get(stem(written))
        if better and better[0] not in pieces[start:end]:
            right = SearchWord.objects.values_list("shown", flat=True).get(word=better[0])
            wrong = ("" if HAN.search(written) else " ").join(pieces[start:end])
            return Correction([*pieces[:start], right, *pieces[end:]], wrong, right, bool(strange))
    return None


def _joins(pieces: Sequence[str], doubted: Iterable[int]) -> dict[tuple[int, int], str]:
    """The doubted words and what they are together with their neighbours."""
    spans = {span for at in doubted for span in ((at - 1, at + 1), (at, at + 2), (at - 1, at + 2), (at, at + 1))}
    return {
        (start, end): "".join(pieces[start:end]) for start, end in sorted(spans) if start >= 0 and end <= len(pieces)
    }


def documents(asked: Iterable[str]) -> dict[str, int]:
    """How many documents hold each of these words, those that stand in any."""
    return dict(SearchWord.objects.filter(word__in=list(asked), documents__gt=0).values_list("word", "documents"))


def learn(new: Sequence[str]) -> None:
    """Keep what these new words of the library are mistaken for."""
    rows = [SearchSlip(key=key, word=word) for word in new for key in sorted(_keys(word))]
    SearchSlip.objects.bulk_create(rows, batch_size=400, ignore_conflicts=True)


def meant(written: Iterable[str]) -> dict[str, list[str]]:
    """For each of the words what may have been meant, nearest first, then the most used."""
    keys = {word: _keys(word) for word in written}
    wanted = {key for found in keys.values() for key in found}
    if not wanted:
        return {}
    rows = list(SearchSlip.objects.filter(key__in=sorted(wanted)).values_list("key", "word"))
    used = documents({word for _key, word in rows})
    found = {}
    for word, mine in keys.items():
        near = {other: _apart(word, other) for key, other in rows if key in mine and other in used and other != word}
        kept = [other for other, apart in near.items() if apart <= (2 if len(word) > 7 else 1)]
        if kept:
            found[word] = sorted(kept, key=lambda other: (near[other], -used[other], other))
    return found


def _keys(word: str) -> set[str]:
    chinese = HAN.fullmatch(word) is not None
    keys = set()
    if (SHORTEST_CHINESE if chinese else SHORTEST) <= len(word) <= LONGEST and not word.isdigit():
        keys = {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
    if chinese and 2 <= len(word) <= LONGEST:
        keys.add(_sound(word))
    return keys


def _sound(chinese: str) -> str:
    return sound_key("".join(syllables(chinese)))


def sound_key(spoken: str) -> str:
    """Under what words are kept that sound like this pinyin without tones."""
    return (_SOUND + spoken)[:LONGEST]


def _apart(one: str, other: str) -> int:
    """How many slips apart two words are: a letter too few, too many, wrong, or two exchanged; 1 for the same sound."""
    if HAN.fullmatch(one) and HAN.fullmatch(other) and _sound(one) == _sound(other):
        return 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        older, before, row = before, row, [at]
        for place, against in enumerate(other, 1):
            cost = min(row[-1] + 1, before[place] + 1, before[place - 1] + (letter != against))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == against:
                cost = min(cost, older[place - 2] + 1)
            row.append(cost)
    return row[-1]
