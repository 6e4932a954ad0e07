"""Merging two customers, everything that goes along, and taking them apart again."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.models import Event
from manyi.customers import access, actions
from manyi.customers.models import CustomerMerge, DuplicateProposal, Identity
from manyi.desk import actions as desk
from manyi.desk.models import Ticket


def test_addresses_and_tickets_move_and_the_standing_one_is_found(cast: Cast, ticket: Ticket) -> None:
    merge = actions.merge_customers(cast.stranger, cast.zhou, by=cast.actor(cast.chen))
    ticket.refresh_from_db()
    assert ticket.customer_id == cast.stranger.pk
    assert Identity.objects.filter(customer=cast.stranger).count() == 2
    assert actions.find("email", "zhoumin@example.com") == cast.stranger
    cast.zhou.refresh_from_db()
    assert access.standing(cast.zhou) == cast.stranger
    assert CustomerMerge.objects.get(pk=merge.pk).moved["tickets"] == [ticket.pk]
    event = Event.objects.get(verb="ticket.customer_changed")
    assert (event.ticket_id, event.customer_id, event.actor_id) == (ticket.pk, cast.stranger.pk, cast.chen.pk)
    assert actions.recognise("email", "zhoumin@example.com", by=SYSTEM) == cast.stranger


def test_undoing_brings_back_what_moved_and_leaves_what_came_later(cast: Cast, ticket: Ticket) -> None:
    chen = cast.actor(cast.chen)
    merge = actions.merge_customers(cast.stranger, cast.zhou, by=chen)
    later = desk.create_ticket(cast.stranger, by=chen, subject="合并之后", channel="email")
    for _time in range(2):
        actions.undo_merge(merge, by=chen)
    ticket.refresh_from_db()
    later.refresh_from_db()
    assert (ticket.customer_id, later.customer_id) == (cast.zhou.pk, cast.stranger.pk)
    assert actions.find("email", "zhoumin@example.com") == cast.zhou
    assert actions.find("email", "stranger@example.org") == cast.stranger
    assert Event.objects.filter(verb="customer.merge_undone").count() == 1
    assert Event.objects.filter(verb="ticket.customer_changed").count() == 2


def test_a_merged_customer_is_not_merged_again(cast: Cast) -> None:
    chen = cast.actor(cast.chen)
    actions.merge_customers(cast.stranger, cast.zhou, by=chen)
    with pytest.raises(Conflict):
        actions.merge_customers(cast.stranger, cast.zhou, by=chen)
    with pytest.raises(Invalid):
        actions.merge_customers(cast.stranger, cast.stranger, by=chen)
    assert Event.objects.filter(verb="customer.merged").count() == 1


def test_merges_are_undone_from_the_last_to_the_first(cast: Cast, ticket: Ticket) -> None:
    chen = cast.actor(cast.chen)
    third = actions.recognise("email", "third@example.net", by=SYSTEM)
    first = actions.merge_customers(cast.stranger, cast.zhou, by=chen)
    second = actions.merge_customers(third, cast.stranger, by=chen)
    with pytest.raises(Conflict):
        actions.undo_merge(first, by=chen)
    actions.undo_merge(second, by=chen)
    actions.undo_merge(first, by=chen)
    ticket.refresh_from_db()
    assert ticket.customer_id == cast.zhou.pk
    assert actions.find("email", "zhoumin@example.com") == cast.zhou


def test_a_merge_settles_the_proposal_and_undoing_says_they_differ(cast: Cast) -> None:
    chen = cast.actor(cast.chen)
    actions.propose_duplicate(cast.zhou, cast.stranger, reasons=["same_phone"], score=70, by=SYSTEM)
    merge = actions.merge_customers(cast.zhou, cast.stranger, by=chen)
    assert DuplicateProposal.objects.get().settled_as == "merged"
    actions.undo_merge(merge, by=chen)
    assert DuplicateProposal.objects.get().settled_as == "different"


def test_an_agent_merges_nobody(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.merge_customers(cast.zhou, cast.stranger, by=cast.actor(cast.lin))
    assert not CustomerMerge.objects.exists()
