"""Reading the event log: typed events after a position, and the loop that runs later reactions."""

from __future__ import annotations

import logging

from django.db import transaction

from manyi.core import reactions
from manyi.core.actors import ActorKind
from manyi.core.events import Recorded, decode, verbs
from manyi.core.jobs import enqueue, job
from manyi.core.models import Event, ReaderPosition

log = logging.getLogger("manyi.log")


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
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def run_reader(app: str, limit: int = 20) -> int:
    """Run one app's later reactions on the next events; returns how many events were read.

    The position, and all that the reactions wrote, commit together, and the reader's row is locked meanwhile: each
    event is handled by one worker, in order. A reaction that raises is undone, logged and kept as a job; it does not
    hold up others.
    """
    ReaderPosition.objects.get_or_create(reader=app)
    with transaction.atomic():
        reader = ReaderPosition.objects.select_for_update(skip_locked=True).filter(reader=app).first()
        rows = after(reader.position, limit) if reader is not None else []
        if reader is None or not rows:
            return 0
        for row in rows:
            for reaction in reactions.later(row.verb, app):
                _run_safely(reaction, row)
        reader.position = rows[-1].id
        reader.save(update_fields=["position"])
    return len(rows)


def _run_safely(reaction: reactions.Reaction, row: Event) -> None:
    try:
        with transaction.atomic():
            reaction.handler(typed(row))
    except Exception:
        log.exception("reaction %s failed on event %s; it will be repeated", reaction.name, row.id)
        enqueue("core.react_again", key=f"react:{reaction.name}:{row.id}", reaction=reaction.name, event=row.id)


@job("core.react_again")
def react_again(reaction: str, event: int) -> None:
    """Repeat one failed reaction."""
    row = Event.objects.get(id=event)
    app = reaction.rsplit(".", 1)[0]
    for found in reactions.later(row.verb, app):
        if found.name == reaction:
            with transaction.atomic():
                found.handler(typed(row))
