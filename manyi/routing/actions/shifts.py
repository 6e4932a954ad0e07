"""A shift begins when a colleague comes after a long absence: fairness counts from there."""

from __future__ import annotations

import datetime as dt

from manyi.core.actions import action, now
from manyi.core.rows import fetch
from manyi.people import actions as people
from manyi.people.models import Presence, PresenceState, Staff
from manyi.routing.models import Standing
from manyi.routing.setup import current

NIGHT = dt.timedelta(hours=6)
_AVERAGE = (
    "SELECT avg(g.given) FROM routing_standing g JOIN people_presence p ON p.staff_id = g.staff_id"
    " WHERE p.state <> 'offline' AND g.staff_id <> %s AND g.shift_at IS NOT NULL"
)


@action
def begin_shift(staff_id: int) -> None:
    """Who comes later begins with the average of those who are here, so that he is not given everything at once."""
    row, _made = Standing.objects.get_or_create(staff_id=staff_id)
    last = max((at for at in (row.shift_at, row.last_at) if at is not None), default=None)
    if last is not None and now() - last < NIGHT:
        return
    row.shift_at, row.given = now(), float(fetch(_AVERAGE, (staff_id,))[0][0] or 0)
    row.save(update_fields=["shift_at", "given"])


@action
def wrap_up(ticket_id: int, staff_id: int) -> None:
    """After some channels a colleague finishes his notes before anything new comes."""
    found = fetch("SELECT channel FROM desk_ticket WHERE id = %s", (ticket_id,))
    seconds = current().wrap_ups.get(found[0][0], 0) if found else 0
    presence = Presence.objects.filter(staff_id=staff_id).values_list("state", flat=True).first()
    if seconds and presence == PresenceState.ONLINE:
        until = now() + dt.timedelta(seconds=seconds)
        people.set_presence_automatically(Staff(pk=staff_id), PresenceState.WRAP_UP, until=until)
