"""Reading the event log: typed events after a position, and the loop that runs later reactions."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet

from manyi.core import reactions
from manyi.core.actors import ActorKind
from manyi.core.events import Recorded, decode, verbs
from manyi.core.jobs import enqueue, job
from manyi.core.models import Event, ReaderPosition
from manyi.core.turns import turn

log = logging.getLogger("manyi.log")
FAR = 1000
AT_ONCE = 100
HOLD = 0.03
"""Seconds after which a reader lets others write."""


def typed(row: Event) -> Recorded:
    """A log row as readers use it."""
    return Recorded(
        payload=decode(row.verb, row.payload),
        at=row.at,
        actor_kind=ActorKind(row.actor_kind),
        actor_id=row.actor_id,
        ticket_id=row.ticket_id,
        customer_id=row.customer_id,
        team_id=row.team_id,
        assignee_id=row.assignee_id,
        correlation=row.correlation,
        id=row.id,
    )


def after(position: int, limit: int = 200) -> list[Event]:
    """Rows past a position, in commit order."""
    return list(Event.objects.filter(id__gt=position).order_by("id")[:limit])


def of_ticket(ticket_id: int, limit: int = 500) -> list[Recorded]:
    """A ticket's own events, oldest first (the newest ``limit`` of them)."""
    rows = Event.objects.filter(ticket_id=ticket_id).order_by("-id")[:limit]
    return [typed(row) for row in reversed(rows) if row.verb in verbs()]


def newest() -> int:
    """The position of the newest event, 0 for an empty log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM core_event")
        return cursor.fetchone()[0] or 0


def position_of(app: str) -> int:
    """How far one app's reader has come."""
    return ReaderPosition.objects.filter(reader=app).values_list("position", flat=True).first() or 0


def behind(apps: Collection[str]) -> list[str]:
    """The apps with events to react to; also those so far behind that their position should move on."""
    end = newest()
    reached = dict(ReaderPosition.objects.values_list("reader", "position"))
    return [
        app for app in apps if end > (at := reached.get(app, 0)) and (end - at > FAR or _awaited(app, at, end).exists())
    ]


def skip_to(app: str, position: int) -> None:
    """Let a reader go on from a position: after an import whose history must not be reacted to, or a rebuild."""
    ReaderPosition.objects.update_or_create(reader=app, defaults={"position": position})


def run_reader(app: str, limit: int = AT_ONCE) -> int:
    """Run one app's later reactions on the next events it reacts to; returns how many those were.

    The position, and all that the reactions wrote, commit together, and the reader's row is locked meanwhile: each
    event is handled by one worker, in order. A reaction that raises is undone, logged and kept as a job; it does not
    hold up others. On SQLite nobody else writes meanwhile, so it stops after :data:`HOLD` seconds.
    """
    ReaderPosition.objects.get_or_create(reader=app)
    with turn(), transaction.atomic():
        reader = ReaderPosition.objects.select_for_update(skip_locked=True, no_key=True).filter(reader=app).first()
        if reader is None:
            return 0
        end = newest()
        rows = list(_awaited(app, reader.position, end)[:limit])
        done = _react(app, [typed(row) for row in rows])
        reader.position = rows[done - 1].id if done and (done < len(rows) or done == limit) else end
        reader.save(update_fields=["position"])
    return done


def _react(app: str, events: Sequence[Recorded]) -> int:
    """Run an app's reactions; returns how many events there was time for."""
    until = time.monotonic() + HOLD
    gathered: dict[reactions.Reaction, list[Recorded]] = {}
    done = 0
    for event in events:
        for reaction in reactions.later(event.verb, app):
            if reaction.several:
                gathered.setdefault(reaction, []).append(event)
            else:
                _run_safely(reaction, [event])
        done += 1
        if time.monotonic() > until:
            break
    for reaction, several in gathered.items():
        _run_safely(reaction, several)
    return done


def _awaited(app: str, position: int, end: int) -> QuerySet[Event]:
    awaited = [
        verb for verb, found in reactions.event_map().items() if any(r.app == app and not r.inline for r in found)
    ]
    return Event.objects.filter(id__gt=position, id__lte=end, verb__in=awaited).order_by("id")


def _run_safely(reaction: reactions.Reaction, events: Sequence[Recorded]) -> None:
    try:
        with transaction.atomic():
            reaction.run(events)
    except Exception:
        ids = [event.id for event in events]
        log.exception("reaction %s failed on events %s; it will be repeated", reaction.name, ids)
        for pk in ids:
            enqueue("core.react_again", key=f"react:{reaction.name}:{pk}", reaction=reaction.name, event=pk)


@job("core.react_again")
def react_again(reaction: str, event: int) -> None:
    """Repeat one failed reaction, to one event."""
    row = Event.objects.get(id=event)
    app = reaction.rsplit(".", 1)[0]
    for found in reactions.later(row.verb, app):
        if found.name == reaction:
            with transaction.atomic():
                found.run([typed(row)])
