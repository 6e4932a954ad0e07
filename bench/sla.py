"""What clocks cost: business time, taking in and answering, and 100,000 open clocks after a change of calendar."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.db import connection, transaction

from bench.sheets import Sheet, stamper
from manyi.core.actors import SYSTEM, customer_actor
from manyi.core.models import Installation
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.people import actions as people
from manyi.people.access import actor_of
from manyi.sla import actions, setup
from manyi.sla.business_time import Calendar, Day, add, between
from manyi.sla.models import Calendar as CalendarRow
from manyi.sla.models import Clock, Policy

OFFICE = ((540, 720), (780, 1080))
HOLIDAYS = {dt.date(2026, 1, 1) + dt.timedelta(days=13 * place): Day() for place in range(28)}


def micros(do: Callable[[], object], times: int) -> float:
    """CPU microseconds of one call."""
    began = time.process_time()
    for _time in range(times):
        do()
    return (time.process_time() - began) / times * 1e6


def business_time() -> dict[str, float]:
    """Due at, and working time between, on office hours with holidays."""
    office = Calendar("Asia/Shanghai", (OFFICE,) * 5 + ((), ()), HOLIDAYS)
    start, month = dt.datetime(2026, 11, 20, 9, 30, tzinfo=dt.UTC), dt.timedelta(days=30)
    return {
        "due at, µs": micros(lambda: add(office, start, dt.timedelta(hours=8)), 50_000),
        "due at, 1,000 h, µs": micros(lambda: add(office, start, dt.timedelta(hours=1000)), 50_000),
        "between, a month, µs": micros(lambda: between(office, start, start + month), 50_000),
        "a new calendar, µs": micros(
            lambda: add(Calendar("Asia/Shanghai", (OFFICE,) * 7), start, dt.timedelta(hours=8)), 50
        ),
    }


def taking_in(count: int) -> dict[str, float]:
    """Tickets accepted and answered a second, one after the other, by CPU time; with clocks and without."""
    if not Installation.objects.exists():
        people.create_installation("曜石科技", language="zh-hans", time_zone="Asia/Shanghai")
    customer = Customer.objects.first() or Customer.objects.create(name="周敏", created_at=dt.datetime.now(dt.UTC))
    team = people.create_team("bench", department=people.create_department("bench", by=SYSTEM), by=SYSTEM)
    agent = actor_of(people.add_staff("sla@bench.example", name="林晓", role="agent", team=team, by=SYSTEM))
    by, made = customer_actor(customer.pk), list[Ticket]()

    def accept() -> None:
        with transaction.atomic():
            made.append(desk.create_ticket(customer, by=by, subject="表带断裂", channel="email"))
            desk.receive_message(made[-1], by=by, text="能保修吗", channel="email")

    def answer(waiting: Iterator[Ticket]) -> None:
        desk.reply(next(waiting), by=agent, text="可以")

    found = {}
    for words in ("with clocks", "without"):
        made.clear()
        found[f"accept a second, {words}"] = 1e6 / micros(accept, count)
        found[f"reply a second, {words}"] = 1e6 / micros(partial(answer, iter(made)), count)
        Policy.objects.update(is_active=False)
        actions.revise()
    Policy.objects.update(is_active=True)
    actions.revise()
    return found


def recompute(count: int) -> dict[str, float]:
    """Seconds to bring open clocks to a changed calendar."""
    calendar = CalendarRow.objects.get(is_default=True)
    policy = Policy.objects.order_by("-rank")[0]
    _fill(count, calendar, policy)
    actions.save_day(calendar, dt.date(2027, 1, 1), by=SYSTEM)
    began, cpu = time.perf_counter(), time.process_time()
    progress = actions.recompute_all(setup.current().revision)
    done = progress.done if progress else 0
    return {
        "clocks recomputed": done,
        "recompute, s": time.perf_counter() - began,
        "recompute, CPU s": time.process_time() - cpu,
    }


def _fill(count: int, calendar: CalendarRow, policy: Policy) -> None:
    """So many waiting tickets with a clock each, due over the turn of the year."""
    tickets, clocks, stamp = Sheet(Ticket), Sheet(Clock), stamper()
    customer = Customer.objects.order_by("pk").values_list("pk", flat=True)[0]
    start = int(dt.datetime(2026, 12, 30, tzinfo=dt.UTC).timestamp())
    for place in range(count):
        at, due = stamp(start + place), stamp(start + place + 86_400 * 2)
        pk = tickets.next_id()
        tickets.add(
            id=pk, number=f"B{pk}", subject="bench", channel="email", customer_id=customer, status=1, created_at=at,
            updated_at=at, waiting_since=at, due_at=due,
        )  # fmt: skip
        clocks.add(
            id=clocks.next_id(), ticket_id=pk, kind="first", policy_id=policy.pk, policy_version=policy.version,
            calendar_id=calendar.pk, target=86_400 * 2, started_at=at, running_since=at, due_at=due, timer_at=due,
        )  # fmt: skip
    with transaction.atomic():
        connection.ensure_connection()
        tickets.flush()
        clocks.flush()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(count: int) -> dict[str, float]:
    """All figures; the clocks are left in the database."""
    return {**business_time(), **taking_in(2000), **recompute(count)}
