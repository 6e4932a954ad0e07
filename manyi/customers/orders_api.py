"""Orders, as shops tell them: one address per order, so that telling twice is telling once."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actions import action
from manyi.core.errors import Invalid
from manyi.core.rest import Amount, ApiRequest, Body, Id, Key, Line, Resource, When
from manyi.customers import access, actions, queries
from manyi.customers.models import Customer, Order

resource = Resource()
RESOURCES = (("Orders", resource),)
Number = Annotated[Line, Field(min_length=1, max_length=60)]
StatusName = Literal["placed", "paid", "shipped", "delivered", "returned", "refunded", "cancelled"]


class OrderOut(TypedDict):
    """An order. ``total`` is a decimal number as text, null when the shop did not say."""

    number: str
    customer_id: int
    title: str
    status: StatusName
    placed_at: dt.datetime
    total: str | None
    currency: str
    url: str
    changed_at: dt.datetime


class OrdersOut(TypedDict):
    """A customer's orders, newest first, at most thirty."""

    orders: list[OrderOut]


def _out(order: Order) -> OrderOut:
    return {
        "number": order.number,
        "customer_id": order.customer_id,
        "title": order.title,
        "status": order.status,  # type: ignore[typeddict-item]
        "placed_at": order.placed_at,
        "total": str(order.total) if order.total is not None else None,
        "currency": order.currency,
        "url": order.url,
        "changed_at": order.changed_at,
    }


class ShopOrderIn(Body):
    """What the shop says, and whose order it is: by our id, or by an address of the customer, who is created if new."""

    customer_id: Id | None = None
    email: Line = ""
    phone: Line = ""
    external_id: Line = ""
    status: StatusName
    placed_at: When
    title: Line = ""
    total: Annotated[Amount, Field(ge=0)] | None = None
    currency: Annotated[Line, Field(pattern=r"^([A-Za-z]{3})?$")] = ""
    url: Annotated[Key, Field(max_length=500)] = ""


@action
def _record(request: ApiRequest, number: str, body: ShopOrderIn) -> Order:
    customer = _customer(request, body)
    values = body.model_dump(include={"status", "placed_at", "title", "total", "currency", "url"})
    return actions.record_order(customer, by=request.viewer, number=number, **values)


def _customer(request: ApiRequest, body: ShopOrderIn) -> Customer:
    if body.customer_id is not None:
        return access.get_customer(request.viewer, body.customer_id)
    for kind, value in (("email", body.email), ("phone", body.phone), ("external", body.external_id)):
        if value:
            return actions.recognise(kind, value, by=request.viewer)
    raise Invalid(fields={"customer_id": "Name the customer by customer_id, email, phone or external_id."})


@resource.on("PUT", "/orders/{order_number}", scope="customers:write", returns=OrderOut)
def record_order(request: ApiRequest, order_number: Number, body: ShopOrderIn) -> OrderOut:
    """Tell of an order, or of what changed in it

    Colleagues see it beside the customer's tickets. Answers 409 for the number of somebody else's order.
    """
    return _out(_record(request, order_number, body))


@resource.on("GET", "/customers/{customer_id}/orders", scope="customers:read", returns=OrdersOut)
def list_orders(request: ApiRequest, customer_id: Id) -> OrdersOut:
    """List a customer's orders, newest first"""
    return {"orders": [_out(order) for order in queries.orders_of(access.get_customer(request.viewer, customer_id))]}
