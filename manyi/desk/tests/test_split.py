"""Splitting a message off into a ticket of its own, and linking tickets."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core import search
from manyi.core.errors import Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.events import TicketsLinked, TicketSplit
from manyi.desk.models import Message, Ticket, TicketLink
from manyi.desk.tests.helpers import fresh, logged


@pytest.fixture
def message(cast: Cast, ticket: Ticket) -> Message:
    """Zhou's second message is about something else."""
    return actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="另外耳机也坏了", channel="email")


def test_the_message_gets_its_own_linked_ticket(cast: Cast, ticket: Ticket, message: Message) -> None:
    new = actions.split_message(message, by=cast.actor(cast.lin), subject="耳机故障")
    row = fresh(new)
    assert (row.customer_id, row.team_id, row.snippet) == (ticket.customer_id, ticket.team_id, "另外耳机也坏了")
    assert row.waiting_since == message.at
    assert Message.objects.get(pk=message.pk).ticket_id == new.pk
    assert logged(new, TicketSplit)[-1].source == ticket.pk
    assert TicketLink.objects.get(ticket=new).other_id == ticket.pk
    assert search.find("耳机故障") == [message.pk]


def test_the_only_message_and_our_own_words_stay(cast: Cast, ticket: Ticket, message: Message) -> None:
    answer = actions.reply(ticket, by=cast.actor(cast.lin), text="您好")
    with pytest.raises(Invalid):
        actions.split_message(answer, by=cast.actor(cast.lin), subject="x")
    actions.split_message(message, by=cast.actor(cast.lin), subject="耳机")
    with pytest.raises(Invalid):
        actions.split_message(
            Message.objects.filter(ticket=ticket, kind="in").get(), by=cast.actor(cast.lin), subject="x"
        )


def test_customers_split_and_link_nothing(cast: Cast, ticket: Ticket, message: Message) -> None:
    with pytest.raises(NotAllowed):
        actions.split_message(message, by=cast.as_customer(cast.zhou), subject="x")
    with pytest.raises(NotAllowed):
        actions.link_tickets(ticket, ticket, by=cast.as_customer(cast.zhou))


def test_a_link_is_told_on_both_sides_and_made_once_whichever_way(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    other = actions.create_ticket(cast.stranger, by=by, subject="同一批次", channel="email", team=cast.wearables)
    actions.link_tickets(ticket, other, by=by)
    actions.link_tickets(other, ticket, by=by)
    assert TicketLink.objects.count() == 1
    assert [e.number for e in logged(ticket, TicketsLinked)] == [other.number]
    assert [e.number for e in logged(other, TicketsLinked)] == [ticket.number]
    with pytest.raises(Invalid):
        actions.link_tickets(ticket, ticket, by=by)
