"""How difficult tickets are, and who may have them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from manyi.conftest import Cast
from manyi.core.errors import Conflict, Invalid
from manyi.desk import actions as desk
from manyi.desk.events import TicketAssigned
from manyi.desk.models import Message, Ticket
from manyi.desk.queries.reference import Reference
from manyi.desk.sentences import assigned
from manyi.people import actions as people
from manyi.routing import actions, queries
from manyi.routing.complexity import Features, assess
from manyi.routing.tests.helpers import ask, assignees, online, react, verbs


def test_an_ordinary_question_is_for_anybody() -> None:
    assert assess(Features(("表带多少钱？",))) == (1, [])


def test_words_type_and_history_add_up() -> None:
    assert assess(Features(("要求赔偿，不然找律师",))) == (2, ["legal", "money"])
    assert assess(Features(("充电时冒烟，烫伤了手",)))[0] == 2
    hard = Features(("第三次了，我要起诉，要求赔偿",), frozenset({"complaint"}), reopened=2)
    assert assess(hard) == (4, ["complaint", "legal", "money", "reopened"])


def test_several_departments_need_a_super_agent() -> None:
    assert assess(Features((), departments=2)) == (4, ["departments"])


def test_a_junior_gets_no_difficult_ticket_until_it_waits_long(cast: Cast) -> None:
    online(cast, cast.zhao)
    hard, easy = ask(cast, "要求赔偿，不然找律师"), ask(cast, "表带多少钱")
    react()
    assert assignees(hard, easy) == [None, cast.zhao.pk]
    online(cast, cast.lin)
    react()
    assert assignees(hard) == [cast.lin.pk]


def test_an_estimate_rises_with_what_is_said_later(cast: Cast) -> None:
    made = ask(cast, "表带断了")
    react()
    assert queries.assessment_of(made).complexity == 1  # type: ignore[union-attr]
    who = made.customer
    desk.receive_message(made, by=cast.as_customer(who), text="不处理就找律师起诉，要求赔偿", channel="chat")
    react()
    assert queries.assessment_of(made).complexity == 2  # type: ignore[union-attr]


def test_escalating_goes_to_the_next_tier_with_reason_and_summary(cast: Cast) -> None:
    online(cast, cast.zhao)
    made = ask(cast, "蓝牙连不上")
    react()
    assert assignees(made) == [cast.zhao.pk]
    online(cast, cast.lin)
    actions.escalate(made, by=cast.actor(cast.zhao), reason="需要查日志")
    react()
    ticket = Ticket.objects.get(pk=made.pk)
    assert (ticket.assignee_id, ticket.owner_id) == (cast.lin.pk, cast.zhao.pk)
    note = Message.objects.filter(ticket=made, kind="note").latest("pk").text
    assert "需要查日志" in note
    assert "蓝牙连不上" in note
    assert "ticket.escalated" in verbs(made)


def test_nobody_above_means_it_stays(cast: Cast) -> None:
    online(cast, cast.zhao)
    made = ask(cast, "蓝牙连不上")
    react()
    with pytest.raises(Invalid):
        actions.escalate(made, by=cast.actor(cast.zhao), reason=" ")
    with pytest.raises(Conflict):
        actions.escalate(made, by=cast.actor(cast.zhao), reason="太难")
    assert assignees(made) == [cast.zhao.pk]


def test_a_super_agent_leads_a_case_of_several_departments(cast: Cast) -> None:
    online(cast, cast.lin, cast.chen)
    made = ask(cast, "涉及多个部门")
    desk.assign(made, by=cast.actor(cast.lin), to=cast.lin)
    by = cast.actor(cast.chen)
    for name in ("技术部", "物流部"):
        department = people.create_department(name, by=cast.actor(cast.admin))
        people.change_department(department, by=cast.actor(cast.admin), interface_owner=cast.wei)
        desk.ask_department(made, by=by, department=department, title="请核实", hours=8)
    react()
    react()
    assert assignees(made) == [cast.chen.pk]
    assert Ticket.objects.get(pk=made.pk).owner_id == cast.lin.pk


def test_the_story_says_that_an_escalated_ticket_went_back_to_the_queue() -> None:
    moved = TicketAssigned(old_assignee=1, new_assignee=None, old_team=None, new_team=None, how="automatic")
    with override("en"):
        assert assigned(moved, Reference({}, {}, {}, (), {})) == "gave it back to the queue"
