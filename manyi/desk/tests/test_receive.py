"""Taking in what customers say, by channels and by hand."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core import search
from manyi.core.errors import Invalid, NotAllowed
from manyi.customers.models import Customer
from manyi.desk import actions
from manyi.desk.events import MessageReceived
from manyi.desk.models import Message, Status, Ticket
from manyi.desk.tests.helpers import fresh, logged


def test_the_first_message_is_marked_and_found_by_its_words(cast: Cast, ticket: Ticket) -> None:
    row = fresh(ticket)
    assert (row.status, row.snippet) == (Status.NEW, "你好，表带昨天断了，能保修吗？")
    assert row.waiting_since is not None
    assert [e.is_first for e in logged(ticket, MessageReceived)] == [True]
    assert search.find("保修") == [Message.objects.get(ticket=ticket).pk]


def test_the_same_external_id_is_taken_in_once(cast: Cast, ticket: Ticket) -> None:
    by = cast.as_customer(cast.zhou)
    first = actions.receive_message(ticket, by=by, text="在吗", channel="email", external_id="<1@x>")
    again = actions.receive_message(ticket, by=by, text="在吗", channel="email", external_id="<1@x>")
    assert again.pk == first.pk
    assert Message.objects.filter(ticket=ticket).count() == 2


def test_waiting_begins_with_the_first_unanswered_word(cast: Cast, ticket: Ticket) -> None:
    since = fresh(ticket).waiting_since
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还在吗", channel="email")
    assert fresh(ticket).waiting_since == since


def test_a_closed_ticket_opens_again(cast: Cast, ticket: Ticket) -> None:
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="又断了", channel="email")
    row = fresh(ticket)
    assert (row.status, row.reopened) == (Status.OPEN, 1)


def test_a_call_becomes_a_ticket_of_whoever_took_it(cast: Cast) -> None:
    ticket = actions.take_in(
        by=cast.actor(cast.lin), customer=cast.zhou, subject="来电：改地址", text="想改收货地址", channel="voice"
    )
    row = fresh(ticket)
    assert (row.owner_id, row.assignee_id, row.team_id) == (cast.lin.pk, cast.lin.pk, cast.wearables.pk)
    assert Message.objects.get(ticket=ticket).kind == "in"


def test_a_caller_nobody_knows_becomes_a_customer_and_is_recognised_next_time(cast: Cast) -> None:
    by = cast.actor(cast.lin)
    for _ in range(2):
        actions.take_in(by=by, customer=None, name="郑凯", address="138 1234 0000", subject="咨询", text="多少钱")
    assert Customer.objects.filter(name="郑凯").count() == 1


def test_what_is_missing_is_named_and_nothing_is_made(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        actions.take_in(by=cast.actor(cast.lin), customer=None, subject="", text="")
    assert set(refused.value.fields) == {"customer", "subject", "text"}
    with pytest.raises(Invalid) as refused:
        actions.take_in(by=cast.actor(cast.lin), customer=None, name="某", address="??", subject="a", text="b")
    assert set(refused.value.fields) == {"address"}
    assert not Ticket.objects.exists()
    assert not Customer.objects.filter(name="某").exists()


def test_customers_take_nothing_in(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.take_in(by=cast.as_customer(cast.zhou), customer=cast.zhou, subject="a", text="b")
