"""What waiting customers are told, kept to be judged by what came true."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.core.actions import action, now
from manyi.core.rows import fetch, insert_once
from manyi.desk.models import Ticket
from manyi.routing.actions.waits import open_wait
from manyi.routing.models import Promise, Wait
from manyi.routing.queries.places import Place, forget_places, places

LIVE = frozenset({"chat", "voice", "wechat", "wecom"})
"""Channels on which a customer waits at the other end and is told at once."""
_TOLD = "SELECT 1 FROM routing_promise WHERE wait_id = %s"


@action
def promise(ticket_ids: Iterable[int]) -> int:
    """Keep what these customers are told first, if they wait at the other end; returns how many were told."""
    found = [wait for pk in ticket_ids if (wait := open_wait(pk)) is not None and wait.channel in LIVE]
    waits = [wait for wait in found if not fetch(_TOLD, (wait.pk,))]
    if any(wait.ticket_id not in places() for wait in waits):
        forget_places()
    return sum(_keep(wait, places().get(wait.ticket_id)) for wait in waits)


def note_told(ticket: Ticket, place: Place | None) -> None:
    """Keep what a customer is shown on a page of the own, however he wrote; what was told first stands."""
    if place is not None and not Promise.objects.filter(wait__ticket=ticket, wait__ended_at=None).exists():
        _note(ticket.pk, place)


@action
def _note(ticket_id: int, place: Place) -> None:
    wait = open_wait(ticket_id)
    if wait is not None:
        _keep(wait, place)


def _keep(wait: Wait, place: Place | None) -> bool:
    if place is None or place.expected is None:
        return False
    made = insert_once(
        Promise, wait_id=wait.pk, queue_id=wait.queue_id, at=now(), position=place.position,
        expected=place.expected, low=place.low, high=place.high, waited=None,
    )  # fmt: skip
    return made is not None
