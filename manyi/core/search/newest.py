"""The newest messages that hold some words, without looking at all that do.

SQLite walks its index of words from the end. PostgreSQL's has no order; there each message also holds marks of the
blocks it belongs to (8,192 and 131,072 by their ids), by which the function ``core_newest`` asks for a part of them.
All words so begun would have to be collected there first, so a beginning stands for the words of the newest messages
that begin so; where there are none, it is rare and costs little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import connection

from manyi.core.rows import fetch
from manyi.core.search.expressions import fts5_words, tsquery_words
from manyi.core.search.understanding import Form, Term

ENOUGH = 25
RECENT, MOST_WORDS = 2048, 16
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
    words = _beginning_so(last)
    if words:
        return _by_blocks([*before, replace(whole, forms=(*whole.forms, *words))], limit)
    return _at_once([*before, last], limit)


def lowest(terms: Sequence[Term], limit: int) -> list[int]:
    """Ids of the documents that hold every term in one of its forms, the lowest first; for words that are rare."""
    if connection.vendor == "sqlite":
        return [row[0] for row in fetch(_FTS5.replace("DESC", "ASC"), (fts5_words(terms), limit))]
    return [row[0] for row in fetch(_AT_ONCE.replace("DESC", "ASC"), (tsquery_words(terms), limit))]


_FTS5 = "SELECT rowid FROM core_search WHERE core_search MATCH %s ORDER BY rowid DESC LIMIT %s"
_BLOCKS = "SELECT core_newest(%s::tsquery, %s)"
# Without the step in between the planner would walk all messages from the newest on, however rare the words are.
_AT_ONCE = (
    "WITH found AS MATERIALIZED (SELECT id FROM core_searchdocument"
    " WHERE core_message_words(id, words) @@ %s::tsquery) SELECT id FROM found ORDER BY id DESC LIMIT %s"
)
_BEGINNING = (
    "SELECT found[1] FROM (SELECT words FROM core_searchdocument ORDER BY id DESC LIMIT %s) recent,"
    " regexp_matches(words, %s, 'g') found WHERE words LIKE ANY(%s) GROUP BY 1 ORDER BY count(*) DESC LIMIT %s"
)


def _by_blocks(terms: Sequence[Term], limit: int) -> list[int]:
    return [row[0] for row in fetch(_BLOCKS, (tsquery_words(terms), limit))]


def _at_once(terms: Sequence[Term], limit: int) -> list[int]:
    return [row[0] for row in fetch(_AT_ONCE, (tsquery_words(terms), limit))]


def _beginning_so(term: Term) -> list[Form]:
    """The words of the newest messages that begin like a form of the term, the most common ones."""
    begun = [form for form in term.forms if form.is_beginning and len(form.words) == 1]
    if not begun:
        return []
    beginnings = "|".join(form.words[0] for form in begun)
    looks = [f"%{form.words[0]}%" for form in begun]
    rows = fetch(_BEGINNING, (RECENT, rf"\m((?:{beginnings})\w*)", looks, MOST_WORDS))
    return [Form((word,)) for (word,) in rows]


def _finished(term: Term) -> Term:
    """A term of words that are not begun but whole: PostgreSQL collects all messages of every word so begun."""
    return replace(term, forms=tuple(replace(form, is_beginning=False) for form in term.forms))


def _long_begun(term: Term) -> Term:
    return replace(term, forms=tuple(map(_long_enough, term.forms)))


def _long_enough(form: Form) -> Form:
    is_short = form.words[-1].isascii() and len(form.words[-1]) < SHORTEST_BEGINNING
    return replace(form, is_beginning=form.is_beginning and not is_short)
