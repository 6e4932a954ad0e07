"""One page of a list, as prepared tuples: what a row shows, and the times that change by themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from manyi.core.actors import Actor
from manyi.desk.models import NO_DUE
from manyi.desk.queries.reference import Reference, reference
from manyi.desk.queries.selection import Selection, cursor
from manyi.desk.queries.sql import instant, moment, rows, split_names, tag_names

PAGE = 50


class Row(NamedTuple):
    """Everything of a list row that only changes with the data; the key of its rendered fragment."""

    id: int
    number: str
    subject: str
    snippet: str
    status: int
    priority: int
    channel: str
    type: str
    customer_id: int
    customer: str
    is_vip: bool
    value_class: str
    assignee_id: int | None
    assignee: str
    owner: str
    team: str
    tags: tuple[str, ...]
    is_waiting: bool


class Line(NamedTuple):
    """A row with its times: when the next answer is due (None: no clock runs) and since when it stands like this."""

    row: Row
    due_at: dt.datetime | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Lines in order and the cursor of the next page, empty at the end."""

    lines: list[Line]
    after: str


_COLUMNS = (
    "t.id, t.number, t.subject, t.snippet, t.status, t.priority, t.channel, t.type_id, t.customer_id, c.name,"
    " c.is_vip, c.value_class, t.assignee_id, t.owner_id, t.team_id, t.due_at, t.waiting_since, t.updated_at"
)


def inbox_page(viewer: Actor, selection: Selection, after: str = "", limit: int = PAGE) -> InboxPage:
    """The next ``limit`` tickets of a selection past a cursor; fewer where a sparse one looks no further at once."""
    floor = selection.floor(after)
    ids, params = selection.ids(limit + 1, after, floor)
    direction = "DESC" if selection.newest_first else "ASC"
    found = rows(
        f"WITH found AS ({ids}) SELECT {_COLUMNS}, {tag_names('t.id')} FROM found"  # noqa: S608
        " JOIN desk_ticket t ON t.id = found.id JOIN customers_customer c ON c.id = t.customer_id"
        f" ORDER BY found.k {direction}, found.id {direction}",
        params,
    )
    ref = reference()
    types = {type_id: ref.type_label(type_id) for type_id in {values[7] for values in found}}
    lines = [_line(values, ref, types) for values in found[:limit]]
    if len(found) <= limit:
        return InboxPage(lines, floor)
    last = found[limit - 1]
    return InboxPage(lines, cursor(moment(last[17] if selection.newest_first else last[15]), last[0]))


def _line(values: tuple[Any, ...], ref: Reference, types: dict[int | None, str]) -> Line:
    (pk, number, subject, snippet, status, priority, channel, type_id, customer_id, customer, is_vip, value_class,
     assignee_id, owner_id, team_id, due_at, waiting_since, updated_at, tags) = values  # fmt: skip
    row = Row(
        pk, number, subject, snippet, status, priority, channel, types[type_id], customer_id,
        customer, bool(is_vip), value_class, assignee_id, ref.name(assignee_id), ref.name(owner_id),
        ref.team(team_id), split_names(tags), waiting_since is not None,
    )  # fmt: skip
    due = moment(due_at)
    return Line(row, None if due == NO_DUE else due, instant(waiting_since) or moment(updated_at))
