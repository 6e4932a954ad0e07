"""What waiting customers are told, kept to be judged by what came true."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.core.actions import action, now
from manyi.core.rows import insert_once
from manyi.routing.actions.waits import open_wait
from manyi.routing.models import Promise
from manyi.routing.queries.places import forget_places, places

LIVE = frozenset({"chat", "voice", "wechat", "wecom"})
"""Channels on which a customer waits at the other end."""


@action
def promise(ticket_ids: Iterable[int]) -> int:
    """Keep what these customers are told first, if they wait at the other end; returns how many were told."""
    waits = [wait for pk in ticket_ids if (wait := open_wait(pk)) is not None and wait.channel in LIVE]
    told = 0
    if waits:
        forget_places()
    for wait in waits:
        place = places().get(wait.ticket_id)
        if place is None or place.expected is None:
            continue
        made = insert_once(
            Promise, wait_id=wait.pk, queue_id=wait.queue_id, at=now(), position=place.position,
            expected=place.expected, low=place.low, high=place.high, waited=None,
        )  # fmt: skip
        told += made is not None
    return told
