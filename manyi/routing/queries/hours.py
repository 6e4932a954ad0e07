"""When a ticket's queue works, and when its customer can be called."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from manyi.desk.models import Ticket
from manyi.routing import setup
from manyi.sla.queries import open_hours

AHEAD = dt.timedelta(days=14)
SLOT = dt.timedelta(minutes=30)
SLOTS = 16


def hours_of(ticket: Ticket, start: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """When somebody works for a ticket in the two weeks from then on: by its queue's calendar, else by its team's."""
    queue = setup.current().queue_for(ticket.__dict__)
    return open_hours(ticket.team_id, start, start + AHEAD, calendar_id=queue.calendar_id)


def opens_at(ticket: Ticket) -> dt.datetime | None:
    """When somebody works for a ticket again; None while it is open, or when its hours are not known."""
    at = timezone.now()
    hours = hours_of(ticket, at)
    return None if not hours or hours[0][0] <= at else hours[0][0]


def call_times(ticket: Ticket) -> list[dt.datetime]:
    """The next half hours at which a ticket's customer can be called."""
    start = timezone.now() + SLOT
    hours = hours_of(ticket, start)
    if not hours:
        return []
    found: list[dt.datetime] = []
    for opens, closes in hours:
        at = _next_slot(max(opens, start))
        while at < closes and len(found) < SLOTS:
            found.append(at)
            at += SLOT
    return found


def _next_slot(at: dt.datetime) -> dt.datetime:
    over = dt.timedelta(minutes=at.minute % 30, seconds=at.second, microseconds=at.microsecond)
    return at if not over else at - over + SLOT
