"""Keeping the counts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db import connection, transaction

from manyi.core import log
from manyi.core.events import Recorded, verbs
from manyi.desk.models import Ticket
from manyi.insight.facts import COUNTED, measured
from manyi.insight.models import Rollup

Key = tuple[dt.datetime, int, str, str]
_ADD = (
    "INSERT INTO insight_rollup (hour, team_id, channel, measure, count, total) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (measure, hour, team_id, channel) DO UPDATE"
    " SET count = insight_rollup.count + excluded.count, total = insight_rollup.total + excluded.total"
)


def hour_of(at: dt.datetime) -> dt.datetime:
    """The beginning of the hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def count_event(event: Recorded) -> None:
    """Add one event to the counts. The log's reader calls it exactly once per event."""
    channel = Ticket.objects.filter(pk=event.ticket_id or 0).values_list("channel", flat=True).first() or ""
    _add(_keys(event, channel))


def _keys(event: Recorded, channel: str) -> dict[Key, tuple[int, float]]:
    hour, team = hour_of(event.at), event.team_id or 0
    return {(hour, team, channel, measure): (1, amount) for measure, amount in measured(event.payload)}


def _add(counts: Mapping[Key, tuple[int, float]]) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(adapt(key[0]), *key[1:], *value) for key, value in counts.items()]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


def rebuild(batch: int = 5000) -> int:
    """Count the whole log again, from nothing; returns how many events were read."""
    wanted = {payload.verb for payload in COUNTED}
    sums: dict[Key, list[float]] = defaultdict(lambda: [0, 0.0])
    channels = dict(Ticket.objects.values_list("pk", "channel").iterator())
    position = seen = 0
    while rows := log.after(position, batch):
        position, seen = rows[-1].id, seen + len(rows)
        for row in rows:
            if row.verb in wanted and row.verb in verbs():
                for key, (count, amount) in _keys(log.typed(row), channels.get(row.ticket_id or 0, "")).items():
                    sums[key][0] += count
                    sums[key][1] += amount
    with transaction.atomic():
        Rollup.objects.all().delete()
        _add({key: (int(count), total) for key, (count, total) in sums.items()})
        log.skip_to("insight", position)
    return seen
