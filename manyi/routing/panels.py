"""What hangs on the desk and the chat: why a ticket went where it went, short forms, what a waiting visitor is told."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from manyi.channels.chat.queries import offer_while_waiting, take_call_backs
from manyi.core.actors import Actor
from manyi.desk.checks import shortens_forms
from manyi.desk.links import TicketLink, add_ticket_link
from manyi.desk.models import Ticket
from manyi.notices import kinds
from manyi.routing.actions import are_forms_short, arrange_call_back
from manyi.routing.actions.call_backs import KIND
from manyi.routing.actions.rushing import KIND as RUSH
from manyi.routing.queries import call_back_of, call_times, opens_at, place_of
from manyi.routing.words import call_notice, call_words, rush_notice, standing_words, time_words

add_ticket_link(TicketLink(_("Why this agent?"), "route", "ticket-routing"))
add_ticket_link(TicketLink(_("Call the customer back"), "phone-call", "ticket-call-back"))

shortens_forms(are_forms_short)


@offer_while_waiting
def standing(ticket: Ticket) -> dict[str, Any] | None:
    """Where the visitor stands, how long it may take, or when somebody is here again; he may ask to be called."""
    place = place_of(ticket)
    if place is None:
        return None
    call = call_back_of(ticket)
    if call is not None:
        return {"kind": "queue", "title": gettext("We will call you"), "text": call_words(call), "calls": False}
    times = [(at.isoformat(), time_words(at)) for at in call_times(ticket)]
    is_closed = place.expected is None and opens_at(ticket) is not None
    title = gettext("We are closed now") if is_closed else ""
    return {"kind": "queue", "title": title, "text": standing_words(ticket, place), "calls": True, "times": times}


@take_call_backs
def arrange(ticket: Ticket, by: Actor, phone: str, at: dt.datetime | None) -> None:
    """A visitor of the chat would rather be called."""
    arrange_call_back(ticket, by=by, phone=phone, at=at)


kinds.register(kinds.Kind(RUSH, _("Rush mode begins"), rush_notice, "siren"))
kinds.register(kinds.Kind(KIND, _("A customer is to be called"), call_notice, "phone-call"))
