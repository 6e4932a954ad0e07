"""The clock on the next answer."""

from __future__ import annotations

import datetime as dt

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.models import Event
from manyi.desk import actions as desk
from manyi.desk.models import NO_DUE, Ticket
from manyi.sla import actions
from manyi.sla.models import Breach
from manyi.sla.targets import OTHERWISE, answer_due


def test_a_customers_word_starts_the_clock(ticket: Ticket) -> None:
    assert ticket.waiting_since is not None
    assert ticket.due_at == ticket.waiting_since + OTHERWISE


def test_chat_is_due_sooner_than_mail() -> None:
    asked = dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC)
    assert answer_due("chat", asked) < answer_due("email", asked)


def test_a_second_word_does_not_move_the_due_time(cast: Cast, ticket: Ticket) -> None:
    before = ticket.due_at
    desk.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还在吗？", channel="email")
    ticket.refresh_from_db()
    assert ticket.due_at == before


def test_an_answer_stops_the_clock(cast: Cast, ticket: Ticket) -> None:
    desk.reply(ticket, by=cast.actor(cast.lin), text="在的")
    ticket.refresh_from_db()
    assert ticket.due_at == NO_DUE


def late(cast: Cast) -> Ticket:
    with unit(at=dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)):
        by = cast.as_customer(cast.zhou)
        made = desk.create_ticket(cast.zhou, by=by, subject="无人答复", channel="email", team=cast.wearables)
        desk.receive_message(made, by=by, text="有人吗", channel="email")
    return made


def test_an_overdue_answer_is_recorded_once(cast: Cast) -> None:
    made = late(cast)
    assert actions.note_breaches() == 1
    assert actions.note_breaches() == 0
    assert Breach.objects.get().ticket_id == made.pk
    assert Event.objects.filter(verb="sla.breached", ticket_id=made.pk).count() == 1


def test_an_answer_in_time_is_no_breach(cast: Cast, ticket: Ticket) -> None:
    assert actions.note_breaches() == 0
