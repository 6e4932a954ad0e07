"""The clocks in the head of a ticket's page."""

from __future__ import annotations

from django.urls import reverse

from manyi.desk.clocks import ClockBar, register
from manyi.desk.models import Ticket
from manyi.sla.queries import readings


def _bars(ticket: Ticket) -> list[ClockBar]:
    url = reverse("ticket-clocks", args=[ticket.number])
    return [
        ClockBar(one.label, one.share, one.due_at, one.breached_at is not None, url)
        for one in readings(ticket, only_open=True)
    ]


register(_bars)
