"""What other departments do for a ticket."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from manyi.desk import actions, queries
from manyi.desk.actions import Upload
from manyi.desk.models import Status, Task, TaskFile, TaskState, Ticket
from manyi.desk.task_access import get_task, visible_tasks
from manyi.desk.task_links import link_of, mark_of, task_of_link, task_of_subject
from manyi.desk.task_mail import meaning, take_answer
from manyi.desk.tests.helpers import fresh, logged, verbs
from manyi.desk.work_events import TaskAsked, TaskOverdue
from manyi.people import actions as people
from manyi.people.models import Department, Staff


@pytest.fixture
def liu(cast: Cast) -> Staff:
    """The interface owner of logistics, without a seat at the desk."""
    staff = people.add_staff("liu@obsidian.example", name="刘工", role="backoffice", team=None, by=SYSTEM)
    department = Department.objects.create(name="物流部", interface_owner=staff)
    Staff.objects.filter(pk=staff.pk).update(department=department)
    return Staff.objects.select_related("role", "department", "team").get(pk=staff.pk)


@pytest.fixture
def task(cast: Cast, ticket: Ticket, liu: Staff) -> Task:
    return actions.ask_department(
        ticket,
        by=cast.actor(cast.lin),
        department=liu.department,
        title="查包裹在哪里",
        body="运单 SF123",
        checklist=["联系承运商", " ", "拍照"],
        hours=4,
        customer_words="物流同事正在查您的包裹",
        uploads=[Upload("../图.txt", b"hello")],
    )


def test_the_mail_names_the_files_and_says_why_it_was_forwarded(cast: Cast, task: Task, liu: Staff) -> None:
    assert "图.txt" in str(mail.outbox[-1].body)
    actions.forward_task(task, by=cast.actor(liu), to=cast.wei, reason="归仓库管")
    letter = mail.outbox[-1]
    assert letter.to == [cast.wei.email]
    assert "刘工写道：\n归仓库管" in str(letter.body)


def test_asking_tells_the_interface_owner_and_starts_the_time(cast: Cast, ticket: Ticket, task: Task) -> None:
    assert (task.holder.name, task.state, task.is_required) == ("刘工", TaskState.OPEN, True)
    assert [point["text"] for point in task.checklist] == ["联系承运商", "拍照"]
    assert [one.name for one in TaskFile.objects.filter(task=task)] == ["图.txt"]
    assert Task.objects.get(pk=task.pk).due_at > task.asked_at + dt.timedelta(hours=3, minutes=59)
    assert logged(ticket, TaskAsked)[0].seconds == 4 * 3600
    assert fresh(ticket).version > ticket.version


def test_the_mail_has_a_link_and_a_mark_for_the_holder_only(task: Task, liu: Staff) -> None:
    token = link_of(task).rstrip("/").rsplit("/", 1)[-1]
    assert task_of_link(token).pk == task.pk
    assert task_of_subject(f"Re: 请协助 {mark_of(task)}", "LIU@obsidian.example") == task
    assert task_of_subject(f"Re: 请协助 {mark_of(task)}", "someone@example.com") is None
    assert task_of_subject(f"[T{task.pk}-{'0' * 20}]", liu.email) is None
    with pytest.raises(NotFound):
        task_of_link(token[:-2] + "xx")


@pytest.mark.parametrize(
    ("field", "values"),
    [("title", {"title": " "}), ("department", {"department": None}), ("hours", {"hours": 0})],
)
def test_what_is_missing_is_named(cast: Cast, ticket: Ticket, liu: Staff, field: str, values: dict[str, Any]) -> None:
    given: dict[str, Any] = {"department": liu.department, "title": "查包裹", **values}
    with pytest.raises(Invalid) as refused:
        actions.ask_department(ticket, by=cast.actor(cast.lin), **given)
    assert list(refused.value.fields) == [field]
    assert not Task.objects.exists()


def test_a_department_without_interface_owner_cannot_be_asked(cast: Cast, ticket: Ticket) -> None:
    department = Department.objects.create(name="财务部")
    with pytest.raises(Invalid):
        actions.ask_department(ticket, by=cast.actor(cast.lin), department=department, title="退款")


def test_a_required_task_holds_the_ticket(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    lin = cast.actor(cast.lin)
    with pytest.raises(Conflict, match="查包裹在哪里"):
        actions.propose_resolution(ticket, by=lin)
    actions.refuse_task(task, by=cast.actor(liu), reason="不归我们管")
    with pytest.raises(Conflict):
        actions.propose_resolution(ticket, by=lin)
    actions.withdraw_task(task, by=lin, reason="改问仓库")
    actions.propose_resolution(ticket, by=lin)
    assert fresh(ticket).status == Status.RESOLVED


def test_an_optional_task_does_not_hold_the_ticket_and_ends_with_it(cast: Cast, ticket: Ticket, liu: Staff) -> None:
    lin = cast.actor(cast.lin)
    task = actions.ask_department(ticket, by=lin, department=liu.department, title="回执", is_required=False)
    actions.propose_resolution(ticket, by=lin)
    actions.close_ticket(ticket, by=lin)
    assert Task.objects.get(pk=task.pk).state == TaskState.WITHDRAWN


def test_the_holder_answers_once(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    by = cast.actor(liu)
    actions.answer_task(task, by=by, text="包裹在杭州仓，今天送", uploads=[Upload("a.txt", b"x")])
    before = verbs(ticket)
    actions.answer_task(task, by=by, text="再答一次")
    assert verbs(ticket) == before
    found = queries.task_page(Task.objects.get(pk=task.pk))
    assert [(entry.kind, entry.text) for entry in found.entries] == [("answered", "包裹在杭州仓，今天送")]
    assert found.entries[0].files.get().name == "a.txt"


def test_only_the_receiving_side_answers(cast: Cast, task: Task) -> None:
    for staff in (cast.lin, cast.wei):
        with pytest.raises(NotAllowed):
            actions.answer_task(task, by=cast.actor(staff), text="我来答")
        with pytest.raises(NotAllowed):
            actions.check_point(task, by=cast.actor(staff), place=0, done=True)


def test_refusing_and_forwarding_need_a_reason(cast: Cast, task: Task, liu: Staff) -> None:
    with pytest.raises(Invalid):
        actions.refuse_task(task, by=cast.actor(liu), reason="  ")
    with pytest.raises(Invalid):
        actions.forward_task(task, by=cast.actor(liu), to=cast.chen, reason="")
    assert Task.objects.get(pk=task.pk).holder_id == liu.pk


def test_a_forwarded_task_is_out_of_the_old_holder_s_hands(cast: Cast, task: Task, liu: Staff) -> None:
    old_link, old_mark = link_of(task).rstrip("/").rsplit("/", 1)[-1], mark_of(task)
    actions.forward_task(task, by=cast.actor(liu), to=cast.wei, reason="影音产品归他们")
    moved = Task.objects.get(pk=task.pk)
    assert (moved.holder_id, moved.department_id) == (cast.wei.pk, cast.audio.department_id)
    assert task_of_subject(old_mark, liu.email) is None
    with pytest.raises(NotFound):
        task_of_link(old_link)
    with pytest.raises(NotAllowed):
        actions.answer_task(moved, by=cast.actor(liu), text="我还能答吗")
    assert actions.answer_task(moved, by=cast.actor(cast.wei), text="好").state == TaskState.ANSWERED


def test_asked_again_it_is_open_with_its_whole_time(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    actions.answer_task(task, by=cast.actor(liu), text="不知道")
    again = actions.ask_again(task, by=cast.actor(cast.lin), reason="请再查一次")
    assert (again.state, again.settled_at, again.escalated) == (TaskState.OPEN, None, 0)
    assert verbs(ticket).count("task.asked_again") == 1


def test_ticking_a_point_twice_is_once(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    for _ in range(2):
        actions.check_point(task, by=cast.actor(liu), place=0, done=True)
    assert verbs(ticket).count("task.checked") == 1
    with pytest.raises(NotFound):
        actions.check_point(task, by=cast.actor(liu), place=5, done=True)


def test_overdue_tasks_call_the_holder_then_the_leader_and_then_nobody(
    cast: Cast, ticket: Ticket, task: Task, liu: Staff
) -> None:
    cast.wearables.leader = cast.chen
    cast.wearables.save()
    assert actions.escalate_overdue() == 0
    due = Task.objects.get(pk=task.pk).due_at
    for hours in (0, 5, 10):
        with unit(at=due + dt.timedelta(hours=hours, minutes=1)):
            actions.escalate_overdue()
    told = [payload.told for payload in logged(ticket, TaskOverdue)]
    assert told == [[liu.pk, cast.lin.pk], [liu.pk, cast.lin.pk, cast.chen.pk]]
    assert Task.objects.get(pk=task.pk).escalates_at is None


def test_an_answered_task_is_never_overdue(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    actions.answer_task(task, by=cast.actor(liu), text="好了")
    with unit(at=timezone.now() + dt.timedelta(days=9)):
        assert actions.escalate_overdue() == 0


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("包裹今天送到", "answer", "包裹今天送到"),
        ("？运单号是多少", "say", "运单号是多少"),
        ("? which parcel", "say", "which parcel"),
        ("请问哪个包裹", "say", "请问哪个包裹"),
        ("拒绝：不归我们管", "refuse", "不归我们管"),
        ("Refuse: not ours", "refuse", "not ours"),
        ("Refunded today", "answer", "Refunded today"),
    ],
)
def test_a_mail_means_what_it_begins_with(text: str, kind: str, words: str) -> None:
    assert meaning(text) == (kind, words)


def test_the_same_mail_is_taken_in_once(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    for _ in range(2):
        take_answer(task, by=cast.actor(liu), text="？哪个包裹", external_id="<q@x>")
    assert verbs(ticket).count("task.said") == 1


def test_a_refusal_by_mail_without_a_reason_is_kept_and_said_to_be_none(cast: Cast, task: Task, liu: Staff) -> None:
    take_answer(task, by=cast.actor(liu), text="拒绝", external_id="<r@x>")
    assert Task.objects.get(pk=task.pk).state == TaskState.OPEN
    letter = next(letter for letter in mail.outbox if "尚未拒绝" in letter.subject)
    assert (letter.to, mark_of(task) in letter.subject) == ([liu.email], True)


def test_both_sides_hear_of_each_other(cast: Cast, task: Task, liu: Staff) -> None:
    mail.outbox.clear()
    actions.say_on_task(task, by=cast.actor(liu), text="哪个包裹")
    actions.say_on_task(task, by=cast.actor(cast.lin), text="SF123")
    actions.answer_task(task, by=cast.actor(liu), text="已送达")
    assert [letter.to for letter in mail.outbox] == [[cast.lin.email], [liu.email], [cast.lin.email]]
    assert mark_of(task) in mail.outbox[1].subject
    assert link_of(task) in str(mail.outbox[1].body)


def test_the_outsider_does_not_reach_a_task(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    with pytest.raises(NotFound):
        get_task(cast.actor(cast.wei), task.pk)
    assert task not in visible_tasks(cast.actor(cast.wei))
    for staff in (cast.lin, cast.zhao, cast.chen, liu):
        assert get_task(cast.actor(staff), task.pk) == task
        assert task in visible_tasks(cast.actor(staff))


def test_the_customer_reads_only_what_was_written_for_him(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    lin = cast.actor(cast.lin)
    actions.ask_department(ticket, by=lin, department=liu.department, title="内部核查")
    assert [(one.words, one.answered_at) for one in queries.progress_of(ticket)] == [("物流同事正在查您的包裹", None)]
    actions.withdraw_task(task, by=lin, reason="不用了")
    assert queries.progress_of(ticket) == []


def test_a_merged_ticket_s_task_goes_on_and_comes_back(cast: Cast, ticket: Ticket, task: Task, liu: Staff) -> None:
    by = cast.actor(cast.lin)
    kept = actions.create_ticket(cast.zhou, by=by, subject="同一件事", channel="chat", team=cast.wearables)
    merge = actions.merge_tickets(kept, ticket, by=by)
    moved = get_task(cast.actor(liu), task.pk)
    assert moved.ticket_id == kept.pk
    actions.undo_merge(merge, by=by)
    assert get_task(cast.actor(liu), task.pk).ticket_id == ticket.pk
    actions.merge_tickets(kept, ticket, by=by)
    actions.answer_task(get_task(cast.actor(liu), task.pk), by=cast.actor(liu), text="已送达")
    assert verbs(kept).count("task.answered") == 1
