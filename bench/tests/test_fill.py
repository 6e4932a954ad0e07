"""What the bench writes by the million is what the actions would have written."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import AbstractContextManager
from random import Random
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection, models, transaction

from bench import corpus
from bench.company import found
from bench.fill import fill, make_customers, tell
from bench.plans import Plan, plans
from bench.telling import Case, Teller
from manyi.core import search
from manyi.core.actions import Unit, unit
from manyi.core.actors import SYSTEM, customer_actor
from manyi.core.models import Event
from manyi.customers.models import Customer, Identity
from manyi.desk import actions as desk
from manyi.desk.models import Message, Resolution, Status, Ticket, TicketNumber, TicketTag
from manyi.insight import actions as insight
from manyi.insight.models import Rollup
from manyi.people.access import actor_of
from manyi.people.models import Staff
from manyi.sla import actions as sla
from manyi.sla.models import Clock

pytestmark = pytest.mark.django_db
UNTIL = dt.datetime(2026, 11, 22, 4, tzinfo=dt.UTC)
WRITTEN: tuple[type[models.Model], ...] = (Ticket, Message, Event, Resolution, Clock, TicketTag, TicketNumber)


def at(seconds: int) -> AbstractContextManager[Unit]:
    return unit(at=dt.datetime.fromtimestamp(seconds, dt.UTC))


class Doer(Teller):
    """Tells the same plans through the real actions."""

    def __init__(self) -> None:
        pass

    def flush(self, at_least: int = 0) -> None:
        pass

    def open(self, plan: Plan) -> Case:
        customer = Customer.objects.get(pk=plan.customer)
        with at(plan.at):
            ticket = desk.create_ticket(
                customer,
                by=customer_actor(customer.pk),
                subject=plan.subject.text,
                channel=plan.channel,
                type=plan.type,
                team=plan.team,
                priority=plan.priority,
                language=plan.tongue,
            )
            if plan.tags:
                desk.set_tags(ticket, plan.tags, by=SYSTEM)
        return Case(plan, {"id": ticket.pk})

    def go_on(self, case: Case) -> None:
        step, plan, ticket = case.next_step, case.plan, Ticket.objects.get(pk=case.id)
        agent, customer = actor_of(plan.agent), customer_actor(plan.customer)
        with at(step.at):
            match step.does:
                case "receive":
                    desk.receive_message(ticket, by=customer, text=step.text.text, channel=plan.channel)
                case "assign":
                    desk.assign(ticket, by=SYSTEM, to=plan.agent, team=plan.team, how="automatic")
                case "reply":
                    desk.reply(ticket, by=agent, text=step.text.text)
                case "solve":
                    desk.reply(ticket, by=agent, text=step.text.text, then="resolve")
                case "hold":
                    desk.set_status(ticket, by=agent, status=Status.HOLD)
                case "close":
                    desk.close_ticket(ticket, by=agent)
                case "expire":
                    desk.close_ticket(ticket, by=SYSTEM, how="silence")
        case.done += 1
        case.waiting = 1 if Ticket.objects.get(pk=case.id).waiting_since else None

    def breach(self, case: Case, until: int) -> None:
        with at(until):
            sla.note_breach(case.id)

    def finish(self) -> None:
        insight.rebuild()


def _snapshot() -> dict[str, Any]:
    found: dict[str, Any] = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in WRITTEN}
    for row in found["Ticket"]:
        del row["version"]
    for row in found["Event"]:
        row["payload"] = json.loads(row["payload"])
    columns = ("measure", "hour", "team_id", "channel")
    found["Rollup"] = list(Rollup.objects.order_by(*columns).values(*columns, "count", "total"))
    found["words"] = [search.find(word) for word in ("充不进电", "refund", "订单", "固件", "order")]
    return found


def test_bulk_rows_are_those_of_the_real_actions() -> None:
    company = found(Random(1), at=UNTIL - dt.timedelta(days=400))
    customers = make_customers(Random(2), 20, UNTIL)
    until = int(UNTIL.timestamp())
    told = list(plans(Random(3), company, tickets=120, customers=customers, until=until))
    assert {step.does for plan in told for step in plan.steps} >= {"receive", "assign", "reply", "solve", "expire"}
    try:
        with transaction.atomic():
            tell(iter(told), Teller(), until=until)
            written = _snapshot()
            raise InterruptedError
    except InterruptedError:
        _number_anew()
    tell(iter(told), Doer(), until=until)
    done = _snapshot()
    assert {name: len(rows) for name, rows in written.items()} == {name: len(rows) for name, rows in done.items()}
    for name, rows in written.items():
        differing = [(bulk, real) for bulk, real in zip(rows, done[name], strict=True) if bulk != real]
        assert differing[:1] == [], name


def _number_anew() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # where the next number is never below the highest there is
            cursor.execute("UPDATE sqlite_sequence SET seq = 0")
        for sql in connection.ops.sequence_reset_sql(no_style(), list(WRITTEN)):
            cursor.execute(sql)


def test_fill_gives_the_asked_number_of_tickets_and_search_finds_them() -> None:
    fill(200)
    assert Ticket.objects.count() == 200
    assert Message.objects.count() >= 600
    assert (Customer.objects.count(), Identity.objects.count()) == (40, 60)
    assert Staff.objects.count() == 400
    assert 0 < Ticket.objects.filter(status__lt=4).count() < 40
    message = Message.objects.filter(kind="in").latest("pk")
    order = next(word for word in search.words(message.text).split() if word[0] == "m" and word[1:].isdigit())
    assert search.find(order) == [message.pk]


def test_filling_again_with_the_same_seed_plans_the_same() -> None:
    company = found(Random(1), at=UNTIL)
    first, again = (
        [plan.steps for plan in plans(Random(4), company, tickets=50, customers=(1, 9), until=10**9)] for _ in range(2)
    )
    assert first == again


def test_words_of_sentences_are_the_words_of_their_text() -> None:
    random = Random(5)
    for _ in range(300):
        tongue = corpus.language(random)
        subject = corpus.subject(random, tongue)
        for said in (corpus.question(random, tongue, subject), corpus.answer(random, tongue)):
            assert f"{subject.words} {said.words}" == search.words(f"{subject.text}\n{said.text}")
