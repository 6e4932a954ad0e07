"""How the routing reads in a ticket's timeline. Being given somebody stands there anyway."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from manyi.desk.timeline import Names, says
from manyi.routing.events import (
    CallBackArranged,
    CallBackEnded,
    CallBackMissed,
    OfferEnded,
    OfferMade,
    QueueOverflowed,
    TicketAssessed,
    TicketEscalated,
)
from manyi.routing.models import CallBack, Offer
from manyi.routing.words import level_label, time_words


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


@says(CallBackArranged)
def call_arranged(payload: CallBackArranged, names: Names) -> str:
    return _("arranged a call for %(time)s") % {"time": _time(payload.due)}


@says(CallBackMissed)
def call_missed(payload: CallBackMissed, names: Names) -> str:
    return _("did not reach the customer; again at %(time)s") % {"time": _time(payload.due)}


@says(CallBackEnded)
def call_ended(payload: CallBackEnded, names: Names) -> str:
    return {
        CallBack.Outcome.REACHED.value: _("reached the customer by phone"),
        CallBack.Outcome.FAILED.value: _("did not reach the customer by phone and gave up"),
    }.get(payload.outcome, "")


def _time(due: float) -> str:
    return time_words(dt.datetime.fromtimestamp(due, dt.UTC))
