"""The desk's part of a customer's file: his tickets on all channels."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.core.actors import Actor
from manyi.customers.models import Customer
from manyi.customers.panels import Panel, register
from manyi.desk.access import visible_tickets
from manyi.desk.models import Status
from manyi.desk.permissions import SEE
from manyi.desk.words import words

SHOWN = 6
"""So few that what stands below, the orders above all, is seen with them."""


def _tickets(viewer: Actor, customer: Customer) -> dict[str, Any] | None:
    if not viewer.can(SEE):
        return None
    rows = visible_tickets(viewer).filter(customer=customer, merged_into=None).select_related("type", "assignee")
    found = list(rows.alias(stands=Q(status__lt=Status.RESOLVED)).order_by("-stands", "-pk")[: SHOWN + 1])
    return {**words(), "tickets": found[:SHOWN], "more": len(found) > SHOWN}


register(Panel("tickets", _("Tickets"), 10, "desk/customer_tickets.html", _tickets))
