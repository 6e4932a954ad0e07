"""Asking colleagues in who are not online, and their answer."""

from __future__ import annotations

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict
from manyi.people import actions as people
from manyi.people.models import PresenceState, Staff
from manyi.routing.events import CallAnswered, CalledIn
from manyi.routing.models import CallIn
from manyi.routing.permissions import SEE_FLOOR


@action
def call_in(staff: Staff, *, by: Actor) -> CallIn:
    """Ask a colleague to come; it stands on his pages until he answers. Asked already changes nothing.

    Raises :class:`Conflict` for one who is online.
    """
    require(by, SEE_FLOOR)
    presence = getattr(staff, "presence", None)
    if presence is not None and presence.state == PresenceState.ONLINE:
        raise Conflict
    row, created = CallIn.objects.get_or_create(
        staff=staff, answered_at=None, defaults={"by_staff_id": by.staff_id, "at": now()}
    )
    if created:
        record(CalledIn(staff=staff.pk), by=by)
    return row


@action
def answer_call(*, by: Actor, is_coming: bool) -> None:
    """A colleague who was asked in comes online, or says that he can't. Nobody asked changes nothing."""
    row = CallIn.objects.select_for_update(no_key=True).filter(staff_id=by.as_staff, answered_at=None).first()
    if row is None:
        return
    row.answered_at, row.is_coming = now(), is_coming
    row.save(update_fields=["answered_at", "is_coming"])
    record(CallAnswered(staff=by.as_staff, is_coming=is_coming), by=by)
    if is_coming:
        people.set_presence(Staff.objects.get(pk=by.as_staff), PresenceState.ONLINE, by=by)
