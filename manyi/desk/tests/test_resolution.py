"""Proposing a solution, confirming it, closing and opening again."""

from __future__ import annotations

import pytest
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.events import ResolutionProposed, StatusChanged, TicketClosed, TicketReopened
from manyi.desk.models import NO_DUE, CustomField, Resolution, Status, Ticket
from manyi.desk.tests.helpers import fresh, logged


@pytest.fixture
def required(cast: Cast) -> CustomField:
    return CustomField.objects.create(
        key="model", names={"zh-hans": "型号", "en": "Model"}, kind="choice", options=["S3"], is_required=True
    )


def test_a_proposal_waits_the_hours_of_its_type(cast: Cast, ticket: Ticket) -> None:
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    row, proposal = fresh(ticket), Resolution.objects.get(ticket=ticket)
    assert (row.status, row.waiting_since, row.due_at) == (Status.RESOLVED, None, NO_DUE)
    assert (proposal.closes_at - proposal.proposed_at).total_seconds() == row.type.silence_hours * 3600  # type: ignore[union-attr]
    assert logged(ticket, ResolutionProposed)[-1].resolution == proposal.pk


def test_proposing_twice_records_one_proposal(cast: Cast, ticket: Ticket) -> None:
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    assert Resolution.objects.filter(ticket=ticket).count() == 1
    assert len(logged(ticket, ResolutionProposed)) == 1


def test_required_fields_are_asked_for_before_a_proposal(cast: Cast, ticket: Ticket, required: CustomField) -> None:
    with pytest.raises(Invalid) as refused:
        actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    assert list(refused.value.fields) == ["field:model"]
    assert fresh(ticket).status == Status.NEW
    actions.change_ticket(ticket, by=cast.actor(cast.lin), fields={"model": "S3"})
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    assert fresh(ticket).status == Status.RESOLVED


def test_the_customer_confirms_and_the_ticket_closes(cast: Cast, ticket: Ticket) -> None:
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    for _ in range(2):
        actions.confirm_resolution(ticket, by=cast.as_customer(cast.zhou))
    assert fresh(ticket).status == Status.CLOSED
    assert Resolution.objects.get(ticket=ticket).outcome == "confirmed"
    assert [e.how for e in logged(ticket, TicketClosed)] == ["confirmed"]


@pytest.mark.parametrize("who", ["stranger", "lin"])
def test_nobody_else_confirms(cast: Cast, ticket: Ticket, who: str) -> None:
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    by = cast.actor(cast.lin) if who == "lin" else cast.as_customer(cast.stranger)
    with pytest.raises(NotAllowed):
        actions.confirm_resolution(ticket, by=by)
    assert fresh(ticket).status == Status.RESOLVED


def test_closing_twice_records_one_event(cast: Cast, ticket: Ticket) -> None:
    actions.close_ticket(ticket, by=cast.actor(cast.lin), reason="重复来信")
    actions.close_ticket(ticket, by=cast.actor(cast.lin), reason="又一次")
    row = fresh(ticket)
    assert (row.status, row.waiting_since, row.closed_at is not None) == (Status.CLOSED, None, True)
    assert [(e.how, e.reason) for e in logged(ticket, TicketClosed)] == [("staff", "重复来信")]


def test_a_customer_does_not_close_by_himself(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.close_ticket(ticket, by=cast.as_customer(cast.zhou))


def test_reopening_counts_and_refuses_the_proposal(cast: Cast, ticket: Ticket) -> None:
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    for _ in range(2):
        actions.reopen(ticket, by=cast.as_customer(cast.zhou), reason="还是断的")
    row = fresh(ticket)
    assert (row.status, row.reopened, row.resolved_at) == (Status.OPEN, 1, None)
    assert row.waiting_since is not None
    assert Resolution.objects.get(ticket=ticket).outcome == "refused"
    assert len(logged(ticket, TicketReopened)) == 1


@pytest.mark.parametrize("where", ["customer", "chat"])
def test_a_refused_proposal_is_told_in_words(cast: Cast, ticket: Ticket, where: str) -> None:
    actions.propose_resolution(ticket, by=cast.actor(cast.lin))
    actions.reopen(ticket, by=cast.as_customer(cast.zhou), reason=where)
    page = signed_in(cast.lin).get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "表示还没有解决，工单重新打开" in page
    assert f"：{where}" not in page


def test_a_stranger_does_not_reopen(cast: Cast, ticket: Ticket) -> None:
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    with pytest.raises(NotAllowed):
        actions.reopen(ticket, by=cast.as_customer(cast.stranger))


def test_work_is_put_on_hold_once_and_settled_work_is_not(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    for _ in range(2):
        actions.set_status(ticket, by=by, status=Status.HOLD, reason="等配件")
    assert [(e.new, e.reason) for e in logged(ticket, StatusChanged)] == [(Status.HOLD, "等配件")]
    with pytest.raises(Invalid):
        actions.set_status(ticket, by=by, status=Status.CLOSED)
    actions.close_ticket(ticket, by=by)
    with pytest.raises(Conflict):
        actions.set_status(ticket, by=by, status=Status.OPEN)


def test_an_answer_can_be_the_proposed_solution(cast: Cast, ticket: Ticket, required: CustomField) -> None:
    by = cast.actor(cast.lin)
    with pytest.raises(Invalid):
        actions.reply(ticket, by=by, text="已寄出新表带", then="resolve")
    assert fresh(ticket).first_replied_at is None  # refused as a whole: nothing went out
    actions.change_ticket(ticket, by=by, fields={"model": "S3"})
    actions.reply(ticket, by=by, text="已寄出新表带", then="resolve")
    assert fresh(ticket).status == Status.RESOLVED


def test_an_answer_can_leave_the_work_open(cast: Cast, ticket: Ticket) -> None:
    actions.reply(ticket, by=cast.actor(cast.lin), text="我查一下", then="open")
    assert fresh(ticket).status == Status.OPEN
