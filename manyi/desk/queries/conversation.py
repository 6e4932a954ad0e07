"""What was said on a ticket and what happened in between, newest page first, oldest line on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils import timezone

from manyi.core.actors import ActorKind
from manyi.core.events import decode, verbs
from manyi.core.files import SHOWN_INLINE
from manyi.desk.queries.reference import Reference, reference
from manyi.desk.queries.sql import instant, moment, rows
from manyi.desk.timeline import sentence

PAGE = 50
EVENTS = 300


class File(NamedTuple):
    """An attachment as a conversation shows it."""

    id: int
    name: str
    size: int
    media_type: str

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/") and self.media_type in SHOWN_INLINE

    @property
    def is_shown(self) -> bool:
        return self.media_type in SHOWN_INLINE


@dataclass(slots=True)
class Said:
    """One message. ``kind`` is in, out or note; ``by`` the name of who said it."""

    id: int
    kind: str
    channel: str
    by: str
    staff_id: int | None
    customer_id: int | None
    text: str
    quoted: str
    has_html: bool
    at: dt.datetime
    delivery: str
    delivery_error: str
    read_at: dt.datetime | None
    external_id: str | None
    files: list[File] = field(default_factory=list)
    is_event = False


@dataclass(slots=True)
class Happened:
    """Something that changed, in words; several changes of one moment and one person share a line."""

    at: dt.datetime
    by: str
    words: list[str]
    is_event = True

    @property
    def key(self) -> int:
        """Tells one moment from another."""
        return int(self.at.timestamp() * 1_000_000)


@dataclass(slots=True)
class Day:
    """A new local day begins."""

    date: dt.date
    items: list[Said | Happened]


@dataclass(slots=True)
class Conversation:
    """Days of messages and events; ``earlier`` is the id to ask for older ones with, 0 when this is all."""

    days: list[Day]
    earlier: int
    newest: int
    """Id of the newest message, 0 when nothing was said yet."""


_SAID = (
    "SELECT m.id, m.kind, m.channel, c.name, m.staff_id, m.customer_id, m.text, m.quoted,"
    " CASE WHEN m.html = '' THEN 0 ELSE 1 END, m.at, m.delivery, m.delivery_error, m.read_at, m.external_id"
    " FROM desk_message m LEFT JOIN customers_customer c ON c.id = m.customer_id"
    " WHERE m.ticket_id = %s AND m.id < %s ORDER BY m.id DESC LIMIT %s"
)
_FILES = (
    "SELECT a.message_id, a.id, a.name, f.size, f.media_type FROM desk_attachment a"
    " JOIN core_storedfile f ON f.id = a.file_id WHERE a.ticket_id = %s AND a.message_id >= %s ORDER BY a.id"
)
_EVENTS = (
    "SELECT at, verb, actor_kind, actor_id, payload FROM core_event WHERE ticket_id = %s ORDER BY id DESC LIMIT %s"
)
NEWEST = 2**62


def conversation(ticket_id: int, before: int = NEWEST, limit: int = PAGE) -> Conversation:
    """The last ``limit`` messages before an id, with the events among them, by local day."""
    ref = reference()
    found = rows(_SAID, (ticket_id, before, limit + 1))
    said = [_said(values, ref) for values in reversed(found[:limit])]
    earlier = said[0].id if len(found) > limit else 0
    if said:
        _attach(ticket_id, said)
    since = said[0].at if earlier else None
    until = _time_of(before) if before != NEWEST else None
    happened = _happened(ticket_id, since, until, ref)
    items = sorted([*said, *happened], key=lambda item: (item.at, item.is_event))
    return Conversation(_by_day(items), earlier, said[-1].id if said else 0)


def _said(values: tuple, ref: Reference) -> Said:  # type: ignore[type-arg]
    (pk, kind, channel, customer, staff_id, customer_id, text, quoted, has_html, at, delivery, error, read_at,
     external_id) = values  # fmt: skip
    by = ref.name(staff_id) if staff_id else (customer or "")
    return Said(
        pk, kind, channel, by, staff_id, customer_id, text, quoted, bool(has_html), moment(at), delivery, error,
        instant(read_at), external_id,
    )  # fmt: skip


def _attach(ticket_id: int, said: list[Said]) -> None:
    by_id = {message.id: message for message in said}
    for message_id, *values in rows(_FILES, (ticket_id, said[0].id)):
        if message_id in by_id:
            by_id[message_id].files.append(File(*values))


def _time_of(message_id: int) -> dt.datetime | None:
    found = rows("SELECT at FROM desk_message WHERE id = %s", (message_id,))
    return moment(found[0][0]) if found else None


def _happened(
    ticket_id: int, since: dt.datetime | None, until: dt.datetime | None, ref: Reference
) -> list[Happened]:
    """Events in words, those of one moment and person in one line."""
    lines: list[Happened] = []
    for raw_at, name, actor_kind, actor_id, payload in reversed(rows(_EVENTS, (ticket_id, EVENTS))):
        at = moment(raw_at)
        if (since and at < since) or (until and at >= until) or name not in verbs():
            continue
        words = sentence(decode(name, payload), ref)
        if not words:
            continue
        by = ref.name(actor_id) if actor_kind == ActorKind.STAFF else ""
        if lines and (lines[-1].at, lines[-1].by) == (at, by):
            lines[-1].words.append(words)
        else:
            lines.append(Happened(at, by, [words]))
    return lines


def _by_day(items: Iterable[Said | Happened]) -> list[Day]:
    days: list[Day] = []
    for item in items:
        date = timezone.localtime(item.at).date()
        if not days or days[-1].date != date:
            days.append(Day(date, []))
        days[-1].items.append(item)
    return days


def uploads_of(ticket_id: int, staff_id: int) -> list[File]:
    """Files a colleague has uploaded on a ticket and not sent yet."""
    sql = (
        "SELECT a.id, a.name, f.size, f.media_type FROM desk_attachment a JOIN core_storedfile f ON f.id = a.file_id"
        " WHERE a.ticket_id = %s AND a.message_id IS NULL AND a.uploaded_by_id = %s ORDER BY a.id"
    )
    return [File(*values) for values in rows(sql, (ticket_id, staff_id))]

