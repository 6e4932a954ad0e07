"""Tickets are found by what somebody wrote, as it was typed or as it was meant, within one's reach."""

from __future__ import annotations

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.search.documents import Document, put
from manyi.core.search.synonyms import save
from manyi.desk import actions
from manyi.desk.models import Ticket
from manyi.desk.queries import find_all


def said(cast: Cast, ticket: Ticket, *texts: str) -> None:
    for text in texts:
        actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text=text, channel="email")


def found(cast: Cast, query: str, who: str = "lin") -> list[str]:
    return [hit.number for hit in find_all(cast.actor(getattr(cast, who)), query).tickets]


@pytest.fixture
def library() -> None:
    """What the company writes about: the words that can be misspelt or typed by their sounds."""
    with unit():
        save(["发票", "收据"])
        put(Document(1, "zh-hans", "优惠券与电子发票", "", "优惠券可以叠加。", ("=public",), timezone.now()))


@pytest.mark.parametrize("query", ["充电器 发烫", "充电器发", "充电器 发", "发烫", "charger hot", "charger h"])
def test_tickets_are_found_while_one_types(cast: Cast, ticket: Ticket, query: str) -> None:
    said(cast, ticket, "充电器发烫，怎么办？", "The charger is hot")
    assert found(cast, query) == [ticket.number]


@pytest.mark.parametrize("query", ["收据", "refund", "youhuiquan", "优惠卷"])
def test_synonyms_endings_sounds_and_slips_are_understood(
    cast: Cast, ticket: Ticket, library: None, query: str
) -> None:
    said(cast, ticket, "我的优惠券用不了，发票也没有", "I was refunded twice")
    assert found(cast, query) == [ticket.number]


def test_what_was_meant_is_shown(cast: Cast, ticket: Ticket, library: None) -> None:
    said(cast, ticket, "发票抬头写错了")
    assert "<mark>发票</mark>" in find_all(cast.actor(cast.lin), "收据").tickets[0].line


def test_what_was_typed_comes_before_what_may_be_meant(cast: Cast, ticket: Ticket, library: None) -> None:
    said(cast, ticket, "请给我收据")
    other = actions.create_ticket(
        cast.zhou, by=cast.as_customer(cast.zhou), subject="开票", channel="email", team=cast.wearables
    )
    said(cast, other, "请开发票")
    assert found(cast, "收据") == [ticket.number, other.number]


def test_an_outsider_finds_nothing_by_meaning_either(cast: Cast, ticket: Ticket, library: None) -> None:
    said(cast, ticket, "发票抬头写错了")
    assert found(cast, "收据", "wei") == []
