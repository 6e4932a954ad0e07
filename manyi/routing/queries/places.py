"""Where a waiting customer stands, what he may be told, and how right that was."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from dataclasses import dataclass
from statistics import median

from django.utils import timezone

from manyi.core.rows import fetch
from manyi.desk.models import Ticket
from manyi.desk.queries.sql import stored
from manyi.routing import estimate, loading, setup
from manyi.routing.matching import ONLINE, Needs, priority, unable

REMEMBER = 3.0
WINDOW = dt.timedelta(minutes=30)
HANDLING = 300.0
"""Seconds in which a colleague finishes something, as long as nothing better is known."""
JUDGED = 200
_SERVED = "SELECT queue_id, count(*) FROM routing_wait WHERE ended_at > %s AND outcome = 'served' GROUP BY queue_id"
_KEPT = (
    "SELECT expected, high, waited FROM routing_promise WHERE waited IS NOT NULL AND expected > 0"
    " AND COALESCE(queue_id, 0) = %s ORDER BY id DESC LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Counted from 1, with how long it may still take in seconds; None where nobody can say."""

    position: int
    expected: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How right the estimates of a queue were: how many were judged, the share (percent) that came true within what
    was told, and the median error in seconds."""

    judged: int
    within: int
    error: float


_kept: tuple[float, dict[int, Place]] | None = None


def places() -> dict[int, Place]:
    """Every waiting ticket's place, by id; at most a few seconds old."""
    global _kept
    if _kept is None or _kept[0] < time.monotonic():
        _kept = (time.monotonic() + REMEMBER, _work_out())
    return _kept[1]


def forget_places() -> None:
    """Drop what is remembered here."""
    global _kept
    _kept = None


def place_of(ticket: Ticket) -> Place | None:
    """A ticket's place; None when it does not wait, or is just being offered to somebody."""
    return places().get(ticket.pk)


def _work_out() -> dict[int, Place]:
    found, at = setup.current(), timezone.now()
    groups: dict[int, list[loading.Waiting]] = defaultdict(list)
    for one in loading.waiting(found):
        groups[one.item.queue].append(one)
    if not groups:
        return {}
    served = {queue_id or 0: count for queue_id, count in fetch(_SERVED, (stored(at - WINDOW),))}
    here = [agent for agent in loading.agents(found).values() if agent.presence == ONLINE]
    able: dict[Needs, int] = {}
    places: dict[int, Place] = {}
    for queue_id, group in groups.items():
        weights = found.weights(group[0].queue)
        group.sort(key=lambda one: (-priority(one.item, weights, at.timestamp()), one.item.entered_at, one.item.id))
        ratios = _ratios(queue_id)
        for position, one in enumerate(group, start=1):
            needs = one.item.needs
            if needs not in able:
                able[needs] = sum(unable(needs, agent.profile) is None for agent in here)
            seconds = estimate.expected(
                position, served=served.get(queue_id, 0), window=WINDOW.total_seconds(), agents=able[needs],
                handling=HANDLING,
            )  # fmt: skip
            low, high = estimate.bounds(seconds, ratios) if seconds is not None else (None, None)
            places[one.item.id] = Place(position, seconds, low, high)
    return places


def _ratios(queue_id: int) -> list[float]:
    return [waited / seconds for seconds, _high, waited in fetch(_KEPT, (queue_id, JUDGED))]


def accuracy(queue_id: int | None) -> Accuracy:
    """How right the newest estimates of a queue were: those are kept that were not exceeded."""
    rows = fetch(_KEPT, (queue_id or 0, JUDGED))
    if not rows:
        return Accuracy(0, 0, 0.0)
    kept = sum(waited <= high for _seconds, high, waited in rows)
    error = median(abs(waited - seconds) for seconds, _high, waited in rows)
    return Accuracy(len(rows), round(kept * 100 / len(rows)), error)
