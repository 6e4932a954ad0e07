"""Cases: one coordinator, a plan over departments, one voice to the customer."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from manyi.desk import actions
from manyi.desk.actions.cases import (
    change_coordinator,
    close_case,
    open_case,
    plan_step,
    remove_step,
    tell_customer,
)
from manyi.desk.models import Case, CaseStep, Message, Task, TaskState, Ticket, TicketLink
from manyi.desk.queries.cases import case_page, get_case
from manyi.desk.tests.helpers import verbs
from manyi.people.models import Department


@pytest.fixture
def offices(cast: Cast) -> tuple[Department, Department]:
    warehouse = Department.objects.create(name="仓库", interface_owner=cast.wei)
    finance = Department.objects.create(name="财务部", interface_owner=cast.zhao)
    return warehouse, finance


@pytest.fixture
def second(cast: Cast, ticket: Ticket) -> Ticket:
    by = cast.as_customer(cast.zhou)
    return actions.create_ticket(cast.zhou, by=by, subject="退款没到账", channel="chat", team=cast.wearables)


@pytest.fixture
def case(cast: Cast, ticket: Ticket, second: Ticket) -> Case:
    return open_case(ticket, by=cast.actor(cast.chen), goal="换新并退差价", others=[second])


def test_who_opens_a_case_coordinates_it(cast: Cast, ticket: Ticket, second: Ticket, case: Case) -> None:
    assert (case.coordinator_id, case.goal) == (cast.chen.pk, "换新并退差价")
    assert TicketLink.objects.get().other_id == second.pk
    assert open_case(ticket, by=cast.actor(cast.chen), goal="再来一次").pk == case.pk
    assert verbs(ticket).count("case.opened") == 1


def test_a_case_needs_a_goal_the_right_and_one_customer(cast: Cast, ticket: Ticket) -> None:
    other = actions.create_ticket(cast.stranger, by=cast.actor(cast.chen), subject="别人的", channel="email")
    with pytest.raises(Invalid):
        open_case(ticket, by=cast.actor(cast.chen), goal=" ")
    with pytest.raises(Invalid):
        open_case(ticket, by=cast.actor(cast.chen), goal="x", others=[other])
    with pytest.raises(NotAllowed):
        open_case(ticket, by=cast.actor(cast.lin), goal="x")
    assert not Case.objects.exists()


def test_steps_begin_when_what_they_wait_for_is_answered(
    cast: Cast, case: Case, offices: tuple[Department, Department]
) -> None:
    by = cast.actor(cast.chen)
    first = plan_step(case, by=by, title="检测退回的手环", department=offices[0], hours=8)
    then = plan_step(case, by=by, title="退差价", department=offices[1], after=first)
    assert (first.task is not None, then.task_id) == (True, None)
    actions.answer_task(Task.objects.get(), by=cast.actor(cast.wei), text="确实坏了")
    then.refresh_from_db()
    assert then.task is not None
    assert (then.task.holder_id, then.task.state) == (cast.zhao.pk, TaskState.OPEN)
    assert then.task.asked_by_id == cast.chen.pk
    later = plan_step(case, by=by, title="寄新表带", department=offices[0], after=first)
    assert later.task_id is not None


@pytest.mark.parametrize("values", [{"title": ""}, {"department": None}, {"hours": 0}])
def test_a_step_names_what_is_missing(
    cast: Cast, case: Case, offices: tuple[Department, Department], values: dict[str, object]
) -> None:
    given = {"title": "检测", "department": offices[0], **values}
    with pytest.raises(Invalid) as refused:
        plan_step(case, by=cast.actor(cast.chen), **given)  # type: ignore[arg-type]
    assert list(refused.value.fields) == list(values)
    assert not CaseStep.objects.exists()


def test_a_step_that_has_not_begun_can_go(cast: Cast, case: Case, offices: tuple[Department, Department]) -> None:
    by = cast.actor(cast.chen)
    first = plan_step(case, by=by, title="检测", department=offices[0])
    second = plan_step(case, by=by, title="审核", department=offices[1], after=first)
    third = plan_step(case, by=by, title="退款", department=offices[1], after=second)
    remove_step(second, by=by)
    third.refresh_from_db()
    assert third.after_id == first.pk
    with pytest.raises(Conflict):
        remove_step(first, by=by)


def test_the_customer_hears_one_voice(cast: Cast, ticket: Ticket, second: Ticket, case: Case) -> None:
    tell_customer(case, by=cast.actor(cast.chen), text="我们会换新并退差价。")
    assert Message.objects.get(ticket=ticket, kind="out").text == "我们会换新并退差价。"
    note = Message.objects.get(ticket=second, kind="note")
    assert ticket.number in note.text


def test_a_case_closes_with_its_result_once_its_tasks_are_settled(
    cast: Cast, ticket: Ticket, case: Case, offices: tuple[Department, Department]
) -> None:
    by = cast.actor(cast.chen)
    plan_step(case, by=by, title="检测", department=offices[0])
    with pytest.raises(Conflict):
        close_case(case, by=by, result="好了")
    actions.withdraw_task(Task.objects.get(), by=by, reason="不用了")
    with pytest.raises(Invalid):
        close_case(case, by=by, result="")
    for _ in range(2):
        close_case(case, by=by, result="已换新")
    assert verbs(ticket).count("case.closed") == 1
    with pytest.raises(Conflict):
        tell_customer(case, by=by, text="x")


def test_another_coordinator_needs_a_reason(cast: Cast, case: Case) -> None:
    with pytest.raises(Invalid):
        change_coordinator(case, by=cast.actor(cast.chen), to=cast.lin, reason="")
    change_coordinator(case, by=cast.actor(cast.chen), to=cast.lin, reason="出差")
    assert tell_customer(case, by=cast.actor(cast.lin), text="您好，现在由我跟进。").pk
    with pytest.raises(NotAllowed):
        tell_customer(case, by=cast.actor(cast.zhao), text="x")


def test_the_timeline_runs_over_all_tickets_in_reach(cast: Cast, ticket: Ticket, second: Ticket, case: Case) -> None:
    page = case_page(cast.actor(cast.chen), case)
    assert {line.number for line in page.timeline} == {ticket.number, second.number}
    actions.assign(second, by=cast.actor(cast.admin), to=cast.wei)
    assert [one.number for one in case_page(cast.actor(cast.chen), Case.objects.get()).others] == []


def test_the_case_is_worked_on_from_its_page(
    cast: Cast, ticket: Ticket, offices: tuple[Department, Department], lin_client: Client
) -> None:
    leader = signed_in(cast.chen)
    address = reverse("ticket-case", args=[ticket.number])
    assert lin_client.get(address).status_code == 403
    assert leader.get(address).status_code == 200
    assert leader.post(address, {"goal": ""}).status_code == 422
    assert leader.post(address, {"goal": "换新"}).status_code == 302
    page = reverse("case", args=[Case.objects.get().pk])
    assert page in leader.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert page in leader.get(reverse("cases")).content.decode()
    assert leader.post(page, {"do": "plan", "title": "x"}).status_code == 422
    sent = {"do": "plan", "title": "检测", "department": offices[0].pk, "hours": "4"}
    assert leader.post(page, sent).status_code == 302
    assert "检测" in leader.get(page).content.decode()
    assert leader.post(page, {"do": "tell", "text": "正在检测"}).status_code == 302
    assert leader.post(page, {"do": "x"}).status_code == 404
    assert lin_client.post(page, {"do": "tell", "text": "x"}).status_code == 403


def test_the_outsider_reaches_no_case(cast: Cast, ticket: Ticket, case: Case) -> None:
    with pytest.raises(NotFound):
        get_case(cast.actor(cast.wei), case.pk)
