"""From a row of the event log to whom it concerns and what they are told: ids only, never content."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

COLUMNS = "id, verb, actor_kind, actor_id, ticket_id, customer_id, team_id, assignee_id, payload"
CUSTOMER_VERBS = frozenset(
    {
        "message.received",
        "message.sent",
        "message.automatic",
        "queue.entered",
        "message.read",
        "ticket.status_changed",
        "ticket.resolved",
        "ticket.closed",
        "ticket.reopened",
        "ticket.assigned",
    }
)
STAFF_NAMED = {
    "ticket.assigned": ("old_assignee", "new_assignee"),
    "ticket.owner_changed": ("old", "new"),
    "ticket.followed": ("staff",),
    "ticket.unfollowed": ("staff",),
    "message.noted": ("mentions",),
    "sla.escalated": ("told",),
    "floor.called_in": ("staff",),
    "floor.call_answered": ("staff",),
    "call_back.due": ("staff",),
    "offer.made": ("staff",),
    "offer.ended": ("staff",),
    "staff.presence_changed": ("staff",),
    "notice.sent": ("staff",),
}
TEAMS_NAMED = {"ticket.assigned": ("old_team", "new_team"), "rush.started": ("teams",), "rush.ended": ("teams",)}
NO_TEAM = "team:0"


class Row(NamedTuple):
    """A log row as the tail reads it, in the order of :data:`COLUMNS`."""

    position: int
    verb: str
    actor_kind: str
    actor_id: int | None
    ticket: int | None
    customer: int | None
    team: int | None
    assignee: int | None
    payload: str


class News(NamedTuple):
    """One event as it goes out: to staff on ``topics``, and, where customers may know, to the ``chat`` topic."""

    position: int
    topics: frozenset[str]
    data: bytes
    chat: str
    chat_data: bytes

    def for_topics(self, held: frozenset[str]) -> bytes | None:
        """What a tab holding these topics is told, None when it is not concerned."""
        if not self.topics.isdisjoint(held):
            return self.data
        return self.chat_data if self.chat in held else None


@lru_cache(maxsize=512)
def news(row: Row) -> News:
    """The row as it goes out. The newest are remembered: after a restart all tabs ask for the same ones."""
    shown: dict[str, Any] = {"position": row.position, "verb": row.verb, "ticket": row.ticket}
    actor = row.actor_kind if row.actor_id is None else f"{row.actor_kind}:{row.actor_id}"
    topics = frozenset(_staff_topics(row))
    for_staff = {
        **shown, "customer": row.customer, "team": row.team, "assignee": row.assignee, "actor": actor,
        "topics": sorted(topics),
    }  # fmt: skip
    chat = f"chat:{row.ticket}" if row.ticket is not None and row.verb in CUSTOMER_VERBS else ""
    for_customer = {**shown, "actor": row.actor_kind, "topics": [chat]}
    return News(
        row.position,
        topics,
        message(for_staff, position=row.position),
        chat,
        message(for_customer, position=row.position) if chat else b"",
    )


def _staff_topics(row: Row) -> Iterator[str]:
    yield "all"
    if row.assignee is not None:
        yield f"staff:{row.assignee}"
    if row.ticket is not None:
        yield f"ticket:{row.ticket}"
        yield NO_TEAM if row.team is None else f"team:{row.team}"
    payload = msgspec.json.decode(row.payload) if row.verb in STAFF_NAMED else {}
    yield from (f"staff:{staff}" for staff in _named(payload, STAFF_NAMED.get(row.verb, ())) if staff)
    if row.verb in TEAMS_NAMED:
        yield from (f"team:{team}" for team in _named(payload, TEAMS_NAMED[row.verb]))


def _named(payload: dict[str, Any], keys: tuple[str, ...]) -> Iterator[int]:
    """Ids in the payload; 0 where nobody or no team is named."""
    for key in keys:
        value = payload.get(key)
        yield from value if isinstance(value, list) else [value or 0]


def message(data: object, *, position: int | None = None, event: str = "") -> bytes:
    """One server-sent event; ``position`` becomes the id that a browser resumes from."""
    lines = [b"data: " + msgspec.json.encode(data)]
    if event:
        lines.insert(0, b"event: " + event.encode())
    if position is not None:
        lines.insert(0, b"id: %d" % position)
    return b"\n".join(lines) + b"\n\n"
