"""Keyset pages of rows, for lists that are not the inbox: the next page begins where the last one ended."""

from __future__ import annotations

import datetime as dt
from typing import Generic, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet

from manyi.desk.queries.selection import cursor, read_cursor

SHOWN = 50
M = TypeVar("M", bound=Model)


class Paged(NamedTuple, Generic[M]):
    """Rows in order, and the cursor of the next page, empty at the end."""

    rows: list[M]
    after: str


def by_time(rows: QuerySet[M], column: str, after: str = "", limit: int = SHOWN) -> Paged[M]:
    """The next rows by a column of times and the id, soonest first."""
    if place := read_cursor(after):
        rows = rows.filter(Q(**{f"{column}__gte": place[0]}), Q(**{f"{column}__gt": place[0]}) | Q(pk__gt=place[1]))
    found = list(rows.order_by(column, "pk")[: limit + 1])
    return Paged(found[:limit], cursor(_time(found[limit - 1], column), found[limit - 1].pk) if found[limit:] else "")


def newest(rows: QuerySet[M], after: str = "", limit: int = SHOWN) -> Paged[M]:
    """The next rows by id, newest first."""
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after[:18]))
    found = list(rows.order_by("-pk")[: limit + 1])
    return Paged(found[:limit], str(found[limit - 1].pk) if found[limit:] else "")


def _time(row: Model, column: str) -> dt.datetime:
    at: dt.datetime = getattr(row, column)
    return at
