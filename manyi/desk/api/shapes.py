"""The desk's rows as programs see them, and the words used for states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from typing_extensions import TypedDict

from manyi.core.events import Recorded
from manyi.core.rest import Page, cursor_of
from manyi.desk.models import NO_DUE, Attachment, Message, Ticket
from manyi.desk.queries import programs

StatusName = Literal["new", "open", "pending", "hold", "resolved", "closed"]
PriorityName = Literal["low", "normal", "high", "urgent"]
StageName = Literal["", "pre", "in", "after"]
KindName = Literal["inbound", "outbound", "note"]
STATUSES: tuple[StatusName, ...] = ("new", "open", "pending", "hold", "resolved", "closed")
PRIORITIES: tuple[PriorityName, ...] = ("low", "normal", "high", "urgent")
KINDS: dict[str, KindName] = {"in": "inbound", "out": "outbound", "note": "note"}
STORED_KINDS = {name: kind for kind, name in KINDS.items()}


class TicketOut(TypedDict):
    """One request of a customer. ``waiting_since`` is set while the customer waits, ``due_at`` while a clock runs."""

    id: int
    number: str
    subject: str
    status: StatusName
    priority: PriorityName
    type: str | None
    stage: StageName
    channel: str
    language: str
    customer_id: int
    owner_id: int | None
    assignee_id: int | None
    team_id: int | None
    tags: list[str]
    fields: dict[str, Any]
    version: int
    reopened: int
    merged_into: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
    waiting_since: dt.datetime | None
    due_at: dt.datetime | None
    first_replied_at: dt.datetime | None
    resolved_at: dt.datetime | None
    closed_at: dt.datetime | None
    archived_at: dt.datetime | None


class FileOut(TypedDict):
    """A file sent with a message, or uploaded and not sent yet (``message_id`` null)."""

    id: int
    name: str
    media_type: str
    size: int
    message_id: int | None


class MessageOut(TypedDict):
    """One thing said. ``html`` is the sanitised rich form, ``quoted`` the quoted history of a mail."""

    id: int
    ticket: str
    kind: KindName
    channel: str
    staff_id: int | None
    customer_id: int | None
    text: str
    html: str
    quoted: str
    at: dt.datetime
    external_id: str | None
    delivery: str
    delivery_error: str
    read_at: dt.datetime | None
    files: list[FileOut]


class EventOut(TypedDict):
    """One fact of the log; ``data`` depends on the verb."""

    id: int
    at: dt.datetime
    verb: str
    actor_kind: Literal["staff", "customer", "system"]
    actor_id: int | None
    ticket_id: int | None
    customer_id: int | None
    team_id: int | None
    assignee_id: int | None
    correlation: str
    data: dict[str, Any]


_SAME = (
    "id", "number", "subject", "stage", "channel", "language", "customer_id", "owner_id", "assignee_id", "team_id",
    "fields", "version", "reopened", "created_at", "updated_at", "waiting_since", "first_replied_at", "resolved_at",
    "closed_at", "archived_at",
)  # fmt: skip


def tickets_out(rows: Iterable[Mapping[str, Any]]) -> list[TicketOut]:
    """Tickets from their columns."""
    found = list(rows)
    tags = programs.tags_of(row["id"] for row in found)
    numbers = programs.numbers_of(row["merged_into_id"] for row in found)
    return [_ticket(row, tags.get(row["id"], []), numbers.get(row["merged_into_id"])) for row in found]


def ticket_out(ticket: Ticket) -> TicketOut:
    """A ticket from its row."""
    return tickets_out([vars(ticket)])[0]


def new_ticket_out(ticket: Ticket, tags: list[str]) -> TicketOut:
    """A ticket opened just now, whose tags are known."""
    return _ticket(vars(ticket), tags, None)


def _ticket(row: Mapping[str, Any], tags: list[str], merged_into: str | None) -> TicketOut:
    out: dict[str, Any] = {name: row[name] for name in _SAME}
    out["status"] = STATUSES[row["status"]]
    out["priority"] = PRIORITIES[row["priority"] - 1]
    out["type"] = programs.type_key(row["type_id"])
    out["due_at"] = None if row["due_at"] == NO_DUE else row["due_at"]
    out["tags"] = tags
    out["merged_into"] = merged_into
    return out  # type: ignore[return-value]


def ticket_page(rows: list[dict[str, Any]], limit: int, *, by_change: bool) -> Page[TicketOut]:
    """A page of tickets with the cursor of its order."""
    shown = rows[:limit]
    next_page = None
    if len(rows) > limit:
        last = shown[-1]
        next_page = cursor_of(last["updated_at"].isoformat(), last["id"]) if by_change else cursor_of(last["id"])
    return {"items": tickets_out(shown), "next": next_page}


def messages_out(number: str, rows: Iterable[Mapping[str, Any]]) -> list[MessageOut]:
    """A ticket's messages from their columns."""
    found = list(rows)
    files = programs.files_of(row["id"] for row in found)
    return [_message(number, row, files.get(row["id"], [])) for row in found]


def message_out(message: Message, ticket: Ticket, files: Iterable[Attachment] | None = None) -> MessageOut:
    """A message from its row; ``files`` when they are known already."""
    if files is None:
        return messages_out(ticket.number, [vars(message)])[0]
    return _message(ticket.number, vars(message), files)


def _message(number: str, row: Mapping[str, Any], files: Iterable[Attachment]) -> MessageOut:
    return {
        "id": row["id"],
        "ticket": number,
        "kind": KINDS[row["kind"]],
        "channel": row["channel"],
        "staff_id": row["staff_id"],
        "customer_id": row["customer_id"],
        "text": row["text"],
        "html": row["html"],
        "quoted": row["quoted"],
        "at": row["at"],
        "external_id": row["external_id"],
        "delivery": row["delivery"],
        "delivery_error": row["delivery_error"],
        "read_at": row["read_at"],
        "files": [file_out(found, row["id"]) for found in files],
    }


def file_out(found: Attachment, message_id: int | None = None) -> FileOut:
    """A file from its row."""
    return {
        "id": found.pk,
        "name": found.name,
        "media_type": found.file.media_type,
        "size": found.file.size,
        "message_id": message_id or found.message_id,
    }


def event_out(event: Recorded) -> EventOut:
    """An event from the log."""
    return {
        "id": event.id or 0,
        "at": event.at,
        "verb": event.verb,
        "actor_kind": event.actor_kind.value,
        "actor_id": event.actor_id,
        "ticket_id": event.ticket_id,
        "customer_id": event.customer_id,
        "team_id": event.team_id,
        "assignee_id": event.assignee_id,
        "correlation": event.correlation,
        "data": {name: getattr(event.payload, name) for name in event.payload.__struct_fields__},
    }
