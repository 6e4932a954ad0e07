"""The best documents for a query: few candidates by index, in steps from strict to loose, then ranked one by one.

Candidates are cheap to get and bounded (the newest few thousand of a common word), so a search costs the same in a
library of a hundred and of a hundred thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db import connection
from django.utils import timezone

from manyi.core.rows import fetch
from manyi.core.search.expressions import fts5, tsquery
from manyi.core.search.ranking import Candidate, score
from manyi.core.search.understanding import Term, Understood, doubt, loosened, understand

NEWEST_LOOKED_AT, MOST_LOOKED_AT, MOST_RANKED = 3000, 10_000, 150
ENOUGH, MOST_LOOSE, MOST_ALONE = 8, 5, 3
Columns = tuple[str, ...]
Steps = Callable[[Sequence[Term]], "Iterator[tuple[Columns, list[Sequence[Term]]]]"]
Filters = Sequence[Sequence[str]]
"""Marks a document must have: one of each group."""
TOP: Columns = ("title_words", "tag_words", "sounds")
WHOLE: Columns = ("title_words", "tag_words", "body_words")


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found; the higher the score, the better (1 is a title that says just this)."""

    subject: int
    language: str
    score: float


@dataclass(frozen=True, slots=True)
class Results:
    """The best documents, best first, and the query as it was understood."""

    hits: tuple[Hit, ...]
    understood: Understood


def search(
    query: str,
    *,
    filters: Filters = (),
    behind: Collection[str] = (),
    language: str = "",
    limit: int = 20,
    loosely: bool = True,
) -> Results:
    """Find documents that have a mark of each filter. ``language`` is the one preferred, not demanded.

    ``loosely`` adds those that hold only some of the words where few hold all; those with a mark of ``behind`` stand
    below others that answer as well.

    The caller still reads the rows through its own access door; marks only keep what it refuses from taking up room.
    """
    asked = understand(query)
    if asked.is_empty:
        return Results((), asked)
    found = _candidates(asked.terms, filters, _strict)
    if len(found) < ENOUGH and (doubted := doubt(query)) is not None:
        meant = _candidates(doubted.terms, filters, _strict)
        if len(meant) > len(found) or (doubted.is_certain and not found):
            asked, found = doubted, meant
    if loosely and len(found) < ENOUGH:
        asked = loosened(asked)
        found |= _candidates(asked.terms, filters, _loose)
    return Results(_best(asked, found.values(), language, behind)[:limit], asked)


def _best(asked: Understood, found: Iterable[Candidate], language: str, behind: Collection[str]) -> tuple[Hit, ...]:
    """The candidates ranked, each document in its best language."""
    today = timezone.now()
    hits = [Hit(one.subject, one.language, score(asked, one, language, today, behind)) for one in found]
    best: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.score, hit.subject)):
        best.setdefault(hit.subject, hit)
    return tuple(best.values())


def _strict(terms: Sequence[Term]) -> Iterator[tuple[Columns, list[Sequence[Term]]]]:
    """Every term, first in titles and tags, then anywhere."""
    yield TOP, [terms]
    yield WHOLE, [terms]


def _loose(terms: Sequence[Term]) -> Iterator[tuple[Columns, list[Sequence[Term]]]]:
    """Any two of the rarest terms, then one of them, the very rarest anywhere."""
    rarest = sorted(terms, key=lambda term: -term.rarity)[:MOST_LOOSE]
    if len(rarest) > 2:
        yield WHOLE, [list(pair) for pair in combinations(rarest, 2)]
    if len(rarest) > 1:
        yield TOP, [[term] for term in rarest]
        yield WHOLE, [[term] for term in rarest[:MOST_ALONE]]


def _candidates(terms: Sequence[Term], filters: Filters, steps: Steps) -> dict[int, Candidate]:
    """Documents that fit, by id, from the strictest step on until there are enough."""
    found: dict[int, Candidate] = {}
    for columns, ways in steps(terms):
        for one in _matching(columns, ways, filters):
            found.setdefault(one.id, one)
        if len(found) >= MOST_RANKED:
            break
    return found


_READ = (
    "e.id, e.subject_id, e.language, e.heading, e.title_words, e.tag_words, e.sounds, e.body_words, e.weight,"
    " e.changed_at, e.marks"
)


def _matching(columns: Columns, ways: Sequence[Sequence[Term]], filters: Filters) -> list[Candidate]:
    """The most used of the documents that hold all terms of one of the ways in these columns."""
    if connection.vendor == "sqlite":
        rows = fetch(_FTS5, (fts5(columns, ways, filters), NEWEST_LOOKED_AT, MOST_RANKED))
    else:
        rows = fetch(_GIN[columns], (tsquery(ways, filters), MOST_LOOKED_AT, MOST_RANKED))
    return [Candidate(*row) for row in rows]


_FTS5 = (
    f"SELECT {_READ} FROM (SELECT rowid AS id FROM core_searchentry_words"  # noqa: S608
    " WHERE core_searchentry_words MATCH %s ORDER BY rowid DESC LIMIT %s) f"
    " JOIN core_searchentry e ON e.id = f.id ORDER BY e.weight DESC LIMIT %s"
)
_GIN = {
    columns: f"SELECT {_READ} FROM (SELECT id FROM (SELECT id, weight FROM core_searchentry"  # noqa: S608
    f" WHERE core_lexemes({', '.join(columns)}, marks) @@ %s::tsquery LIMIT %s) a ORDER BY weight DESC LIMIT %s) f"
    " JOIN core_searchentry e ON e.id = f.id"
    for columns in (TOP, WHOLE)
}
