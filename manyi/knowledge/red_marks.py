"""Red marks: how many policy changes somebody has still to read, and which of them stand before an answer.

Asked on every page and before every reply, so what is true for all is remembered for a few seconds and what a
colleague has acknowledged for good.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.utils.translation import gettext as _

from manyi.core.actions import now
from manyi.core.actors import Actor
from manyi.core.addresses import address
from manyi.core.errors import Refused
from manyi.desk.checks import before_reply
from manyi.desk.models import Ticket, TicketTag, TicketType
from manyi.knowledge import queries
from manyi.knowledge.access import visible_articles
from manyi.knowledge.models import Acknowledgement
from manyi.knowledge.permissions import READ

REMEMBER = 10.0


class MustRead(Refused):
    """A policy on the topic of a ticket has changed, and the colleague has not read it yet."""

    code, status = "policy_unread", 409


@dataclass(frozen=True, slots=True)
class Change:
    """An announced change: whom and which tickets it concerns; empty sets mean all."""

    version: int
    article: int
    title: str
    effective_from: float
    staff: frozenset[int]
    types: frozenset[int]
    tags: frozenset[int]


_changes: tuple[float, tuple[Change, ...]] = (0.0, ())
_read: set[tuple[int, int]] = set()


def forget() -> None:
    """Drop what this process remembers."""
    global _changes
    _changes = (0.0, ())
    _read.clear()


def changes() -> tuple[Change, ...]:
    """All announced changes that hold or are going to."""
    global _changes
    if _changes[0] < time.monotonic():
        _changes = (time.monotonic() + REMEMBER, _load())
    return _changes[1]


def _load() -> tuple[Change, ...]:
    rows = list(queries.changes())
    topics = queries.topics_of(row.article for row in rows)
    return tuple(
        Change(
            version=row.pk,
            article=row.article_id,
            title=row.title,
            effective_from=row.effective_from.timestamp() if row.effective_from else 0.0,
            staff=frozenset(queries.concerned(row).values_list("pk", flat=True)),
            types=_with_below(topics[row.article_id][0]),
            tags=topics[row.article_id][1],
        )
        for row in rows
    )


def _with_below(types: frozenset[int]) -> frozenset[int]:
    if not types:
        return types
    parents = dict(TicketType.objects.values_list("pk", "parent_id"))
    found = set(types)
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(found)


def unread(viewer: Actor) -> list[Change]:
    """The changes a colleague has not acknowledged, the first to take effect first."""
    staff = viewer.staff_id
    if staff is None or not viewer.can(READ):
        return []
    mine = [change for change in changes() if staff in change.staff and (staff, change.version) not in _read]
    if not mine:
        return []
    ids = [change.version for change in mine]
    done = Acknowledgement.objects.filter(staff_id=staff, version__in=ids, acknowledged_at__isnull=False)
    _read.update((staff, version) for version in done.values_list("version_id", flat=True))
    left = [change for change in mine if (staff, change.version) not in _read]
    reachable = set(visible_articles(viewer).filter(pk__in=[one.article for one in left]).values_list("pk", flat=True))
    return sorted((one for one in left if one.article in reachable), key=lambda one: one.effective_from)


def count(viewer: Actor) -> int:
    """What stands on the library's place in the rail."""
    return len(unread(viewer))


def on_topic(viewer: Actor, ticket: Ticket) -> list[Change]:
    """The changes a colleague has not acknowledged whose topic is that of a ticket."""
    found = unread(viewer)
    if not found:
        return []
    tags = frozenset(TicketTag.objects.filter(ticket=ticket).values_list("tag_id", flat=True))
    return [one for one in found if _concerns(one, ticket, tags)]


def _concerns(change: Change, ticket: Ticket, tags: frozenset[int]) -> bool:
    if not change.types and not change.tags:
        return True
    return ticket.type_id in change.types or bool(change.tags & tags)


@before_reply
def check_reply(ticket: Ticket, by: Actor) -> None:
    """Raise :class:`MustRead` for a colleague who answers on a topic whose changed policy he has not acknowledged."""
    staff, at = by.staff_id, now().timestamp()
    if not any(
        one.effective_from <= at and staff in one.staff and (staff, one.version) not in _read for one in changes()
    ):
        return
    due = next((one for one in on_topic(by, ticket) if one.effective_from <= at), None)
    if due is not None:
        text = _("“%(title)s” has changed. Read what holds now and confirm it, then send your answer.")
        raise MustRead(
            text % {"title": due.title}, version=due.version, dialog=address("knowledge-change", due.version)
        )
