"""Archiving and following."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.errors import Conflict, NotAllowed
from manyi.desk import actions
from manyi.desk.events import TicketArchived, TicketFollowed, TicketUnarchived, TicketUnfollowed
from manyi.desk.models import Follower, Ticket
from manyi.desk.tests.helpers import fresh, logged


def test_only_closed_tickets_are_archived_and_only_once(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.chen)
    with pytest.raises(Conflict):
        actions.archive(ticket, by=by)
    actions.close_ticket(ticket, by=by)
    before = fresh(ticket).updated_at
    for _ in range(2):
        actions.archive(ticket, by=by, reason="旧")
    row = fresh(ticket)
    assert row.archived_at is not None
    assert row.updated_at == before
    assert [e.reason for e in logged(ticket, TicketArchived)] == ["旧"]


def test_an_archived_ticket_comes_back_once(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.chen)
    actions.close_ticket(ticket, by=by)
    actions.archive(ticket, by=by)
    for _ in range(2):
        actions.unarchive(ticket, by=by)
    assert fresh(ticket).archived_at is None
    assert len(logged(ticket, TicketUnarchived)) == 1


def test_agents_do_not_archive(cast: Cast, ticket: Ticket) -> None:
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    with pytest.raises(NotAllowed):
        actions.archive(ticket, by=cast.actor(cast.lin))


def test_following_and_its_end_are_recorded_once(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    for _ in range(2):
        actions.follow(ticket, by=by, staff=cast.lin)
    assert Follower.objects.filter(ticket=ticket).count() == 1
    for _ in range(2):
        actions.unfollow(ticket, by=by, staff=cast.lin)
    assert not Follower.objects.exists()
    assert len(logged(ticket, TicketFollowed)) == len(logged(ticket, TicketUnfollowed)) == 1


def test_customers_follow_nothing(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.follow(ticket, by=cast.as_customer(cast.zhou), staff=cast.lin)
