"""The customers' own part of a customer's file: his orders."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from manyi.core.actors import Actor
from manyi.customers.models import Customer
from manyi.customers.panels import Panel, register
from manyi.customers.queries import orders_of


def _orders(viewer: Actor, customer: Customer) -> dict[str, Any] | None:
    found = orders_of(customer)
    return {"orders": found} if found else None


register(Panel("orders", _("Orders"), 20, "customers/order_panel.html", _orders))
