"""What was said on a ticket and what happened in between, newest page first, oldest line on top."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from manyi.core.actors import ActorKind
from manyi.core.events import decode, verbs
from manyi.core.files import SHOWN_INLINE
from manyi.desk.events import TicketCreated
from manyi.desk.queries.reference import Reference, reference
from manyi.desk.queries.sql import instant, moment, rows
from manyi.desk.timeline import sentence

PAGE = 50
EVENTS = 300
TOGETHER = dt.timedelta(minutes=2)


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


class Said(NamedTuple):
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
    files: tuple[File, ...]

    @property
    def is_event(self) -> bool:
        return False


@dataclass(slots=True)
class Happened:
    """Something that changed, in words; several changes by one person share a line."""

    at: dt.datetime
    by: str
    words: list[str]
    is_beginning: bool = False
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
    "SELECT e.at, e.verb, e.actor_kind, e.actor_id, e.payload, c.name FROM core_event e"
    " LEFT JOIN customers_customer c ON e.actor_kind = 'customer' AND c.id = e.actor_id"
    " WHERE e.ticket_id = %s ORDER BY e.id DESC LIMIT %s"
)
NEWEST = 2**62


def conversation(ticket_id: int, before: int = NEWEST, limit: int = PAGE) -> Conversation:
    """The last ``limit`` messages before an id, with the events among them, by local day."""
    ref = reference()
    found = rows(_SAID, (ticket_id, before, limit + 1))
    shown = found[limit - 1 :: -1] if len(found) > limit else found[::-1]
    files = _files(ticket_id, shown[0][0]) if shown else {}
    said = [_said(values, ref, files.get(values[0], ())) for values in shown]
    earlier = said[0].id if len(found) > limit else 0
    since = said[0].at if earlier else None
    until = _time_of(before) if before != NEWEST else None
    happened = _happened(ticket_id, since, until, ref)
    everything: list[Said | Happened] = [*said, *happened]
    items = sorted(everything, key=_place)
    return Conversation(_by_day(_gathered(items)), earlier, said[-1].id if said else 0)


def _place(item: Said | Happened) -> tuple[dt.datetime, int]:
    """Of one moment, a ticket begins first, then comes what was said, then what follows from it."""
    return item.at, 1 if isinstance(item, Said) else 0 if item.is_beginning else 2


def _gathered(items: Iterable[Said | Happened]) -> Iterator[Said | Happened]:
    """One line for what one person did within a short while, with nothing said in between."""
    line: Happened | None = None
    for item in items:
        if isinstance(item, Happened) and line and item.by == line.by and item.at - line.at < TOGETHER:
            line.words += item.words
            continue
        line = item if isinstance(item, Happened) else None
        yield item


def _said(values: tuple, ref: Reference, files: tuple[File, ...]) -> Said:  # type: ignore[type-arg]
    (pk, kind, channel, customer, staff_id, customer_id, text, quoted, has_html, at, delivery, error, read_at,
     external_id) = values  # fmt: skip
    by = ref.name(staff_id) if staff_id else (customer or "")
    return Said(
        pk, kind, channel, by, staff_id, customer_id, text, quoted, bool(has_html), moment(at), delivery, error,
        instant(read_at), external_id, files,
    )  # fmt: skip


def _files(ticket_id: int, since: int) -> dict[int, tuple[File, ...]]:
    found: dict[int, tuple[File, ...]] = {}
    for message_id, *values in rows(_FILES, (ticket_id, since)):
        found[message_id] = (*found.get(message_id, ()), File(*values))
    return found


def _time_of(message_id: int) -> dt.datetime | None:
    found = rows("SELECT at FROM desk_message WHERE id = %s", (message_id,))
    return moment(found[0][0]) if found else None


def _happened(ticket_id: int, since: dt.datetime | None, until: dt.datetime | None, ref: Reference) -> list[Happened]:
    """Events in words."""
    lines: list[Happened] = []
    for raw_at, name, actor_kind, actor_id, payload, customer in reversed(rows(_EVENTS, (ticket_id, EVENTS))):
        at = moment(raw_at)
        if (since and at < since) or (until and at >= until) or name not in verbs():
            continue
        words = sentence(decode(name, payload), ref)
        if not words:
            continue
        by = ref.name(actor_id) if actor_kind == ActorKind.STAFF else customer or ""
        lines.append(Happened(at, by, [words], is_beginning=name == TicketCreated.verb))
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
