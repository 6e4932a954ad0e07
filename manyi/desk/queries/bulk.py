"""How far a step on many tickets has come."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.desk.models import BulkItem, BulkRun

REASONS = 20
STATES = ("done", "refused", "undone", "kept", "")


class BulkState(NamedTuple):
    """Tickets by what became of them, and why some refused."""

    done: int
    refused: int
    undone: int
    kept: int
    waiting: int
    reasons: list[tuple[str, str]]


def get_bulk(viewer: Actor, run_id: int) -> BulkRun:
    """A run of the viewer's own. Raises :class:`NotFound`."""
    found = BulkRun.objects.filter(pk=run_id, staff_id=viewer.as_staff).first()
    if found is None:
        raise NotFound()
    return found


def bulk_state(run: BulkRun) -> BulkState:
    """What became of its tickets so far."""
    items = BulkItem.objects.filter(run=run)
    counts = dict(items.values_list("state").annotate(Count("pk")))
    refused = items.filter(state="refused").select_related("ticket")[:REASONS]
    reasons = [(item.ticket.number, item.reason) for item in refused]
    done, refused, undone, kept, waiting = (counts.get(state, 0) for state in STATES)
    return BulkState(done, refused, undone, kept, waiting, reasons)
