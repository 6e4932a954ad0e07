"""After a ticket is closed we ask how it went."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from manyi.channels.chat.queries import offer
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.events import TicketClosed
from manyi.desk.models import Status, Ticket
from manyi.listening import actions
from manyi.listening.links import token_of
from manyi.listening.queries import open_survey


@on(TicketClosed)
def ask(event: Recorded) -> None:
    """Only if it is still closed: a customer who has just written again is not asked."""
    ticket = Ticket.objects.get(pk=event.ticket_id or 0)
    if ticket.status == Status.CLOSED and not ticket.is_merged:
        actions.send_survey(ticket)


@offer
def chat_card(ticket: Ticket) -> dict[str, Any] | None:
    """The question as a card below the chat, while it waits for an answer."""
    survey = open_survey(ticket)
    return {"kind": "survey", "url": reverse("survey_chat", args=[token_of(survey)])} if survey else None
