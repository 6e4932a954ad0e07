"""What programs ask of the desk: keyset pages of tickets, messages and events, and rows named in what they send."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from manyi.core import log, search
from manyi.core.actors import Actor
from manyi.core.errors import Invalid, NotFound
from manyi.core.events import Recorded, verbs
from manyi.core.models import Event
from manyi.core.rows import read
from manyi.desk import access
from manyi.desk.models import (
    Attachment,
    Draft,
    Follower,
    Message,
    PlannedReply,
    Tag,
    Ticket,
    TicketLink,
    TicketMerge,
    TicketTag,
    TicketType,
)
from manyi.desk.queries.finding import most_looked_at
from manyi.desk.queries.reference import reference
from manyi.desk.queries.scope import reached
from manyi.desk.queries.sql import Where, joined, marks, rows, stored
from manyi.people.models import Staff, Team

NUMBER = re.compile(r"\d{8}-\d{4,}")
SCANNED = 2000
"""How many events are looked at for one page of those a program may see."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets a program asks for; empty fields ask nothing. ``unassigned`` and ``archived`` are tri-state."""

    status: tuple[int, ...] = ()
    assignee_id: int | None = None
    unassigned: bool | None = None
    owner_id: int | None = None
    team_id: int | None = None
    customer_id: int | None = None
    channel: str = ""
    type: str = ""
    tag: str = ""
    archived: bool | None = None
    updated_since: dt.datetime | None = None

    def where(self) -> Where:
        """The filter as SQL; statuses and ids as literals, so that partial indexes serve it."""
        found: list[Where] = []
        if self.status:
            found.append((f"t.status IN ({', '.join(str(int(one)) for one in self.status)})", ()))
            found += [("t.status < 4", ())] if max(self.status) < 4 else []
        numbers = {"assignee_id": self.assignee_id, "owner_id": self.owner_id, "team_id": self.team_id,
                   "customer_id": self.customer_id}  # fmt: skip
        found += [(f"t.{column} = {int(value)}", ()) for column, value in numbers.items() if value is not None]
        found += [*_is_null("assignee_id", self.unassigned), *_is_null("archived_at", _negated(self.archived))]
        if self.channel:
            found.append(("t.channel = %s", (self.channel,)))
        if self.type:
            found.append(("t.type_id IN (SELECT id FROM desk_tickettype WHERE key = %s)", (self.type,)))
        if self.tag:
            tagged = "SELECT tt.ticket_id FROM desk_tickettag tt JOIN desk_tag g ON g.id = tt.tag_id WHERE g.name = %s"
            found.append((f"t.id IN ({tagged})", (self.tag,)))
        if self.updated_since is not None:
            found.append(("t.updated_at >= %s", (stored(self.updated_since),)))
        return joined(found)


def _negated(flag: bool | None) -> bool | None:
    return None if flag is None else not flag


def _is_null(column: str, asked: bool | None) -> list[Where]:
    return [] if asked is None else [(f"t.{column} IS {'' if asked else 'NOT '}NULL", ())]


def newest_tickets(viewer: Actor, wanted: Wanted, limit: int, before: int | None = None) -> list[dict[str, Any]]:
    """Tickets in the viewer's reach, newest first, created before the one with the id ``before``."""
    past: Where = ("TRUE", ()) if before is None else ("t.id < %s", (before,))
    where, params = joined((wanted.where(), reached(viewer), past))
    sql = f"SELECT t.id FROM desk_ticket t WHERE {where} ORDER BY t.id DESC LIMIT {int(limit)}"  # noqa: S608
    return in_order([row[0] for row in rows(sql, params)])


def changed_tickets(
    viewer: Actor, wanted: Wanted, limit: int, after: tuple[dt.datetime, int] | None = None
) -> list[dict[str, Any]]:
    """The same, least recently changed first, past a time and id: for keeping a copy up to date."""
    past: Where = ("TRUE", ()) if after is None else ("(t.updated_at, t.id) > (%s, %s)", (stored(after[0]), after[1]))
    where, params = joined((wanted.where(), reached(viewer), past))
    sql = f"SELECT t.id FROM desk_ticket t WHERE {where} ORDER BY t.updated_at, t.id LIMIT {int(limit)}"  # noqa: S608
    return in_order([row[0] for row in rows(sql, params)])


def in_order(ids: list[int]) -> list[dict[str, Any]]:
    """The tickets with these ids, in this order, by column."""
    found = {row["id"]: row for row in Ticket.objects.filter(pk__in=ids).values()}
    return [dict(found[pk]) for pk in ids]


def tags_of(ticket_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the tags of each ticket, sorted."""
    tags: dict[int, list[str]] = {}
    named = TicketTag.objects.filter(ticket_id__in=list(ticket_ids)).order_by("tag__name")
    for ticket_id, name in named.values_list("ticket_id", "tag__name"):
        tags.setdefault(ticket_id, []).append(name)
    return tags


def numbers_of(ticket_ids: Iterable[int | None]) -> dict[int, str]:
    """The numbers of tickets by id."""
    wanted = {pk for pk in ticket_ids if pk is not None}
    return dict(Ticket.objects.filter(pk__in=wanted).values_list("pk", "number")) if wanted else {}


def messages_after(ticket: Ticket, after: int, limit: int) -> list[dict[str, Any]]:
    """A ticket's messages past an id, oldest first."""
    return [dict(row) for row in Message.objects.filter(ticket=ticket, pk__gt=after).order_by("pk").values()[:limit]]


def files_of(message_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of each message."""
    files: dict[int, list[Attachment]] = {}
    for found in Attachment.objects.select_related("file").filter(message_id__in=list(message_ids)).order_by("pk"):
        files.setdefault(found.message_id or 0, []).append(found)
    return files


def own_uploads(viewer: Actor, ids: Sequence[int]) -> list[Attachment]:
    """Files this viewer has uploaded and not sent. Raises :class:`Invalid` naming those that are not."""
    if not ids:
        return []
    found = {
        upload.pk: upload for upload in Attachment.objects.filter(pk__in=ids, message=None, uploaded_by=viewer.as_staff)
    }
    missing = ", ".join(str(pk) for pk in ids if pk not in found)
    if missing:
        raise Invalid(
            fields={"attachments": _("Not an upload of yours that is still unsent: %(ids)s") % {"ids": missing}}
        )
    return [found[pk] for pk in dict.fromkeys(ids)]


def type_by_key(key: str | None) -> TicketType | None:
    """The ticket type in use under a key. Raises :class:`Invalid` for another word."""
    if not key:
        return None
    found = read(TicketType, key=key)
    if found is None or not found.is_active:
        raise Invalid(fields={"type": _("There is no such ticket type.")})
    return found


def team_by_id(team_id: int | None) -> Team | None:
    """A team named in a request. Raises :class:`Invalid` for an id nobody has."""
    found = read(Team, id=team_id) if team_id is not None else None
    if team_id is not None and found is None:
        raise Invalid(fields={"team_id": _("There is no such team.")})
    return found


def colleague(staff_id: int, field: str = "staff_id") -> Staff:
    """A colleague named in a request. Raises :class:`Invalid` for an id nobody has."""
    return colleagues([staff_id], field)[0]


def colleagues(ids: Sequence[int], field: str) -> list[Staff]:
    """Colleagues named in a request. Raises :class:`Invalid` for ids nobody has."""
    found = {staff.pk: staff for staff in Staff.objects.filter(pk__in=ids, is_active=True)} if ids else {}
    if missing := [str(pk) for pk in ids if pk not in found]:
        raise Invalid(fields={field: _("No such colleague: %(ids)s") % {"ids": ", ".join(missing)}})
    return [found[pk] for pk in ids]


def followers_of(ticket: Ticket) -> list[int]:
    """Ids of the colleagues who follow a ticket."""
    return list(Follower.objects.filter(ticket=ticket).order_by("staff_id").values_list("staff_id", flat=True))


def links_of(viewer: Actor, ticket: Ticket) -> list[tuple[TicketLink, Ticket]]:
    """A ticket's links in both directions, each with the other ticket, where the viewer reaches that."""
    ours = TicketLink.objects.select_related("other").filter(ticket=ticket)
    theirs = TicketLink.objects.select_related("ticket").filter(other=ticket)
    found = [*((link, link.other) for link in ours), *((link, link.ticket) for link in theirs)]
    return [
        (link, other) for link, other in sorted(found, key=lambda pair: pair[0].pk) if access.may_see(viewer, other)
    ]


def merges_of(ticket: Ticket) -> list[TicketMerge]:
    """The merges into a ticket, oldest first."""
    return list(TicketMerge.objects.select_related("merged", "kept").filter(kept=ticket).order_by("pk"))


def draft_of(viewer: Actor, ticket: Ticket, kind: str) -> Draft:
    """The viewer's own draft. Raises :class:`NotFound` when there is none."""
    found = Draft.objects.filter(ticket=ticket, staff_id=viewer.as_staff, kind=kind).first()
    if found is None:
        raise NotFound()
    return found


def tag_names(after: str, limit: int) -> list[str]:
    """Tags in use, by name, past one of them."""
    return list(Tag.objects.filter(name__gt=after).order_by("name").values_list("name", flat=True)[:limit])


def events_after(viewer: Actor, position: int, limit: int) -> tuple[list[Recorded], int, bool]:
    """Events of reachable tickets past a position of the log; how far was looked; whether there is more.

    A page may hold fewer events than ``limit``, or none, with more to come: at most :data:`SCANNED` are looked at.
    """
    scanned = list(Event.objects.filter(id__gt=position).order_by("id")[:SCANNED])
    mine = _reachable(viewer, {event.ticket_id for event in scanned if event.ticket_id is not None})
    shown = [event for event in scanned if event.ticket_id in mine and event.verb in verbs()]
    if len(shown) > limit:
        return [log.typed(event) for event in shown[:limit]], shown[limit - 1].id, True
    end = scanned[-1].id if scanned else position
    return [log.typed(event) for event in shown], end, len(scanned) == SCANNED


def _reachable(viewer: Actor, ticket_ids: set[int]) -> set[int]:
    if not ticket_ids:
        return set()
    ids = ", ".join(str(int(pk)) for pk in ticket_ids)
    where, params = joined(((f"t.id IN ({ids})", ()), reached(viewer)))
    return {row[0] for row in rows(f"SELECT t.id FROM desk_ticket t WHERE {where}", params)}  # noqa: S608


def hits(viewer: Actor, query: str, limit: int) -> list[dict[str, Any]]:
    """Reachable tickets that match: by number, else the newest messages that hold every word."""
    if NUMBER.fullmatch(query.strip()):
        where, params = joined((("t.number = %s", (query.strip(),)), reached(viewer)))
        sql = f"SELECT t.number, t.subject, NULL, t.snippet, t.updated_at FROM desk_ticket t WHERE {where}"  # noqa: S608
        return [_hit(row) for row in rows(sql, params)]
    most = most_looked_at(viewer)
    ids = search.find(query, most) or search.find_meant(query, most)[0]
    if not ids:
        return []
    where, params = joined(((f"m.id IN ({marks(ids)})", tuple(ids)), reached(viewer)))
    sql = (
        "SELECT t.number, t.subject, m.id, SUBSTR(m.text, 1, 300), m.at FROM desk_message m"  # noqa: S608
        f" JOIN desk_ticket t ON t.id = m.ticket_id WHERE {where} ORDER BY m.id DESC LIMIT {int(limit)}"
    )
    return [_hit(row) for row in rows(sql, params)]


def _hit(row: tuple[Any, ...]) -> dict[str, Any]:
    at = dt.datetime.fromisoformat(row[4]) if isinstance(row[4], str) else row[4]
    return {
        "ticket": row[0],
        "subject": row[1],
        "message_id": row[2],
        "text": row[3],
        "at": at if at.tzinfo else at.replace(tzinfo=dt.UTC),
    }


def type_key(type_id: int | None) -> str | None:
    """The key of a ticket type by id."""
    found = reference().types.get(type_id) if type_id is not None else None
    if found is not None or type_id is None:
        return found.key if found is not None else None
    return TicketType.objects.filter(pk=type_id).values_list("key", flat=True).first()


def planned_of(ticket: Ticket) -> list[PlannedReply]:
    """Replies that wait to be sent later, the next first."""
    return list(PlannedReply.objects.filter(ticket=ticket, is_grace=False).order_by("send_at", "id"))
