"""Keeping the counts, and what can be said of first contacts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef
from django.utils import timezone

from manyi.core import log
from manyi.core.actions import action
from manyi.core.events import Recorded, verbs
from manyi.desk.first_contact import DEFAULT_WINDOW, Verdict
from manyi.desk.models import Ticket
from manyi.desk.queries import first_contacts
from manyi.insight.facts import COUNTED, measured
from manyi.insight.models import FirstContact, Rollup

Sums = defaultdict[tuple[dt.datetime, int, str, str], list[float]]
"""Count and total by hour, team, channel and measure."""
JUDGED_AT_ONCE = 500
_ADD = (
    "INSERT INTO insight_rollup (hour, team_id, channel, measure, count, total) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (measure, hour, team_id, channel) DO UPDATE"
    " SET count = insight_rollup.count + excluded.count, total = insight_rollup.total + excluded.total"
)


def hour_of(at: dt.datetime) -> dt.datetime:
    """The beginning of the hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def count_events(events: Sequence[Recorded]) -> None:
    """Add events to the counts. The log's reader calls it exactly once per event."""
    tickets = {event.ticket_id for event in events if event.ticket_id is not None}
    channels = dict(Ticket.objects.filter(pk__in=tickets).values_list("pk", "channel"))
    sums: Sums = defaultdict(lambda: [0, 0.0])
    for event in events:
        _sum(sums, event, channels)
    _add(sums)


def _sum(sums: Sums, event: Recorded, channels: Mapping[int, str]) -> None:
    place = (hour_of(event.at), event.team_id or 0, channels.get(event.ticket_id or 0, ""))
    for measure, amount in measured(event.payload):
        found = sums[(*place, measure)]
        found[0] += 1
        found[1] += amount


def _add(sums: Sums) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    rows = [(adapt(key[0]), *key[1:], int(count), total) for key, (count, total) in sums.items()]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


def rebuild(batch: int = 5000) -> int:
    """Count the whole log again, from nothing; returns how many events were read."""
    wanted = {payload.verb for payload in COUNTED}
    sums: Sums = defaultdict(lambda: [0, 0.0])
    channels = dict(Ticket.objects.values_list("pk", "channel").iterator())
    position = seen = 0
    while rows := log.after(position, batch):
        position, seen = rows[-1].id, seen + len(rows)
        for row in rows:
            if row.verb in wanted and row.verb in verbs():
                _sum(sums, log.typed(row), channels)
    with transaction.atomic():
        Rollup.objects.all().delete()
        _add(sums)
        log.skip_to("insight", position)
    return seen


@action
def judge_first_contacts(limit: int = JUDGED_AT_ONCE) -> int:
    """Judge the next tickets whose window has passed, in the order they closed; returns how many those were."""
    known = FirstContact.objects.aggregate(last=Max("closed_at"))["last"]
    rows = Ticket.objects.filter(closed_at__lte=timezone.now() - DEFAULT_WINDOW)
    rows = rows.filter(closed_at__gte=known) if known is not None else rows
    rows = rows.exclude(Exists(FirstContact.objects.filter(ticket=OuterRef("pk"))))
    found = list(rows.order_by("closed_at", "pk")[:limit])
    verdicts = first_contacts(found)
    FirstContact.objects.bulk_create(_judged(ticket, verdicts[ticket.pk]) for ticket in found)
    return len(found)


def _judged(ticket: Ticket, verdict: Verdict) -> FirstContact:
    closed_at = ticket.closed_at or timezone.now()
    return FirstContact(
        ticket=ticket,
        closed_at=closed_at,
        month=timezone.localtime(closed_at, timezone.get_default_timezone()).strftime("%Y-%m"),
        team_id=ticket.team_id or 0,
        type_id=ticket.type_id or 0,
        solved=verdict.solved if verdict.counts else None,
        why=list(verdict.why),
    )


def forget_first_contact(ticket_id: int) -> None:
    """It was opened again: it is judged anew when it has closed again."""
    FirstContact.objects.filter(ticket_id=ticket_id).delete()
