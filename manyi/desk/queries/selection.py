"""Which tickets, in which order, and the keyset page of them: the one way lists are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from manyi.desk.queries.sql import ALWAYS, Where, joined, moment, rows, stored

OPEN: Where = ("t.status < 4", ())
"""Open work, written as a literal so that the partial indexes are used."""
STANDING: Where = ("t.archived_at IS NULL AND t.merged_into_id IS NULL", ())
"""Neither archived nor merged into another ticket: what lists of settled work show."""
LOOKED_AT = 20_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Selection:
    """Tickets that fulfil ``where`` and one of the ``branches``; each branch is read along its own index.

    Order: by ``due_at`` (soonest first), or with ``newest_first`` by ``updated_at``. Then nothing changed before
    ``since`` is among them; and where few of many fulfil it (``is_sparse``), one page looks at no more than
    :data:`LOOKED_AT` tickets, however few it finds: see :meth:`floor`.
    """

    branches: tuple[Where, ...] = (ALWAYS,)
    where: Where = ALWAYS
    newest_first: bool = False
    since: dt.datetime | None = None
    is_sparse: bool = False

    def narrowed(self, *more: Where) -> Selection:
        """The same with more conditions."""
        return replace(self, where=joined((self.where, *more)))

    @property
    def key(self) -> str:
        return "updated_at" if self.newest_first else "due_at"

    def floor(self, after: str = "") -> str:
        """How far back one page looks past a cursor, itself a cursor; empty when that is to the end."""
        if not self.is_sparse:
            return ""
        where, params = self._past(after)
        sql = (
            f"SELECT t.id, t.updated_at FROM desk_ticket t WHERE {where}"  # noqa: S608
            f" ORDER BY t.updated_at DESC, t.id DESC LIMIT 1 OFFSET {LOOKED_AT}"
        )
        found = rows(sql, params)
        if not found or (self.since is not None and moment(found[0][1]) < self.since):
            return ""
        return cursor(moment(found[0][1]), found[0][0])

    def ids(self, limit: int, after: str = "", floor: str = "") -> Where:
        """SQL that gives ``id`` and ``k`` (the order's time) of the next ``limit`` tickets past a cursor."""
        since: Where = ("t.updated_at >= %s", (stored(self.since),)) if self.since is not None else ALWAYS
        where = joined((self.where, since, self._past(after), self._from(floor)))
        parts = [self._branch(joined((branch, where)), limit) for branch in self.branches]
        if len(parts) == 1:
            return parts[0]
        sides = " UNION ".join(f"SELECT * FROM ({sql}) AS b{place}" for place, (sql, _) in enumerate(parts))  # noqa: S608
        sql = f"SELECT id, k FROM ({sides}) AS u ORDER BY {self._order('k', 'id')} LIMIT {limit}"  # noqa: S608
        return sql, tuple(param for _sql, params in parts for param in params)

    def _branch(self, where: Where, limit: int) -> Where:
        sql = (
            f"SELECT t.id, t.{self.key} AS k FROM desk_ticket t WHERE {where[0]}"  # noqa: S608
            f" ORDER BY {self._order(f't.{self.key}', 't.id')} LIMIT {limit}"
        )
        return sql, where[1]

    def _order(self, time: str, pk: str) -> str:
        return f"{time} DESC, {pk} DESC" if self.newest_first else f"{time}, {pk}"

    def _from(self, floor: str) -> Where:
        place = read_cursor(floor) if floor else None
        return ("(t.updated_at, t.id) >= (%s, %s)", (stored(place[0]), place[1])) if place else ALWAYS

    def _past(self, after: str) -> Where:
        if not after:
            return ALWAYS
        place = read_cursor(after)
        if place is None:
            return ALWAYS
        at, pk = place
        sign = "<" if self.newest_first else ">"
        return f"(t.{self.key}, t.id) {sign} (%s, %s)", (stored(at), pk)


def cursor(at: dt.datetime, pk: int) -> str:
    """Where a page ended: microseconds and id."""
    return f"{(at - EPOCH) // dt.timedelta(microseconds=1)}-{pk}"


def read_cursor(text: str) -> tuple[dt.datetime, int] | None:
    """The time and id of a cursor; None for one that makes no sense."""
    micros, _, pk = text.partition("-")
    try:
        return EPOCH + dt.timedelta(microseconds=int(micros)), int(pk)
    except (ValueError, OverflowError):
        return None


def page_ids(selection: Selection, limit: int, after: str = "") -> tuple[list[int], str]:
    """Ids of one page and the cursor of the next, empty at the end."""
    sql, params = selection.ids(limit + 1, after)
    found = rows(sql, params)
    ids = [row[0] for row in found[:limit]]
    return ids, cursor(moment(found[limit - 1][1]), ids[-1]) if len(found) > limit else ""
