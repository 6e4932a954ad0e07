"""Taking a ticket nobody works on."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.errors import Conflict, NotAllowed
from manyi.desk import actions
from manyi.desk.events import TicketAssigned
from manyi.desk.models import Ticket
from manyi.desk.tests.helpers import fresh, logged


def test_taking_makes_it_mine_to_the_end(cast: Cast, ticket: Ticket) -> None:
    actions.take(ticket, by=cast.actor(cast.lin))
    row = fresh(ticket)
    assert (row.assignee_id, row.owner_id) == (cast.lin.pk, cast.lin.pk)
    assert logged(ticket, TicketAssigned)[-1].how == "taken"


def test_taking_twice_records_one_event(cast: Cast, ticket: Ticket) -> None:
    actions.take(ticket, by=cast.actor(cast.lin))
    actions.take(ticket, by=cast.actor(cast.lin))
    assert len(logged(ticket, TicketAssigned)) == 1


def test_the_slower_colleague_is_told(cast: Cast, ticket: Ticket) -> None:
    actions.take(ticket, by=cast.actor(cast.lin))
    with pytest.raises(Conflict) as refused:
        actions.take(ticket, by=cast.actor(cast.zhao))
    assert refused.value.data["assignee"] == cast.lin.pk
    assert fresh(ticket).assignee_id == cast.lin.pk


def test_customers_take_nothing(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.take(ticket, by=cast.as_customer(cast.zhou))
