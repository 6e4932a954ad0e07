"""The clocks of tasks other departments do."""

from __future__ import annotations

import datetime as dt

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.models import Task, Ticket
from manyi.people.models import Department
from manyi.sla.actions import save_calendar
from manyi.sla.models import Clock

FRIDAY_NIGHT = dt.datetime(2026, 11, 27, 15, 0, tzinfo=dt.UTC)
"""23:00 in Shanghai."""


def ask(cast: Cast, ticket: Ticket) -> Task:
    department = Department.objects.create(name="物流部", interface_owner=cast.wei)
    week = [((9 * 60, 18 * 60),)] * 7
    save_calendar(None, by=SYSTEM, names={"en": "Day"}, zone="Asia/Shanghai", week=week, teams=[cast.wearables])
    with unit(at=FRIDAY_NIGHT):
        desk.ask_department(ticket, by=cast.actor(cast.lin), department=department, title="查包裹", hours=4)
    return Task.objects.get()


def test_a_task_is_due_in_working_time(cast: Cast, ticket: Ticket) -> None:
    task = ask(cast, ticket)
    clock = Clock.objects.get(kind="task")
    assert (clock.subject, clock.target) == (f"task:{task.pk}", 4 * 3600)
    assert task.due_at == task.escalates_at == clock.due_at
    assert task.due_at == FRIDAY_NIGHT + dt.timedelta(hours=14)


def test_the_clock_ends_with_the_answer_and_is_dropped_with_the_task(cast: Cast, ticket: Ticket) -> None:
    task = ask(cast, ticket)
    with unit(at=FRIDAY_NIGHT + dt.timedelta(minutes=30)):
        desk.answer_task(task, by=cast.actor(cast.wei), text="好了")
    assert Clock.objects.get(kind="task").outcome == "met"
    with unit(at=FRIDAY_NIGHT + dt.timedelta(minutes=40)):
        desk.ask_again(task, by=cast.actor(cast.lin), reason="再查")
        desk.withdraw_task(task, by=SYSTEM, reason="不用了")
    assert sorted(Clock.objects.filter(kind="task").values_list("outcome", flat=True)) == ["dropped", "met"]
