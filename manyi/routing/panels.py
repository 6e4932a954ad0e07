"""What hangs on the desk and the chat: why a ticket went where it went, short forms, what a waiting visitor is told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from manyi.channels.chat.queries import offer_while_waiting
from manyi.desk.checks import lets_fields_wait
from manyi.desk.links import TicketLink, add_ticket_link
from manyi.desk.models import Ticket
from manyi.routing.actions import are_forms_short
from manyi.routing.queries import opens_at, place_of
from manyi.routing.words import place_words

add_ticket_link(TicketLink(_("Why this agent?"), "route", "ticket-routing"))

lets_fields_wait(are_forms_short)


@offer_while_waiting
def standing(ticket: Ticket) -> dict[str, Any] | None:
    """Where the visitor stands, how long it may take, or when somebody is here again; he may ask to be called."""
    place = place_of(ticket)
    return (
        None
        if place is None
        else {"kind": "queue", "text": place_words(place, opens_at(ticket.team_id)), "calls": True}
    )
