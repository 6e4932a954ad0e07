"""The desk's own slots beside a ticket: what to do next, the mood, translations, orders."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from manyi.core.actors import Actor
from manyi.customers.permissions import SEE as SEE_CUSTOMERS
from manyi.customers.queries import orders_of
from manyi.desk.context import Slot, register
from manyi.desk.models import Ticket
from manyi.desk.queries.slots import foreign, mood_of_ticket, suggestions
from manyi.desk.translating import provider

MOST_WORDS = 4


def _next(viewer: Actor, ticket: Ticket) -> dict[str, Any] | None:
    steps = suggestions(ticket)
    return {"steps": steps} if steps else None


def _mood(viewer: Actor, ticket: Ticket) -> dict[str, Any] | None:
    mood, words = mood_of_ticket(ticket)
    if not words:
        return None
    labels = {
        "angry": pgettext("mood", "angry"),
        "unhappy": pgettext("mood", "unhappy"),
        "pleased": pgettext("mood", "friendly"),
    }
    return {"mood": mood, "label": labels[mood], "words": words[:MOST_WORDS]}


def _translation(viewer: Actor, ticket: Ticket) -> dict[str, Any] | None:
    found = foreign(ticket, get_language() or "") if provider() is not None else []
    return {"messages": found} if found else None


def _orders(viewer: Actor, ticket: Ticket) -> dict[str, Any] | None:
    found = orders_of(ticket.customer, 10) if viewer.can(SEE_CUSTOMERS) else []
    return {"orders": found} if found else None


register(Slot("next", _("What next"), 10, "desk/slot_next.html", _next))
register(Slot("mood", _("Mood of the customer"), 20, "desk/slot_mood.html", _mood))
register(Slot("translation", _("Translation"), 30, "desk/slot_translation.html", _translation))
register(Slot("orders", _("Orders"), 50, "desk/slot_orders.html", _orders))
