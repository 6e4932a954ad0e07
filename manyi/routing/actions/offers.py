"""Offers: a colleague says yes or no in time, else the next one is asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action, now
from manyi.core.actors import SYSTEM, Actor
from manyi.core.errors import Conflict
from manyi.core.rows import fetch, read
from manyi.desk.models import Ticket
from manyi.desk.queries.sql import stored
from manyi.people import actions as people
from manyi.people.models import PresenceState, Staff
from manyi.routing.actions.locking import take_turn
from manyi.routing.actions.serving import hand_over
from manyi.routing.actions.waits import end_offer, refuse
from manyi.routing.models import Offer


@action
def accept_offer(offer: Offer, *, by: Actor) -> Ticket:
    """Take what was offered. Raises :class:`Conflict` when the time is over or somebody else has it."""
    take_turn()
    row, ticket = _open(offer, by)
    end_offer(row, ticket, Offer.Outcome.ACCEPTED, by=by)
    hand_over(ticket, Staff.objects.get(pk=row.staff_id))
    return ticket


@action
def decline_offer(offer: Offer, *, by: Actor) -> None:
    """Let the next one be asked. Raises :class:`Conflict` when the time is over."""
    row, ticket = _open(offer, by)
    end_offer(row, ticket, Offer.Outcome.DECLINED, by=by)
    refuse(ticket.pk, row.staff_id)


def expire_offers(limit: int = 200) -> int:
    """End the offers nobody answered in time; whoever let one pass is away until he is active again."""
    due = fetch(
        "SELECT id FROM routing_offer WHERE outcome = '' AND expires_at <= %s ORDER BY expires_at LIMIT %s",
        (stored(now()), limit),
    )
    return sum(_expire(pk) for (pk,) in due)


@action
def _expire(offer_id: int) -> bool:
    row = read(Offer, id=offer_id)
    ticket = read(Ticket, lock=True, id=row.ticket_id) if row else None
    row = read(Offer, lock=True, id=offer_id)
    if row is None or ticket is None or row.outcome or row.expires_at > now():
        return False
    end_offer(row, ticket, Offer.Outcome.EXPIRED, by=SYSTEM)
    refuse(ticket.pk, row.staff_id)
    people.set_presence_automatically(Staff.objects.get(pk=row.staff_id), PresenceState.AWAY)
    return True


def _open(offer: Offer, by: Actor) -> tuple[Offer, Ticket]:
    """The offer and its ticket, locked, while it can be answered."""
    ticket = read(Ticket, lock=True, id=offer.ticket_id)
    row = read(Offer, lock=True, id=offer.pk)
    if row is None or ticket is None or row.outcome or row.staff_id != by.as_staff or row.expires_at <= now():
        raise Conflict(_("This offer is over."))
    return row, ticket
