"""What rush mode costs: reading what waits, looking whether a rush is needed, and asking whether a form is short."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable

from django.db import connection, transaction

from bench.sheets import Sheet, stamper
from manyi.core.actors import SYSTEM
from manyi.core.models import Installation
from manyi.customers.models import Customer
from manyi.desk.models import Ticket
from manyi.people import actions as people
from manyi.people.models import Presence, PresenceState, Team
from manyi.routing import actions, loading, setup
from manyi.routing.models import Queue, Wait
from manyi.routing.rush import Plan, Trigger

QUEUES, AGENTS = 10, 100
NAMES = {"zh-hans": "激增", "en": "Surge"}


def millis(do: Callable[[], object], times: int = 20) -> float:
    """CPU milliseconds of one call."""
    do()
    began = time.process_time()
    for _time in range(times):
        do()
    return (time.process_time() - began) / times * 1e3


def fill(waiting: int) -> None:
    """A company with ten queues, in which so many tickets wait, and a hundred colleagues online."""
    people.create_installation("曜石科技", language="zh-hans", time_zone="Asia/Shanghai")
    house = people.create_department("客服", by=SYSTEM, is_service=True)
    team = people.create_team("一组", department=house, by=SYSTEM)
    for place in range(AGENTS):
        people.add_staff(f"rush{place}@bench.example", name=f"客服{place}", role="agent", team=team, by=SYSTEM)
    Presence.objects.update(state=PresenceState.ONLINE)
    queues = [Queue.objects.create(names={"en": f"Queue {place}"}, rank=place) for place in range(QUEUES)]
    actions.revise()
    _wait(waiting, team, queues)


def _wait(count: int, team: Team, queues: list[Queue]) -> None:
    customers, tickets, waits, stamp = Sheet(Customer), Sheet(Ticket), Sheet(Wait), stamper()
    now = int(dt.datetime.now(dt.UTC).timestamp())
    for place in range(count):
        at, pk, customer = stamp(now - count + place), tickets.next_id(), customers.next_id()
        customers.add(id=customer, name="周敏", created_at=at)
        tickets.add(
            id=pk, number=f"R{pk}", subject="bench", channel="chat", customer_id=customer, status=0, created_at=at,
            updated_at=at, waiting_since=at, team_id=team.pk,
        )  # fmt: skip
        waits.add(
            id=waits.next_id(), ticket_id=pk, queue_id=queues[place % QUEUES].pk, channel="chat", entered_at=at,
        )  # fmt: skip
    with transaction.atomic():
        connection.ensure_connection()
        customers.flush()
        tickets.flush()
        waits.flush()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def look() -> dict[str, float]:
    """What a round of giving out reads, and whether a form is short, as things stand now."""
    ticket, found = Ticket.objects.order_by("pk")[0], setup.current()
    return {
        f"reading {loading.MOST:,} of those who wait, ms": millis(lambda: loading.waiting(setup.current())),
        f"reading {AGENTS} colleagues, ms": millis(lambda: loading.agents(setup.current())),
        "is a form short, µs": millis(lambda: actions.are_forms_short(ticket), 500) * 1e3,
        "weights of a queue, µs": millis(lambda: found.weights(found.queues[0]), 2000) * 1e3,
    }


def measure(waiting: int) -> dict[str, float]:
    """All figures, in CPU time: without rush mode, watching for it, and with it on all queues."""
    if not Installation.objects.exists():
        fill(waiting)
    calm = {f"calm: {name}": value for name, value in look().items()}
    trigger = Trigger(waiting=10**6, longest=10**6)
    watching = actions.save_playbook(None, by=SYSTEM, names=NAMES, plan=Plan(trigger=trigger))
    watched = {f"watching {QUEUES} queues once, ms": millis(lambda: actions.watch_rushes(), 5)}
    actions.delete_playbook(watching, by=SYSTEM)
    plan = Plan(capacity=150, short_forms=True, calm_for=0)
    playbook = actions.save_playbook(None, by=SYSTEM, names=NAMES, plan=plan)
    for queue in Queue.objects.all():
        actions.start_rush(queue.pk, playbook, by=SYSTEM)
    return {**calm, **watched, **{f"rush: {name}": value for name, value in look().items()}}
