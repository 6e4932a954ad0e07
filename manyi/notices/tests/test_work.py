"""Who is told of tasks, promises, approvals and take-overs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.log import run_reader
from manyi.desk import actions as desk
from manyi.desk.actions.approvals import ask_approval, decide_approval, save_approval_rule
from manyi.desk.actions.leading import take_over
from manyi.desk.actions.promises import make_promise, remind_of_promises
from manyi.desk.models import Ticket
from manyi.notices.models import Notice
from manyi.people.models import Department, Staff


def told(staff: Staff) -> list[str]:
    """The kinds somebody was told, oldest first."""
    while run_reader("notices"):
        pass
    return list(Notice.objects.filter(staff=staff).order_by("id").values_list("kind", flat=True))


def test_who_asked_a_department_hears_what_came_of_it(cast: Cast, ticket: Ticket) -> None:
    department = Department.objects.create(name="仓库", interface_owner=cast.wei)
    lin = cast.actor(cast.lin)
    task = desk.ask_department(ticket, by=lin, department=department, title="查库存", is_required=False)
    desk.answer_task(task, by=cast.actor(cast.wei), text="有货")
    assert told(cast.lin) == ["task"]
    assert told(cast.wei) == []


def test_a_keeper_is_told_of_a_promise(cast: Cast, ticket: Ticket) -> None:
    due = timezone.now() + dt.timedelta(hours=2)
    make_promise(ticket, by=cast.actor(cast.lin), text="回电", due_at=due)
    assert told(cast.lin) == []
    with unit(at=due + dt.timedelta(minutes=1)):
        remind_of_promises()
    assert told(cast.lin) == ["promise"]


def test_an_approver_is_asked_and_the_asker_told(cast: Cast, ticket: Ticket) -> None:
    rule = save_approval_rule(
        None, by=cast.actor(cast.admin), names={"en": "Refund"}, limit=Decimal(1), approver=cast.chen
    )
    approval = ask_approval(ticket, by=cast.actor(cast.lin), rule=rule, amount=Decimal(9), reason="质量")
    assert told(cast.chen) == ["approval"]
    decide_approval(approval, by=cast.actor(cast.chen), approve=True)
    assert told(cast.lin) == ["approval"]


def test_who_worked_on_it_is_told_of_a_takeover(cast: Cast, ticket: Ticket) -> None:
    desk.take(ticket, by=cast.actor(cast.lin))
    take_over(ticket, by=cast.actor(cast.chen), reason="升级")
    assert told(cast.lin) == ["taken_over"]
