"""The newest messages that hold some words, without looking at all that do.

SQLite walks its index of words from the end. PostgreSQL's has no order; there each message also holds marks of the
blocks it belongs to (8,192 and 131,072 by their ids), and the newest are asked first, then as many as it seems to take.
A last word that many messages hold as it stands is taken as whole there; else it may be the beginning of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import connection, transaction

from manyi.core.rows import fetch
from manyi.core.search.expressions import fts5_words, tsquery_words
from manyi.core.search.understanding import Form, Term

FINE, COARSE = 13, 17
"""Bits of an id that count within a small and within a large block."""
FIRST, MOST_FINE = 3, 24
MARGIN = 1.3
ENOUGH = 25
RECENT, COMMON = 2048, 20
SHORTEST_BEGINNING = 3
"""Beginnings of two letters are those of a good part of all words."""


def newest(terms: Sequence[Term], limit: int) -> list[int]:
    """Ids of the newest messages that hold every term in one of its forms, newest first."""
    if not terms:
        return []
    if connection.vendor == "sqlite":
        return [row[0] for row in fetch(_FTS5, (fts5_words(terms), limit))]
    before, last = [_finished(term) for term in terms[:-1]], _long_begun(terms[-1])
    whole = _finished(last)
    found = _by_blocks([*before, whole], limit)
    if len(found) >= ENOUGH or last == whole:
        return found
    if any(len(form.words) > 1 for term in (*before, last) for form in term.forms):
        return _by_blocks([*before, last], limit)
    recent, is_common = _among_newest(before, last)
    found = sorted({*found, *recent}, reverse=True)[:limit]
    if len(found) >= ENOUGH:
        return found
    return _by_blocks(before, limit, last) if is_common and before else _by_blocks([*before, last], limit)


_FTS5 = "SELECT rowid FROM core_search WHERE core_search MATCH %s ORDER BY rowid DESC LIMIT %s"
# Without the step in between the planner would walk all messages from the newest on, however rare the words are.
_GIN = (
    "WITH found AS MATERIALIZED (SELECT id, words FROM core_searchdocument"
    " WHERE core_message_words(id, words) @@ %s::tsquery)"
    " SELECT id FROM found WHERE ' ' || words || ' ' LIKE ANY(%s) ORDER BY id DESC LIMIT %s"
)
# With less memory it forgets which messages it has found and looks at all of them; compiling takes longer than asking.
_SETTINGS = "SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true)"


_RECENT = (
    "SELECT id, {} FROM"
    " (SELECT id, ' ' || words || ' ' AS words FROM core_searchdocument ORDER BY id DESC LIMIT %s) recent"
    " WHERE words LIKE ANY(%s) ORDER BY id DESC"
)


def _among_newest(before: Sequence[Term], last: Term) -> tuple[list[int], bool]:
    """Those of the few newest messages that fit, and whether words that begin like the last term are common."""
    sql = _RECENT.format(" AND ".join(["words LIKE ANY(%s)"] * len(before)) or "true")
    rows = fetch(sql, (*map(_looks, before), RECENT, _looks(last)))
    return [number for number, fits in rows if fits], len(rows) >= COMMON


def _looks(term: Term) -> list[str]:
    """What the words of a message look like that hold a term of single words."""
    return [f"% {form.words[0]}{'' if form.is_beginning else ' '}%" for form in term.forms]


def _finished(term: Term) -> Term:
    """A term of words that are not begun but whole: PostgreSQL collects all messages of every word so begun."""
    return replace(term, forms=tuple(replace(form, is_beginning=False) for form in term.forms))


def _by_blocks(terms: Sequence[Term], limit: int, begun: Term | None = None) -> list[int]:
    """The newest that hold the terms, and ``begun``, a word looked for in the messages themselves."""
    asked, looks = tsquery_words(terms), _looks(begun) if begun else ["%"]
    with transaction.atomic():
        fetch(_SETTINGS, ())
        last = fetch("SELECT COALESCE(max(id), 0) FROM core_searchdocument", ())[0][0]
        blocks = FIRST
        while True:
            marks = _marks(last, blocks)
            query = f"({asked}) & ({' | '.join(marks)})" if marks else asked
            found = [row[0] for row in fetch(_GIN, (query, looks, limit))]
            if len(found) >= limit or not marks:
                return found
            blocks = int(blocks * limit / max(len(found), 1) * MARGIN) + 1


def _marks(last: int, blocks: int) -> list[str]:
    """The marks of so many of the newest small blocks, or of large ones that hold them; none for all there are."""
    if blocks > last >> FINE:
        return []
    if blocks <= MOST_FINE:
        return [f"'={(last >> FINE) - place}'" for place in range(blocks)]
    return [f"'+{number}'" for number in range((last >> FINE) - blocks >> COARSE - FINE, (last >> COARSE) + 1)]


def _long_begun(term: Term) -> Term:
    return replace(term, forms=tuple(map(_long_enough, term.forms)))


def _long_enough(form: Form) -> Form:
    is_short = form.words[-1].isascii() and len(form.words[-1]) < SHORTEST_BEGINNING
    return replace(form, is_beginning=form.is_beginning and not is_short)
