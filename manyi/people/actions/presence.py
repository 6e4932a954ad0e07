"""Who is here: chosen by the colleague, or following from what he does and does not do."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Invalid
from manyi.people import access
from manyi.people.events import PresenceChanged
from manyi.people.models import Presence, PresenceState, Staff
from manyi.people.permissions import MANAGE_STAFF

GONE = dt.timedelta(seconds=150)
"""Without a word from his page for so long, a colleague is offline; pages speak every minute."""
CHOICES = frozenset(PresenceState.values) - {PresenceState.WRAP_UP.value}


@action
def set_presence(staff: Staff, state: str, *, by: Actor) -> Presence:
    """Choose a presence; the same state again only renews when the colleague was last seen."""
    if by.staff_id != staff.pk:
        require(by, MANAGE_STAFF)
    if state not in CHOICES:
        raise Invalid(fields={"presence": _("Choose one of the offered values.")})
    return _change(_locked(staff), state, by=by, before="", until=None)


@action
def set_presence_automatically(staff: Staff, state: str, *, until: dt.datetime | None = None) -> Presence:
    """Let a state follow from what happens; what the colleague had chosen comes back by activity, or at ``until``."""
    row = _locked(staff)
    if row.state in (state, PresenceState.OFFLINE):
        return row
    return _change(row, state, by=SYSTEM, before=row.before or row.state, until=until)


@action
def pulse(staff: Staff, *, idle: bool) -> Presence:
    """His page says that it is open, and whether he has done nothing for a while: then he is away until he does."""
    row = _locked(staff)
    row.seen_at = now()
    if idle and row.state == PresenceState.ONLINE:
        return _change(row, PresenceState.AWAY, by=SYSTEM, before=row.state, until=None)
    if not idle and row.before and row.state in (PresenceState.AWAY, PresenceState.OFFLINE):
        return _change(row, row.before, by=SYSTEM, before="", until=None)
    row.save(update_fields=["seen_at"])
    return row


def tidy_presence() -> int:
    """End what was for a time, and note who is gone; returns how many changed.

    Only those are judged whose page has spoken since they chose their state: programs are not.
    """
    at = now()
    gone = Q(seen_at__lt=at - GONE) & (Q(seen_at__gt=F("since")) | ~Q(before=""))
    found = Presence.objects.filter(Q(until__lte=at) | gone).exclude(state=PresenceState.OFFLINE)
    return sum(_tidy(pk, at) for pk in found.order_by("pk").values_list("pk", flat=True))


@action
def _tidy(staff_id: int, at: dt.datetime) -> bool:
    row = _locked(Staff(pk=staff_id))
    if row.state == PresenceState.OFFLINE:
        return False
    if row.seen_at < at - GONE and (row.seen_at > row.since or row.before):
        _change(row, PresenceState.OFFLINE, by=SYSTEM, before=row.before or row.state, until=None, seen=False)
    elif row.until is not None and row.until <= at:
        _change(row, row.before or PresenceState.ONLINE, by=SYSTEM, before="", until=None, seen=False)
    else:
        return False
    return True


def _locked(staff: Staff) -> Presence:
    row, _created = Presence.objects.select_for_update(no_key=True).get_or_create(
        staff_id=staff.pk, defaults={"state": PresenceState.OFFLINE, "since": now(), "seen_at": now()}
    )
    return row


def _change(
    row: Presence, state: str, *, by: Actor, before: str, until: dt.datetime | None, seen: bool = True
) -> Presence:
    if seen:
        row.seen_at = now()
    if row.state != state:
        record(PresenceChanged(staff=row.staff_id, old=row.state, new=state), by=by)
        row.state, row.since = PresenceState(state), now()
    row.before, row.until = before, until
    row.save()
    access.forget_presence(row.staff_id)
    return row
