"""Raw reads for the hot screens: rows as tuples, times as aware datetimes on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from manyi.core.rows import fetch

Where = tuple[str, tuple[Any, ...]]
"""A condition and its parameters."""

ALWAYS: Where = ("TRUE", ())
BETWEEN_NAMES = "\x1f"


def rows(sql: str, params: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    return fetch(sql, tuple(params))


def instant(value: Any) -> dt.datetime | None:
    """A time as the database gives it to raw SQL (SQLite: text or naive, in UTC), made aware."""
    if value is None:
        return None
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def moment(value: Any) -> dt.datetime:
    """As :func:`instant`, for columns that are never empty."""
    found = instant(value)
    if found is None:
        raise ValueError("a time is missing")
    return found


def stored(at: dt.datetime) -> Any:
    """A time as a parameter of raw SQL."""
    return connection.ops.adapt_datetimefield_value(at)


def marks(values: Sequence[Any]) -> str:
    """``%s, %s, …`` for an IN list."""
    return ", ".join(["%s"] * len(values))


def among(column: str, ids: Sequence[int]) -> Where:
    """The column has one of many ids; a long list is one parameter where the database takes that."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", (list(ids),)
    return f"{column} IN ({marks(ids)})", tuple(ids)


def joined(wheres: Iterable[Where]) -> Where:
    """All conditions at once."""
    found = [where for where in wheres if where != ALWAYS]
    if not found:
        return ALWAYS
    return " AND ".join(sql for sql, _params in found), tuple(p for _sql, params in found for p in params)


def either(wheres: Sequence[Where]) -> Where:
    """At least one of the conditions."""
    return f"({' OR '.join(sql for sql, _params in wheres)})", tuple(p for _sql, params in wheres for p in params)


def tag_names(ticket_id: str) -> str:
    """SQL for the names of a ticket's tags, joined; ``ticket_id`` is a column."""
    if connection.vendor == "postgresql":
        names = "string_agg(g.name, chr(31) ORDER BY g.name)"
    else:
        names = "group_concat(g.name, char(31))"
    return (
        f"(SELECT {names} FROM desk_tickettag tt JOIN desk_tag g ON g.id = tt.tag_id"  # noqa: S608
        f" WHERE tt.ticket_id = {ticket_id})"
    )


def split_names(value: str | None) -> tuple[str, ...]:
    """The names :func:`tag_names` joined."""
    return tuple(sorted(value.split(BETWEEN_NAMES))) if value else ()
