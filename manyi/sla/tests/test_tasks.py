"""The clocks of tasks other departments do, and of the steps of procedures."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.core import mail

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.actions.sops import deviate, start_sop
from manyi.desk.conditions import Conditions
from manyi.desk.models import Sop, SopRun, Task, Ticket
from manyi.people.models import Department
from manyi.sla import actions, queries
from manyi.sla.actions import save_calendar
from manyi.sla.models import Clock, Policy, Revision
from manyi.sla.rules import Target, Terms

FRIDAY_NIGHT = dt.datetime(2026, 11, 27, 15, 0, tzinfo=dt.UTC)
"""23:00 in Shanghai."""
HOUR = 3600


def allow(cast: Cast, **seconds: int) -> Policy:
    """A policy for every ticket, asked first, that promises these."""
    terms = Terms({kind: Target(most) for kind, most in seconds.items()})
    made = actions.save_policy(
        None, by=cast.actor(cast.admin), names={"en": "Tasks"}, conditions=Conditions(), terms=terms
    )
    while Policy.objects.order_by("rank").first() != made:
        actions.move_policy(made, by=cast.actor(cast.admin), up=True)
    return made


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


def test_the_mail_says_the_working_time_until_which_an_answer_is_due(cast: Cast, ticket: Ticket) -> None:
    task = ask(cast, ticket)
    due = task.due_at.astimezone(ZoneInfo("Asia/Shanghai"))
    assert [f"{due:%H:%M}" in str(letter.body) for letter in mail.outbox] == [True]


def test_the_clock_ends_with_the_answer_and_is_dropped_with_the_task(cast: Cast, ticket: Ticket) -> None:
    task = ask(cast, ticket)
    with unit(at=FRIDAY_NIGHT + dt.timedelta(minutes=30)):
        desk.answer_task(task, by=cast.actor(cast.wei), text="好了")
    assert Clock.objects.get(kind="task").outcome == "met"
    with unit(at=FRIDAY_NIGHT + dt.timedelta(minutes=40)):
        desk.ask_again(task, by=cast.actor(cast.lin), reason="再查")
        desk.withdraw_task(task, by=SYSTEM, reason="不用了")
    assert sorted(Clock.objects.filter(kind="task").values_list("outcome", flat=True)) == ["dropped", "met"]


def test_a_task_never_takes_longer_than_the_policy_allows(cast: Cast, ticket: Ticket) -> None:
    allow(cast, task=2 * HOUR)
    task = ask(cast, ticket)
    clock = Clock.objects.get(kind="task")
    assert (clock.target, clock.asked) == (2 * HOUR, 4 * HOUR)
    assert task.due_at == clock.due_at == FRIDAY_NIGHT + dt.timedelta(hours=12)


def test_who_asks_for_less_gets_less(cast: Cast, ticket: Ticket) -> None:
    allow(cast, task=9 * HOUR)
    ask(cast, ticket)
    assert Clock.objects.get(kind="task").target == 4 * HOUR


def test_another_policy_in_mid_flight_moves_the_task_and_its_due_time(cast: Cast, ticket: Ticket) -> None:
    policy = allow(cast, task=9 * HOUR)
    task = ask(cast, ticket)
    for most, target in ((2 * HOUR, 2 * HOUR), (8 * HOUR, 4 * HOUR)):
        actions.save_policy(
            policy, by=cast.actor(cast.admin), names={"en": "Tasks"}, conditions=Conditions(),
            terms=Terms({"task": Target(most)}),
        )  # fmt: skip
        actions.recompute_all(Revision.objects.get().number)
        clock = Clock.objects.get(kind="task")
        task.refresh_from_db()
        assert (clock.target, task.due_at) == (target, clock.due_at)


def test_a_task_stands_still_with_the_ticket_where_the_policy_says_so(cast: Cast, ticket: Ticket) -> None:
    policy = allow(cast, task=2 * HOUR)
    actions.save_policy(
        policy, by=cast.actor(cast.admin), names={"en": "Tasks"}, conditions=Conditions(),
        terms=Terms({"task": Target(2 * HOUR, frozenset({2}))}),
    )  # fmt: skip
    task = ask(cast, ticket)
    morning = FRIDAY_NIGHT + dt.timedelta(hours=11)
    with unit(at=morning):
        desk.set_status(ticket, by=cast.actor(cast.lin), status=2)
    with unit(at=morning + dt.timedelta(hours=3)):
        desk.set_status(ticket, by=cast.actor(cast.lin), status=1)
    task.refresh_from_db()
    assert task.due_at == morning + dt.timedelta(hours=4)


def test_each_step_of_a_procedure_has_a_clock(cast: Cast, ticket: Ticket) -> None:
    allow(cast, step=600)
    lin = cast.actor(cast.lin)
    run = start_sop(ticket, Sop.objects.get(key="complaint"), by=lin)
    first = Clock.objects.get(kind="step")
    assert (first.subject, first.target) == (f"step:{run.pk}:{run.step}", 600)
    assert SopRun.objects.get().step_due_at == first.due_at
    following = SopRun.objects.get().version.steps[1]["key"]
    deviate(run, by=lin, step=run.step, to=following, reason="客户已经说过")
    first.refresh_from_db()
    assert (first.outcome, Clock.objects.get(kind="step", ended_at=None).subject) == (
        "dropped", f"step:{run.pk}:{following}",
    )  # fmt: skip
    assert all(one.what for one in queries.readings(ticket) if one.kind == "step")
    desk.close_ticket(ticket, by=lin)
    assert not Clock.objects.filter(kind="step", ended_at=None).exists()
