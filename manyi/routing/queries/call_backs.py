"""Customers who are to be called, for their colleagues."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.customers.identities import mask
from manyi.desk.access import visible_tickets
from manyi.desk.models import Ticket
from manyi.desk.permissions import REPLY
from manyi.routing.models import CallBack

SOON = dt.timedelta(minutes=5)
"""So long before its time a call-back stands before the colleague's eyes."""


def call_back_of(ticket: Ticket) -> CallBack | None:
    """The open call-back of a ticket."""
    return CallBack.objects.filter(ticket=ticket, ended_at=None).first()


def past_call_backs(ticket: Ticket) -> list[CallBack]:
    """The call-backs of a ticket that have ended, newest first."""
    found = CallBack.objects.filter(ticket=ticket, ended_at__isnull=False).select_related("ended_by")
    return list(found.order_by("-pk")[:20])


def call_backs(viewer: Actor, limit: int = 200) -> list[CallBack]:
    """All open call-backs in reach, the first due first."""
    found = CallBack.objects.filter(ended_at=None, ticket__in=visible_tickets(viewer))
    return list(found.select_related("ticket__customer", "ticket__assignee").order_by("due_at", "pk")[:limit])


def calls_of(staff_id: int) -> list[CallBack]:
    """Whom a colleague is to call about now."""
    due = CallBack.objects.filter(ended_at=None, due_at__lte=timezone.now() + SOON, ticket__assignee=staff_id)
    return list(due.select_related("ticket__customer").order_by("due_at", "pk")[:5])


def get_call_back(viewer: Actor, call_back_id: int) -> CallBack:
    """A call-back on a ticket in reach. Raises :class:`NotFound`."""
    found = CallBack.objects.filter(pk=call_back_id, ticket__in=visible_tickets(viewer)).select_related("ticket")
    row = found.first()
    if row is None:
        raise NotFound()
    return row


def phone_for(viewer: Actor, row: CallBack) -> str:
    """The number to call: in clear for who may answer the customer, else masked."""
    return row.phone if viewer.can(REPLY) else mask("phone", row.phone)
