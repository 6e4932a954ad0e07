"""The newest messages that hold some words, without looking at all that do.

SQLite walks its index of words from the end. PostgreSQL's has no order; there each message also holds the mark of the
thousands it belongs to (8,192 by their ids), and the newest thousands are asked first, only as many as it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.db import connection, transaction

from manyi.core.rows import fetch
from manyi.core.search.expressions import fts5_words, tsquery_words
from manyi.core.search.understanding import Form, Term

BITS = 13
FIRST, GROWTH, MOST_BLOCKS = 1, 8, 64
ENOUGH = 50
SHORTEST_BEGINNING = 3
"""Beginnings of two letters are those of a good part of all words."""


def newest(terms: Sequence[Term], limit: int) -> list[int]:
    """Ids of the newest messages that hold every term in one of its forms, newest first."""
    if not terms:
        return []
    if connection.vendor == "sqlite":
        return [row[0] for row in fetch(_FTS5, (fts5_words(terms), limit))]
    whole = [_finished(term) for term in terms]
    found = _by_blocks(whole, limit)
    return found if len(found) >= ENOUGH or whole == list(terms) else _by_blocks(terms, limit)


_FTS5 = "SELECT rowid FROM core_search WHERE core_search MATCH %s ORDER BY rowid DESC LIMIT %s"
# Without the step in between the planner would walk all messages from the newest on, however rare the words are.
_GIN = (
    "WITH found AS MATERIALIZED (SELECT id FROM core_searchdocument WHERE core_message_words(id, words) @@ %s::tsquery)"
    " SELECT id FROM found ORDER BY id DESC LIMIT %s"
)


def _finished(term: Term) -> Term:
    """A term of words that are not begun but whole: PostgreSQL collects all messages of every word so begun."""
    return replace(term, forms=tuple(replace(form, is_beginning=False) for form in term.forms))


def _by_blocks(terms: Sequence[Term], limit: int) -> list[int]:
    asked = tsquery_words([_long_begun(term) for term in terms])
    found: list[int] = []
    with transaction.atomic():
        fetch("SELECT set_config('work_mem', '64MB', true)", ())  # with less it forgets which messages it has found
        for blocks in _blocks():
            query = f"({asked}) & ({' | '.join(blocks)})" if blocks else asked
            found = [row[0] for row in fetch(_GIN, (query, limit))]
            if len(found) >= limit:
                break
    return found


def _long_begun(term: Term) -> Term:
    return replace(term, forms=tuple(map(_long_enough, term.forms)))


def _long_enough(form: Form) -> Form:
    is_short = form.words[-1].isascii() and len(form.words[-1]) < SHORTEST_BEGINNING
    return replace(form, is_beginning=form.is_beginning and not is_short)


def _blocks() -> Iterator[list[str]]:
    """The marks of the newest thousands, more each time; none for all there are."""
    last = fetch("SELECT COALESCE(max(id), 0) FROM core_searchdocument", ())[0][0] >> BITS
    count = FIRST
    while count <= MOST_BLOCKS and count <= last:
        yield [f"'={number}'" for number in range(last, last - count, -1)]
        count *= GROWTH
    yield []
