"""Two colleagues at the same moment, over two real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection

from manyi.conftest import Cast, build_cast
from manyi.core.errors import Conflict, Refused
from manyi.desk import actions
from manyi.desk.events import OwnerChanged, TicketAssigned, TicketClosed
from manyi.desk.models import Message, Ticket
from manyi.desk.tests.helpers import fresh, logged

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


@pytest.fixture
def people() -> Iterator[Cast]:
    yield build_cast()


def new_ticket(people: Cast) -> Ticket:
    by = people.as_customer(people.zhou)
    ticket = actions.create_ticket(people.zhou, by=by, subject="同时", channel="email", team=people.wearables)
    actions.receive_message(ticket, by=by, text="你好", channel="email")
    return ticket


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Start all together; returns each result, or the refusal it ended with."""
    barrier = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(place: int, job: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = job()
        except Refused as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_only_one_of_two_takes_a_ticket(people: Cast) -> None:
    lin, zhao = people.actor(people.lin), people.actor(people.zhao)
    for _ in range(ROUNDS):
        ticket = new_ticket(people)
        results = at_once(partial(actions.take, ticket, by=lin), partial(actions.take, ticket, by=zhao))
        assert sum(isinstance(result, Conflict) for result in results) == 1
        row = fresh(ticket)
        assert row.assignee_id == row.owner_id
        assert [e.new_assignee for e in logged(ticket, TicketAssigned)] == [row.assignee_id]


def test_two_answers_are_both_sent_and_one_colleague_owns(people: Cast) -> None:
    lin, zhao = people.actor(people.lin), people.actor(people.zhao)
    for _ in range(ROUNDS):
        ticket = new_ticket(people)
        at_once(
            partial(actions.reply, ticket, by=lin, text="我来"),
            partial(actions.reply, ticket, by=zhao, text="我也来"),
        )
        assert Message.objects.filter(ticket=ticket, kind="out").count() == 2
        assert len(logged(ticket, OwnerChanged)) == 1
        assert fresh(ticket).owner_id in (people.lin.pk, people.zhao.pk)


def test_the_same_answer_twice_at_once_is_sent_once(people: Cast) -> None:
    lin = people.actor(people.lin)
    for place in range(ROUNDS):
        ticket = new_ticket(people)
        send = [lambda t=ticket, p=place: actions.reply(t, by=lin, text="好", external_id=f"k{p}")] * 2
        first, second = at_once(*send)
        assert first.pk == second.pk
        assert Message.objects.filter(ticket=ticket, kind="out").count() == 1


def test_closing_twice_at_once_records_one_event(people: Cast) -> None:
    lin, zhao = people.actor(people.lin), people.actor(people.zhao)
    for _ in range(ROUNDS):
        ticket = new_ticket(people)
        at_once(partial(actions.close_ticket, ticket, by=lin), partial(actions.close_ticket, ticket, by=zhao))
        assert len(logged(ticket, TicketClosed)) == 1


def test_an_answer_and_a_closure_at_once_lose_nothing(people: Cast) -> None:
    lin, zhao = people.actor(people.lin), people.actor(people.zhao)
    for _ in range(ROUNDS):
        ticket = new_ticket(people)
        at_once(partial(actions.reply, ticket, by=lin, text="您好"), partial(actions.close_ticket, ticket, by=zhao))
        assert Message.objects.filter(ticket=ticket, kind="out").count() == 1
        assert fresh(ticket).status == 5
        assert fresh(ticket).waiting_since is None
