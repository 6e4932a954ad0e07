"""Giving tickets to colleagues and teams, and making others responsible."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.events import OwnerChanged, TicketAssigned
from manyi.desk.models import Status, Ticket
from manyi.desk.tests.helpers import fresh, logged


def test_assigning_sets_assignee_owner_team_and_opens_a_new_ticket(cast: Cast, ticket: Ticket) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin, reason="熟悉表带")
    row = fresh(ticket)
    assert (row.assignee_id, row.owner_id, row.team_id) == (cast.lin.pk, cast.lin.pk, cast.wearables.pk)
    assert row.status == Status.OPEN
    said = logged(ticket, TicketAssigned)[-1]
    assert (said.old_assignee, said.new_assignee, said.how, said.reason) == (None, cast.lin.pk, "by_hand", "熟悉表带")


def test_the_owner_stays_when_the_work_moves_on(cast: Cast, ticket: Ticket) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.zhao)
    row = fresh(ticket)
    assert (row.assignee_id, row.owner_id) == (cast.zhao.pk, cast.lin.pk)


def test_assigning_the_same_again_records_nothing(cast: Cast, ticket: Ticket) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    version = fresh(ticket).version
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    assert len(logged(ticket, TicketAssigned)) == 1
    assert fresh(ticket).version == version


def test_a_ticket_goes_back_to_the_queue_of_its_team(cast: Cast, ticket: Ticket) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    actions.assign(ticket, by=cast.actor(cast.lin), to=None)
    row = fresh(ticket)
    assert (row.assignee_id, row.team_id, row.owner_id) == (None, cast.wearables.pk, cast.lin.pk)


def test_a_ticket_can_be_given_to_another_team(cast: Cast, ticket: Ticket) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=None, team=cast.audio)
    assert fresh(ticket).team_id == cast.audio.pk
    assert logged(ticket, TicketAssigned)[-1].new_team == cast.audio.pk


def test_somebody_who_has_left_gets_nothing(cast: Cast, ticket: Ticket) -> None:
    cast.zhao.is_active = False
    cast.zhao.save()
    with pytest.raises(Invalid) as refused:
        actions.assign(ticket, by=cast.actor(cast.chen), to=cast.zhao)
    assert "to" in refused.value.fields
    assert fresh(ticket).assignee_id is None


def test_customers_assign_nothing(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.assign(ticket, by=cast.as_customer(cast.zhou), to=cast.lin)
    assert logged(ticket, TicketAssigned) == []


def test_changing_the_owner_needs_a_reason_and_is_recorded_once(cast: Cast, ticket: Ticket) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    with pytest.raises(Invalid):
        actions.change_owner(ticket, by=cast.actor(cast.chen), to=cast.zhao, reason=" ")
    for _ in range(2):
        actions.change_owner(ticket, by=cast.actor(cast.chen), to=cast.zhao, reason="林晓休假")
    assert fresh(ticket).owner_id == cast.zhao.pk
    assert [(e.old, e.new, e.reason) for e in logged(ticket, OwnerChanged)][1:] == [
        (cast.lin.pk, cast.zhao.pk, "林晓休假")
    ]


def test_only_the_owner_and_leaders_give_the_responsibility_away(cast: Cast, ticket: Ticket) -> None:
    lin, zhao, chen = (cast.actor(staff) for staff in (cast.lin, cast.zhao, cast.chen))
    actions.take(ticket, by=lin)
    with pytest.raises(NotAllowed):
        actions.change_owner(ticket, by=zhao, to=cast.zhao, reason="我来")
    assert fresh(ticket).owner_id == cast.lin.pk
    actions.change_owner(ticket, by=lin, to=cast.zhao, reason="休假")
    with pytest.raises(NotAllowed):
        actions.change_owner(ticket, by=lin, to=cast.lin, reason="还是我")
    actions.change_owner(ticket, by=chen, to=cast.lin, reason="回来了")
    assert fresh(ticket).owner_id == cast.lin.pk


def test_whoever_may_not_is_not_offered_it(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    actions.take(ticket, by=cast.actor(cast.zhao))
    address = reverse("ticket-owner", args=[ticket.number])
    assert address not in lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    answer = lin_client.post(address, {"to": cast.lin.pk, "reason": "我来"}, headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert address in signed_in(cast.zhao).get(reverse("ticket", args=[ticket.number])).content.decode()
