"""The index of messages: text is cut into words once and indexed in the writing transaction.

SQLite keeps a contentless FTS5 table, PostgreSQL a table with a ``tsvector`` index; both hold one row per message.
Results come newest first, which costs 0.1 ms; ranking everything would cost hundreds.
"""

from __future__ import annotations

from django.db import connection

from manyi.core.rows import database, run
from manyi.core.search.cutting import words


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


def find(query: str, limit: int = 200) -> list[int]:
    """Ids of the newest documents that hold every word of the query; the last word may be a beginning."""
    terms = words(query).split()
    if not terms:
        return []
    if connection.vendor == "sqlite":
        quoted = [f'"{term}"' for term in terms]
        quoted[-1] += "*"
        sql = "SELECT rowid FROM core_search WHERE core_search MATCH %s ORDER BY rowid DESC LIMIT %s"
        param = " ".join(quoted)
    else:
        sql = (
            "SELECT id FROM core_searchdocument WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)"
            " ORDER BY id DESC LIMIT %s"
        )
        param = " & ".join(terms) + ":*"
    with connection.cursor() as cursor:
        cursor.execute(sql, [param, limit])
        return [row[0] for row in cursor.fetchall()]
