"""Orders, as shops tell them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.models import Event
from manyi.customers import actions, queries
from manyi.customers.models import Customer, Order

PLACED = dt.datetime(2026, 11, 3, 2, tzinfo=dt.UTC)


def tell(cast: Cast, customer: Customer, number: str = "D20261103-88213", **more: Any) -> Order:
    values = {"status": "paid", "placed_at": PLACED, "title": "曜石手环 ×1", "total": Decimal("299.00"), **more}
    return actions.record_order(customer, by=cast.actor(cast.admin), number=number, **values)


def test_telling_twice_is_telling_once(cast: Cast) -> None:
    first, second = tell(cast, cast.zhou), tell(cast, cast.zhou)
    assert (first.pk, Event.objects.filter(verb="customer.order_changed").count()) == (second.pk, 1)
    tell(cast, cast.zhou, status="shipped")
    assert Order.objects.get().steps == 3
    assert Event.objects.filter(verb="customer.order_changed").count() == 2


def test_an_order_stays_with_its_customer(cast: Cast) -> None:
    tell(cast, cast.zhou)
    with pytest.raises(Conflict):
        tell(cast, cast.stranger)


@pytest.mark.parametrize("wrong", [{"status": "lost"}, {"url": "javascript:alert(1)"}])
def test_nonsense_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        tell(cast, cast.zhou, **wrong)
    assert not Order.objects.exists()


def test_customers_tell_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        by = cast.as_customer(cast.zhou)
        actions.record_order(cast.zhou, by=by, number="x", status="paid", placed_at=PLACED)


def test_orders_go_along_when_customers_are_merged_and_come_back(cast: Cast) -> None:
    tell(cast, cast.stranger)
    merge = actions.merge_customers(cast.zhou, cast.stranger, by=cast.actor(cast.admin))
    assert len(queries.orders_of(cast.zhou)) == 1
    tell(cast, cast.zhou, status="delivered")
    actions.undo_merge(merge, by=cast.actor(cast.admin))
    assert (len(queries.orders_of(cast.zhou)), len(queries.orders_of(cast.stranger))) == (0, 1)


def test_a_shop_tells_by_address_and_reads_back(cast: Cast) -> None:
    shop = Program(cast.admin)
    sent = {"email": "ZhouMin@example.com", "status": "paid", "placed_at": "2026-11-03T10:00:00+08:00", "total": "299"}
    told = shop.ask("PUT", "/orders/D-1", sent)
    assert (told["customer_id"], told["status"], told["total"]) == (cast.zhou.pk, "paid", "299")
    assert [one["number"] for one in shop.ask("GET", f"/customers/{cast.zhou.pk}/orders")["orders"]] == ["D-1"]
    shop.ask("PUT", "/orders/D-1", {**sent, "email": "other@example.com"}, status=409)
    shop.ask("PUT", "/orders/D-2", {"status": "paid", "placed_at": "2026-11-03T10:00:00Z"}, status=422)
    shop.ask("PUT", "/orders/D-3", {**sent, "status": "lost"}, status=422)


def test_the_customers_file_shows_them(cast: Cast, lin_client: Client) -> None:
    tell(cast, cast.zhou, currency="cny", url="https://shop.example/D1")
    page = unescape(lin_client.get(reverse("customer", args=[cast.zhou.pk])).content.decode())
    for words in ("订单", "D20261103-88213", "曜石手环 ×1", "¥299.00", "已付款", "https://shop.example/D1"):
        assert words in page
