"""Merging two tickets of one customer, and taking it back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.actions.approvals import ask_approval
from manyi.desk.actions.cases import open_case
from manyi.desk.actions.promises import make_promise
from manyi.desk.actions.sops import start_sop
from manyi.desk.events import TicketMergeUndone, TicketsMerged
from manyi.desk.models import (
    ApprovalRule,
    Follower,
    Message,
    RunState,
    Sop,
    Status,
    Ticket,
    TicketMerge,
    Visit,
    VisitState,
)
from manyi.desk.tests.helpers import fresh, logged
from manyi.people.models import Department


@pytest.fixture
def second(cast: Cast, ticket: Ticket) -> Ticket:
    """Zhou wrote again about the same strap."""
    by = cast.as_customer(cast.zhou)
    made = actions.create_ticket(cast.zhou, by=by, subject="再问一次", channel="chat", team=cast.wearables)
    actions.receive_message(made, by=by, text="有人吗？", channel="chat")
    return fresh(made)


def _around(ticket: Ticket, cast: Cast) -> list[Any]:
    """One of all the work there can be around a ticket."""
    by, at = cast.actor(cast.lin), timezone.now() + dt.timedelta(hours=3)
    store = Department.objects.create(name="仓储部", interface_owner=cast.chen)
    rule = ApprovalRule.objects.create(names={"en": "Refund"}, limit=1, approver=cast.chen)
    task = actions.ask_department(ticket, by=by, department=store, title="查", hours=2, is_required=False)
    return [
        task,
        make_promise(ticket, by=by, text="回电", due_at=at),
        ask_approval(ticket, by=by, rule=rule, amount=Decimal(5), reason="退"),
        start_sop(ticket, Sop.objects.get(key="device"), by=by),
        actions.plan_reply(ticket, by=by, text="晚点说", send_at=at, key="later"),
        Visit.objects.create(ticket=ticket, due_at=at, created_at=at, state=VisitState.DONE),
        open_case(ticket, by=cast.actor(cast.chen), goal="办好"),
    ]


NAMES = ("Task", "Promise", "Approval", "SopRun", "PlannedReply", "Visit", "Case")


def _again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def test_messages_and_followers_move_and_the_other_closes(cast: Cast, ticket: Ticket, second: Ticket) -> None:
    actions.follow(second, by=cast.actor(cast.lin), staff=cast.zhao)
    actions.merge_tickets(ticket, second, by=cast.actor(cast.lin))
    assert Message.objects.filter(ticket=ticket).count() == 2
    assert Follower.objects.filter(ticket=ticket, staff=cast.zhao).exists()
    row = fresh(second)
    assert (row.status, row.merged_into_id, row.waiting_since) == (Status.CLOSED, ticket.pk, None)
    assert logged(ticket, TicketsMerged)[-1].number == second.number


def test_undoing_gives_messages_and_state_back_once(cast: Cast, ticket: Ticket, second: Ticket) -> None:
    by = cast.actor(cast.lin)
    merge = actions.merge_tickets(ticket, second, by=by)
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="合并之后的话", channel="email")
    for _ in range(2):
        actions.undo_merge(TicketMerge.objects.get(pk=merge.pk), by=by)
    row = fresh(second)
    assert (row.status, row.merged_into_id, row.waiting_since) == (Status.NEW, None, second.waiting_since)
    assert Message.objects.filter(ticket=second).count() == 1
    assert Message.objects.filter(ticket=ticket).count() == 2
    assert len(logged(ticket, TicketMergeUndone)) == 1


def test_all_work_goes_along_and_comes_back(cast: Cast, ticket: Ticket, second: Ticket) -> None:
    rows = _around(second, cast)
    merge = actions.merge_tickets(ticket, second, by=cast.actor(cast.lin))
    assert {type(row).__name__: row.ticket_id for row in map(_again, rows)} == dict.fromkeys(NAMES, ticket.pk)
    actions.undo_merge(merge, by=cast.actor(cast.lin))
    assert {type(row).__name__: row.ticket_id for row in map(_again, rows)} == dict.fromkeys(NAMES, second.pk)


def test_a_procedure_that_runs_on_both_goes_on_once_and_twice_again_when_undone(
    cast: Cast, ticket: Ticket, second: Ticket
) -> None:
    by, sop = cast.actor(cast.lin), Sop.objects.get(key="device")
    first, other = start_sop(ticket, sop, by=by), start_sop(second, sop, by=by)
    merge = actions.merge_tickets(ticket, second, by=by)
    assert (_again(first).state, _again(other).state) == (RunState.RUNNING, RunState.STOPPED)
    actions.undo_merge(merge, by=by)
    other = _again(other)
    assert (other.state, other.ticket_id, other.ended_at) == (RunState.RUNNING, second.pk, None)


def test_nobody_need_visit_for_a_ticket_that_went_into_an_open_one(cast: Cast, ticket: Ticket, second: Ticket) -> None:
    by = cast.actor(cast.lin)
    actions.close_ticket(second, by=by)
    visit = Visit.objects.create(ticket=second, due_at=timezone.now(), created_at=timezone.now())
    merge = actions.merge_tickets(ticket, second, by=by)
    assert (_again(visit).state, _again(visit).ticket_id) == (VisitState.DROPPED, ticket.pk)
    actions.undo_merge(merge, by=by)
    assert (_again(visit).state, _again(visit).ticket_id) == (VisitState.PLANNED, second.pk)


def test_two_running_cases_are_not_made_one(cast: Cast, ticket: Ticket, second: Ticket) -> None:
    for one in (ticket, second):
        open_case(one, by=cast.actor(cast.chen), goal="办好")
    with pytest.raises(Conflict):
        actions.merge_tickets(ticket, second, by=cast.actor(cast.lin))
    assert fresh(second).merged_into_id is None


def test_a_merged_ticket_takes_nothing_more(cast: Cast, ticket: Ticket, second: Ticket) -> None:
    actions.merge_tickets(ticket, second, by=cast.actor(cast.lin))
    with pytest.raises(Conflict):
        actions.reply(second, by=cast.actor(cast.lin), text="您好")
    with pytest.raises(Conflict):
        actions.merge_tickets(ticket, second, by=cast.actor(cast.lin))


def test_two_customers_are_not_merged_this_way(cast: Cast, ticket: Ticket) -> None:
    other = actions.create_ticket(
        cast.stranger, by=cast.as_customer(cast.stranger), subject="别的事", channel="email", team=cast.wearables
    )
    with pytest.raises(Invalid):
        actions.merge_tickets(ticket, other, by=cast.actor(cast.lin))
    with pytest.raises(Invalid):
        actions.merge_tickets(ticket, ticket, by=cast.actor(cast.lin))
    assert fresh(other).merged_into_id is None


def test_customers_merge_nothing(cast: Cast, ticket: Ticket, second: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.merge_tickets(ticket, second, by=cast.as_customer(cast.zhou))
