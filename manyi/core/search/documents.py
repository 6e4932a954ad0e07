"""The index of the library: written in the transaction that changes a document, ranked when it is read.

Both databases keep the same rows of words; over them SQLite has an FTS5 table, PostgreSQL two GIN indexes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from manyi.core.models import SearchEntry, SearchWord
from manyi.core.rows import run
from manyi.core.search.cutting import fold, indexed, pairs, sounds
from manyi.core.search.spelling import learn

COLUMNS = ("title_words", "tag_words", "sounds", "body_words", "marks")
_LISTED = ", ".join(COLUMNS)
TEXT_KEPT = 200_000
"""Characters of one document that are indexed."""


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: ``keywords`` are its tags and other names, ``marks`` what it is filtered by (``=public``)."""

    subject: int
    language: str
    title: str
    keywords: str
    text: str
    marks: Sequence[str]
    changed_at: dt.datetime
    weight: float = 0.0


def put(document: Document) -> None:
    """Index a document, or index it anew; call it in the transaction that changes it."""
    shown: dict[str, str] = {}
    values = columns(document, shown)
    old = _entry(document.subject, document.language)
    if old is None:
        before: set[str] = set()
        entry = SearchEntry.objects.create(subject_id=document.subject, language=document.language, **values)
    else:
        _unlist(old.pk)
        entry, before = old, vocabulary(old)
        for name, value in values.items():
            setattr(entry, name, value)
        entry.save()
    _list(entry.pk)
    after = vocabulary(entry)
    _count(after - before, 1, shown)
    _count(before - after, -1, {})


def drop(subject: int, languages: Iterable[str] | None = None) -> None:
    """Take a document out of the index, in all languages or in these."""
    entries = SearchEntry.objects.filter(subject_id=subject)
    for entry in entries if languages is None else entries.filter(language__in=list(languages)):
        _unlist(entry.pk)
        _count(vocabulary(entry), -1, {})
        entry.delete()


def weigh(subject: int, weight: float) -> None:
    """Say how much a document is used (0 to 1); costs no indexing."""
    SearchEntry.objects.filter(subject_id=subject).update(weight=weight)


def _entry(subject: int, language: str) -> SearchEntry | None:
    return SearchEntry.objects.select_for_update(no_key=True).filter(subject_id=subject, language=language).first()


def columns(document: Document, shown: dict[str, str]) -> dict[str, object]:
    """What the index keeps of a document; ``shown`` collects how its words were written."""
    return {
        "heading": fold(document.title),
        "title_words": _joined([*indexed(document.title, shown), *pairs(document.title)]),
        "tag_words": _joined([*indexed(document.keywords, shown), *pairs(document.keywords)]),
        "sounds": _joined([*sounds(document.title), *sounds(document.keywords)]),
        "body_words": " ".join(indexed(document.text[:TEXT_KEPT], shown)),
        "marks": _joined(document.marks),
        "weight": document.weight,
        "changed_at": document.changed_at,
    }


def _joined(pieces: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(pieces))


def vocabulary(entry: SearchEntry) -> set[str]:
    """The words by which an entry is counted; the empty one stands for the document."""
    return {"", *entry.title_words.split(), *entry.tag_words.split(), *entry.body_words.split()}


def _list(entry_id: int) -> None:
    if connection.vendor == "sqlite":
        run(
            f"INSERT INTO core_searchentry_words (rowid, {_LISTED})"  # noqa: S608
            f" SELECT id, {_LISTED} FROM core_searchentry WHERE id = %s",
            (entry_id,),
        )


def _unlist(entry_id: int) -> None:
    if connection.vendor == "sqlite":
        run(
            f"INSERT INTO core_searchentry_words (core_searchentry_words, rowid, {_LISTED})"  # noqa: S608
            f" SELECT 'delete', id, {_LISTED} FROM core_searchentry WHERE id = %s",
            (entry_id,),
        )


def _count(changed: set[str], by: int, shown: dict[str, str]) -> None:
    """Note that so many documents more or fewer hold these words; new words can be misspelt from now on.

    In the order of the words, so that two writers wait for each other instead of blocking each other.
    """
    ordered = sorted(changed)
    known = set(SearchWord.objects.filter(word__in=ordered).values_list("word", flat=True))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core_searchword (word, shown, documents) VALUES (%s, %s, %s)"
            " ON CONFLICT (word) DO UPDATE SET documents = core_searchword.documents + excluded.documents",
            [(word, shown.get(word, word), by) for word in ordered],
        )
    learn([word for word in ordered if word in shown and word not in known])
