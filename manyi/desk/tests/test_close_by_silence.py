"""A proposed solution closes when the customer has said nothing for the set time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.models import Event
from manyi.desk import actions
from manyi.desk.models import Resolution, Status, Ticket


def proposed(cast: Cast, ticket: Ticket, ago: dt.timedelta) -> None:
    with unit(at=timezone.now() - ago):
        actions.propose_resolution(ticket, by=cast.actor(cast.lin))


def test_three_days_of_silence_close(cast: Cast, ticket: Ticket) -> None:
    proposed(cast, ticket, dt.timedelta(hours=73))
    assert actions.close_silent() == 1
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED
    assert Resolution.objects.get().outcome == "silence"
    assert Event.objects.filter(verb="ticket.closed", ticket_id=ticket.pk).count() == 1
    assert actions.close_silent() == 0


def test_before_the_time_is_over_nothing_closes(cast: Cast, ticket: Ticket) -> None:
    proposed(cast, ticket, dt.timedelta(hours=71))
    assert actions.close_silent() == 0
    ticket.refresh_from_db()
    assert ticket.status == Status.RESOLVED


def test_a_customer_who_wrote_again_is_not_closed_upon(cast: Cast, ticket: Ticket) -> None:
    proposed(cast, ticket, dt.timedelta(hours=73))
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还没好", channel="email")
    assert actions.close_silent() == 0
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN
