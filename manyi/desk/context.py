"""Slots beside a ticket that other apps fill: orders, mood, side conversations, what to do next.

All of them come in one fragment after the page, so a slot costs the page nothing. A slot with nothing to say gives
None and is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from manyi.core.actors import Actor
from manyi.core.errors import Text
from manyi.desk.models import Ticket

Load = Callable[[Actor, Ticket], dict[str, Any] | None]
"""What the slot's template needs, for somebody who reaches the ticket; None for nothing."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One panel: its key (by which it stays folded), title, rank from the top, template and what loads it."""

    key: str
    title: Text
    rank: int
    template: str
    load: Load


_slots: dict[str, Slot] = {}


def register(slot: Slot) -> None:
    """Fill a slot of every ticket's context; called once, when an app starts (``panels.py``)."""
    _slots[slot.key] = slot


def filled(viewer: Actor, ticket: Ticket) -> Iterator[tuple[Slot, dict[str, Any]]]:
    """The slots that have something to say, from the top, each with its values."""
    for slot in sorted(_slots.values(), key=lambda one: one.rank):
        values = slot.load(viewer, ticket)
        if values is not None:
            yield slot, values
