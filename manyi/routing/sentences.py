"""How the routing reads in a ticket's timeline. Being given somebody stands there anyway."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.desk.timeline import Names, says
from manyi.routing.events import OfferEnded, OfferMade, QueueOverflowed, TicketAssessed, TicketEscalated
from manyi.routing.models import Offer
from manyi.routing.words import level_label


@says(OfferMade)
def offered(payload: OfferMade, names: Names) -> str:
    return _("offered it to %(who)s") % {"who": names.name(payload.staff)}


@says(OfferEnded)
def offer_ended(payload: OfferEnded, names: Names) -> str:
    who = {"who": names.name(payload.staff)}
    if payload.outcome == Offer.Outcome.DECLINED:
        return _("declined the offer")
    return _("%(who)s did not answer the offer") % who if payload.outcome == Offer.Outcome.EXPIRED else ""


@says(QueueOverflowed)
def overflowed(payload: QueueOverflowed, names: Names) -> str:
    return _("waited long, so others may serve it too")


@says(TicketAssessed)
def assessed(payload: TicketAssessed, names: Names) -> str:
    return _("difficulty: %(tier)s") % {"tier": level_label(payload.complexity)} if payload.complexity > 1 else ""


@says(TicketEscalated)
def escalated(payload: TicketEscalated, names: Names) -> str:
    return _("took it to a higher tier (%(tier)s): %(reason)s") % {
        "tier": level_label(payload.level),
        "reason": payload.reason,
    }
