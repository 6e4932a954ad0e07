"""Telling colleagues something, and that they have seen it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from manyi.core import jobs
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor
from manyi.core.rows import fetch, insert, insert_once, read, update
from manyi.core.times import zone
from manyi.desk.models import Ticket
from manyi.notices.events import NoticeSent
from manyi.notices.kinds import CENTRE, PUSH, ways_of
from manyi.notices.models import Notice, Preference
from manyi.people.models import Staff

LARGEST_COUNT = 999
_UNSEEN = "SELECT id FROM notices_notice WHERE staff_id = %s AND kind = %s AND ticket_id = %s AND seen_at IS NULL"
_HAS_BROWSER = "SELECT 1 FROM notices_subscription WHERE staff_id = %s LIMIT 1"


@action
def tell(
    staff_ids: Iterable[int | None],
    kind: str,
    *,
    by: Actor = SYSTEM,
    ticket: Ticket | None = None,
    data: dict[str, Any] | None = None,
    url: str = "",
) -> list[int]:
    """Tell active colleagues something, each in the ways he has chosen; never the one who did it. Returns who is told.

    Unseen, a second notice of the same kind on the same ticket only counts.
    """
    told = []
    for pk in sorted({pk for pk in staff_ids if pk} - {by.staff_id}):
        staff, choice = read(Staff, id=pk), read(Preference, staff_id=pk)
        ways = ways_of(kind, choice.choices if choice is not None else {})
        if staff is None or not staff.is_active or CENTRE not in ways:
            continue
        told.append(pk)
        notice = _write(pk, kind, by=by, ticket=ticket, data=data or {}, url=url)
        if PUSH in ways and not is_quiet(choice, staff.time_zone) and fetch(_HAS_BROWSER, (pk,)):
            jobs.enqueue("notices.push", notice=notice)
    if told:
        record(NoticeSent(kind=kind, staff=told), by=by, ticket=ticket)
    return told


def _write(staff_id: int, kind: str, *, by: Actor, ticket: Ticket | None, data: dict[str, Any], url: str) -> int:
    ticket_id = ticket.pk if ticket is not None else None
    values = {
        "staff_id": staff_id, "kind": kind, "ticket_id": ticket_id, "by_staff_id": by.staff_id, "data": data,
        "url": url, "count": 1, "at": now(), "seen_at": None, "mailed_at": None,
    }  # fmt: skip
    made = insert_once(Notice, **values)
    if made is not None:
        return made
    found = fetch(_UNSEEN, (staff_id, kind, ticket_id))
    known = read(Notice, lock=True, id=found[0][0]) if found else None
    if known is None or known.seen_at is not None:  # seen just now
        return insert(Notice, **values)
    update(known, count=min(known.count + 1, LARGEST_COUNT), at=now(), data=data, by_staff_id=by.staff_id)
    return known.pk


def is_quiet(preference: Preference | None, time_zone: str) -> bool:
    """Whether it is one of the hours in which somebody is told nothing aloud; they may reach past midnight."""
    if preference is None or preference.quiet_from is None or preference.quiet_to is None:
        return False
    here = timezone.localtime(timezone.now(), zone(time_zone)).time()
    start, end = preference.quiet_from, preference.quiet_to
    return _between(start, here, end)


def _between(start: dt.time, here: dt.time, end: dt.time) -> bool:
    return start <= here < end if start <= end else here >= start or here < end


@action
def see(*, by: Actor, up_to: int | None = None, only: int | None = None) -> int:
    """A colleague has seen all his notices (up to an id), or one; returns how many were new. Not an event."""
    rows = Notice.objects.filter(staff_id=by.as_staff, seen_at=None)
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    if only is not None:
        rows = rows.filter(pk=only)
    return rows.update(seen_at=now())


_UNSEEN_HERE = "SELECT 1 FROM notices_notice WHERE staff_id = %s AND ticket_id = %s AND seen_at IS NULL LIMIT 1"


@action
def see_of_ticket(ticket_id: int, *, by: Actor) -> int:
    """He has opened the ticket, so what it had to tell is seen."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSEEN_HERE, (by.as_staff, ticket_id))
        if cursor.fetchone() is None:
            return 0
    return Notice.objects.filter(staff_id=by.as_staff, ticket_id=ticket_id, seen_at=None).update(seen_at=now())
