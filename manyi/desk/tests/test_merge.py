"""Merging two tickets of one customer, and taking it back."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.events import TicketMergeUndone, TicketsMerged
from manyi.desk.models import Follower, Message, Status, Ticket, TicketMerge
from manyi.desk.tests.helpers import fresh, logged


@pytest.fixture
def second(cast: Cast, ticket: Ticket) -> Ticket:
    """Zhou wrote again about the same strap."""
    by = cast.as_customer(cast.zhou)
    made = actions.create_ticket(cast.zhou, by=by, subject="再问一次", channel="chat", team=cast.wearables)
    actions.receive_message(made, by=by, text="有人吗？", channel="chat")
    return fresh(made)


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
