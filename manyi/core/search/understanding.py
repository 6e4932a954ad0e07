"""What a query means: its words, what the company calls the same, and what was probably meant by words nobody wrote."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from manyi.core.models import SearchSynonym
from manyi.core.search.cutting import FILLERS, cut, fold, indexed, pairs, stem, telling
from manyi.core.search.spelling import corrected, documents

LONGEST_QUERY = 200
MOST_TERMS = 12
UNKNOWN = 0.1
SAME, SPOKEN, PART = 0.9, 0.8, 0.6
"""What a synonym, a word written in pinyin and a part of a word are worth against the word itself."""


@dataclass(frozen=True, slots=True)
class Form:
    """One way a term is written: words that all have to be there, the last of which may be only a beginning."""

    words: tuple[str, ...]
    worth: float = 1.0
    is_beginning: bool = False
    is_sound: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One idea of the query, in every form it may take; rare ones say more than common ones."""

    written: str
    forms: tuple[Form, ...]
    rarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Understood:
    """A query as it is looked for; ``corrected`` is how it should have been written, where that was guessed.

    It is certain where the word that was replaced stands nowhere in the library.
    """

    folded: str
    terms: tuple[Term, ...] = ()
    phrase: str = ""
    corrected: str = ""
    is_certain: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.terms


def understand(query: str) -> Understood:
    """Read a query as it is written."""
    folded = " ".join(fold(query[:LONGEST_QUERY]).split())
    pieces = cut(folded)[:MOST_TERMS]
    return _understood(folded, pieces, query[-1:]) if pieces else Understood(folded)


def doubt(query: str) -> Understood | None:
    """Read a query again, taking one of its words for another that was probably meant; None when all seem right."""
    folded = " ".join(fold(query[:LONGEST_QUERY]).split())
    found = corrected(cut(folded)[:MOST_TERMS], FILLERS)
    if found is None:
        return None
    understood = _understood(folded, found.pieces, query[-1:])
    spelled = folded.replace(found.wrong, found.right, 1)
    return replace(understood, folded=spelled, corrected=spelled, is_certain=found.is_certain)


def _understood(folded: str, pieces: list[str], end: str) -> Understood:
    kept = telling(pieces)
    ends_open = end not in " ?？。" and pieces[-1] == kept[-1]
    terms = _with_synonyms([_term(piece, ends_open and at == len(kept) - 1) for at, piece in enumerate(kept)], kept)
    return Understood(folded, tuple(_weighed(terms)), "".join(kept))


def loosened(asked: Understood) -> Understood:
    """The query with more to go by: the parts of its words, and pairs of characters across them.

    They help where words were cut in the wrong places, so they are worth less than words.
    """
    parts = {word for term in asked.terms for word in term.forms[0].words if len(term.forms[0].words) > 1}
    crossing = set(pairs(asked.folded)) - {pair for term in asked.terms for pair in pairs(term.written)}
    known = documents((parts | crossing) - FILLERS)
    more = [Term(part, (Form((part,), PART),)) for part in sorted(known)][:MOST_TERMS]
    return replace(asked, terms=(*asked.terms, *_weighed(more)))


def _term(piece: str, is_last: bool) -> Term:
    """A word with its parts; the last one may still be being typed, or be pinyin."""
    parts = tuple(dict.fromkeys(indexed(piece))) or (piece,)
    if len(parts) > 1 and sum(map(len, parts[:-1])) >= len(piece):
        parts = tuple(part for part in parts if part != piece)
    can_grow = is_last and not (piece.isascii() and len(piece) < 2)
    forms = [Form(parts, is_beginning=can_grow)]
    if can_grow and stem(piece) != piece:
        forms.append(Form((piece,), is_beginning=True))
    if piece.isascii() and piece.isalpha() and len(piece) > 1:
        forms.append(Form((piece,), SPOKEN, is_beginning=True, is_sound=True))
    return Term(piece, tuple(forms))


def _with_synonyms(terms: list[Term], kept: Sequence[str]) -> list[Term]:
    """The terms, each run of them that the company has other names for joined into one with those names."""
    spans = {
        " ".join(kept[start:end]): (start, end)
        for start in range(len(kept))
        for end in range(start + 1, min(start + 4, len(kept)) + 1)
    }
    others = _synonyms(spans)
    joined: list[Term] = []
    at = 0
    while at < len(terms):
        end, names = max(
            ((spans[key][1], others[key]) for key in others if spans[key][0] == at),
            default=(at + 1, []),
            key=lambda x: x[0],
        )
        own = terms[at] if end == at + 1 else _one(terms[at:end])
        joined.append(replace(own, forms=(*own.forms, *(Form(_form_words(name), SAME) for name in names))))
        at = end
    return joined


def _one(terms: Sequence[Term]) -> Term:
    """Several terms that together mean one thing."""
    first = tuple(word for term in terms for word in term.forms[0].words)
    written = " ".join(term.written for term in terms)
    return Term(written, (Form(first, is_beginning=terms[-1].forms[0].is_beginning),))


def _form_words(key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem(word) for word in key.split()))


def _synonyms(keys: Iterable[str]) -> dict[str, list[str]]:
    """For each of these phrases (cut) that has synonyms: their words."""
    rows = SearchSynonym.objects.filter(key__in=list(keys)).values_list("key", "group")
    groups: dict[int, list[str]] = {}
    found = list(rows)
    if found:
        for group, key in SearchSynonym.objects.filter(group__in={g for _k, g in found}).values_list("group", "key"):
            groups.setdefault(group, []).append(key)
    return {key: [other for other in groups[group] if other != key] for key, group in found}


def _weighed(terms: Iterable[Term]) -> list[Term]:
    """The terms with how rare they are. A word nobody wrote may be a beginning or a slip: it says little."""
    terms = list(terms)
    singles = {word for term in terms for form in term.forms for word in form.words}
    counts = documents(singles | {""})
    total = max(counts.get("", 0), 1)
    weighed = []
    for term in terms:
        known = max((min(counts.get(word, 0) for word in form.words) for form in term.forms), default=0)
        weighed.append(replace(term, rarity=math.log(1 + total / known) if known else UNKNOWN))
    return weighed
