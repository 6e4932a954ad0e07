"""The index of messages: text is cut into words once and indexed in the writing transaction.

SQLite keeps a contentless FTS5 table, PostgreSQL a table with a ``tsvector`` index; both hold one row per message.
Results come newest first (``newest``); ranking everything would cost hundreds of milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from manyi.core.models import SearchSlip
from manyi.core.rows import database, run
from manyi.core.search.cutting import HAN, telling, words
from manyi.core.search.newest import lowest, newest
from manyi.core.search.spelling import sound_key
from manyi.core.search.understanding import Form, Term, Understood, doubt, understand

SHORTEST_BEGINNING, SHORTEST_STEM = 2, 4
MOST_BY_SOUND = 8
ASIDE = "manyiaside"


def index(document_id: int, text: str) -> None:
    """Add a document to the index; its id is the message's id."""
    if database().vendor == "sqlite":
        sql = "INSERT INTO core_search (rowid, words) VALUES (%s, %s)"
    else:
        sql = "INSERT INTO core_searchdocument (id, words) VALUES (%s, %s)"
    run(sql, (document_id, words(text)))


def remove(document_id: int, text: str) -> None:
    """Take a document out again; ``text`` must be what was indexed."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO core_search (core_search, rowid, words) VALUES ('delete', %s, %s)",
                [document_id, words(text)],
            )
        else:
            cursor.execute("DELETE FROM core_searchdocument WHERE id = %s", [document_id])


def missing(ids: list[int]) -> list[int]:
    """Those of the documents that are not in the index."""
    if not ids:
        return []
    table = "core_search_docsize" if connection.vendor == "sqlite" else "core_searchdocument"
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE id IN ({marks})", ids)  # noqa: S608
        found = {row[0] for row in cursor.fetchall()}
    return [document_id for document_id in ids if document_id not in found]


def index_aside(aside_id: int, text: str) -> None:
    """Add a mail of a side conversation. It stands in the same index under a mark and its negated id."""
    index(-aside_id, f"{ASIDE} {text}")


def missing_asides(ids: list[int]) -> list[int]:
    """Those of the mails of side conversations that are not in the index."""
    return [-number for number in missing([-one for one in ids])]


def find_asides(query: str, limit: int = 200) -> list[int]:
    """Ids of the newest mails of side conversations that hold every word of the query, as :func:`find`."""
    asked = _asked(query)
    return [-number for number in lowest([Term(ASIDE, (Form((ASIDE,)),)), *asked], limit)] if asked else []


def find(query: str, limit: int = 200) -> list[int]:
    """Ids of the newest documents that hold every telling word of the query; the last word may be a beginning.

    A single character after other words is only the beginning of one: where it is none itself, it says nothing yet.
    """
    asked = _asked(query)
    found = newest(asked, limit)
    return found if found or not asked or asked[-1].forms[0].is_beginning else newest(asked[:-1], limit)


def _asked(query: str) -> list[Term]:
    """The telling words as terms, the last one as a beginning."""
    terms = _without_parts(telling(words(query).split()))
    return [
        Term(term, (Form((term,), is_beginning=place == len(terms) and len(term) >= SHORTEST_BEGINNING),))
        for place, term in enumerate(terms, start=1)
    ]


def _without_parts(pieces: list[str]) -> list[str]:
    """The words without the parts of others: a text that holds a Chinese word is kept with its parts."""
    return [one for one in pieces if not HAN.fullmatch(one) or not any(one != word and one in word for word in pieces)]


def find_meant(query: str, limit: int = 200) -> tuple[list[int], Understood]:
    """As :func:`find`, by what the words mean: synonyms, other endings, pinyin, and slips that were probably made.

    Costs some milliseconds more; for queries that find little as they are written. Also returns what was looked for.
    """
    asked = understand(query)
    found = newest(_as_kept(asked.terms), limit)
    if not found and (doubted := doubt(query)) is not None:
        asked, found = doubted, newest(_as_kept(doubted.terms), limit)
    return found, asked


def _as_kept(terms: Sequence[Term]) -> list[Term]:
    """The terms in the forms messages hold."""
    spoken = _spoken(form.words[0] for term in terms for form in term.forms if form.is_sound)
    return [
        Term(
            term.written,
            tuple(one for form in term.forms for one in (spoken[form.words[0]] if form.is_sound else [_kept(form)])),
        )
        for term in terms
    ]


def _kept(form: Form) -> Form:
    """Messages keep English words with their endings, of which the form has the stem."""
    last = form.words[-1]
    is_stem = last.isascii() and len(last) >= SHORTEST_STEM
    return Form(form.words, is_beginning=is_stem or (form.is_beginning and len(last) >= SHORTEST_BEGINNING))


def _spoken(typed: Iterable[str]) -> dict[str, list[Form]]:
    """The words of the library that sound as these are typed."""
    keys = {sound_key(one): one for one in typed}
    found: dict[str, list[Form]] = {one: [] for one in keys.values()}
    rows = SearchSlip.objects.filter(key__in=sorted(keys)) if keys else SearchSlip.objects.none()
    for key, word in rows.order_by("word").values_list("key", "word"):
        found[keys[key]].append(Form((word,)))
    return {one: forms[:MOST_BY_SOUND] for one, forms in found.items()}
