"""What is asked of notices and announcements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from manyi.core.actors import Actor
from manyi.core.addresses import address
from manyi.core.errors import NotFound
from manyi.desk.queries import reference
from manyi.desk.queries.scope import reached
from manyi.desk.queries.sql import instant, moment, rows
from manyi.notices.actions.telling import is_quiet
from manyi.notices.kinds import Kind, icon, kinds, sentence, ways_of
from manyi.notices.models import Announcement, Preference, Receipt
from manyi.notices.permissions import ANNOUNCE

PAGE = 100
COUNTED = 99


class Told(NamedTuple):
    """A notice as it is shown; ``about`` is the ticket's subject, empty when it is out of reach by now."""

    id: int
    kind: str
    icon: str
    words: str
    about: str
    number: str
    url: str
    times: int
    at: dt.datetime
    is_new: bool


def unseen(viewer: Actor) -> int:
    """How many notices are new, at most one more than is counted."""
    sql = f"SELECT 1 FROM notices_notice WHERE staff_id = %s AND seen_at IS NULL LIMIT {COUNTED + 1}"  # noqa: S608
    return len(rows(sql, (viewer.id or 0,)))


def told(viewer: Actor, *, limit: int = PAGE, only_new: bool = False) -> list[Told]:
    """The viewer's notices, newest first."""
    condition, params = reached(viewer)
    new = "AND n.seen_at IS NULL" if only_new else ""
    found = rows(
        "SELECT n.id, n.kind, n.by_staff_id, n.data, n.url, n.count, n.at, n.seen_at, t.number, t.subject,"  # noqa: S608
        f" CASE WHEN t.id IS NOT NULL AND {condition} THEN 1 ELSE 0 END FROM notices_notice n"
        f" LEFT JOIN desk_ticket t ON t.id = n.ticket_id WHERE n.staff_id = %s {new}"
        f" ORDER BY n.at DESC, n.id DESC LIMIT {int(limit)}",
        (*params, viewer.id or 0),
    )
    return [_told(values) for values in found]


def _told(values: tuple[Any, ...]) -> Told:
    pk, kind, by, data, url, count, at, seen_at, number, subject, is_reached = values
    known: dict[str, Any] = msgspec.json.decode(data) if isinstance(data, str | bytes) else data
    words = sentence(kind, reference().name(by), known)
    where = address("ticket", number) if is_reached else url
    about = subject if is_reached else ""
    number = number if is_reached else ""
    return Told(pk, kind, icon(kind), words, about, number, where, count, moment(at), instant(seen_at) is None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind with the ways somebody takes it."""

    kind: Kind
    ways: frozenset[str]


def preference_of(viewer: Actor) -> Preference:
    """How the viewer likes to be told; the defaults when he has not said."""
    return Preference.objects.filter(staff_id=viewer.as_staff).first() or Preference(staff_id=viewer.as_staff)


def choices_of(preference: Preference) -> list[Choice]:
    """Every kind with the ways it takes."""
    return [Choice(kind, ways_of(kind.key, preference.choices)) for kind in kinds()]


def is_quiet_now(viewer: Actor) -> bool:
    """Whether the viewer wants to be told nothing aloud now."""
    return is_quiet(preference_of(viewer), viewer.time_zone)


class Line(NamedTuple):
    """An announcement in the list: how many were to read it and how many have; ``read_at`` is the viewer's own."""

    row: Announcement
    readers: int
    read: int
    is_for_me: bool
    read_at: dt.datetime | None


def announcements(viewer: Actor, limit: int = 100) -> list[Line]:
    """Announcements to the viewer, and for those who publish all of them, newest first."""
    mine = {one.announcement_id: one.read_at for one in Receipt.objects.filter(staff_id=viewer.as_staff)}
    found = Announcement.objects.select_related("team", "by_staff").order_by("-pk")
    if not viewer.can(ANNOUNCE):
        found = found.filter(pk__in=mine, withdrawn_at=None)
    shown = list(found[:limit])
    counts = _counts([row.pk for row in shown])
    return [Line(row, *counts.get(row.pk, (0, 0)), row.pk in mine, mine.get(row.pk)) for row in shown]


def _counts(ids: list[int]) -> dict[int, tuple[int, int]]:
    if not ids:
        return {}
    listed = ", ".join(str(int(pk)) for pk in ids)
    sql = (
        "SELECT announcement_id, COUNT(*), COUNT(read_at) FROM notices_receipt"  # noqa: S608
        f" WHERE announcement_id IN ({listed}) GROUP BY announcement_id"
    )
    return {pk: (readers, read) for pk, readers, read in rows(sql)}


def get_announcement(viewer: Actor, pk: int) -> Announcement:
    """One announcement that is for the viewer, or that he may manage. Raises :class:`NotFound`."""
    found = Announcement.objects.select_related("team", "by_staff").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    is_for_me = Receipt.objects.filter(announcement=found, staff_id=viewer.as_staff).exists()
    if not viewer.can(ANNOUNCE) and (not is_for_me or found.withdrawn_at is not None):
        raise NotFound()
    return found


def receipts(row: Announcement) -> list[Receipt]:
    """Who was to read it: those who have not come first."""
    found = Receipt.objects.filter(announcement=row).select_related("staff", "staff__team")
    return sorted(found, key=lambda one: (one.read_at is not None, one.staff.name))
