"""What the tests of this app share."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from manyi.conftest import Cast
from manyi.core import log
from manyi.core.actors import SYSTEM
from manyi.core.models import Event
from manyi.customers import actions as customers
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.people import actions as people
from manyi.people.models import Staff, Team


def ask(
    cast: Cast, subject: str, *, channel: str = "chat", customer: Customer | None = None, team: Team | None = None,
    **more: Any,
) -> Ticket:  # fmt: skip
    """A customer asks, a new one unless named; nobody works on it yet."""
    who = customer or customers.recognise("email", f"{uuid4().hex}@example.com", by=SYSTEM)
    by = cast.as_customer(who)
    made = desk.create_ticket(who, by=by, subject=subject, channel=channel, team=team or cast.wearables, **more)
    desk.receive_message(made, by=by, text=subject, channel=channel)
    return made


def online(cast: Cast, *staff: Staff, state: str = "online") -> None:
    """These colleagues choose a presence."""
    for one in staff:
        people.set_presence(one, state, by=cast.actor(one))


def react() -> None:
    """What the worker would do now."""
    while log.behind(["routing"]):
        log.run_reader("routing")


def assignees(*tickets: Ticket) -> list[int | None]:
    return [Ticket.objects.get(pk=ticket.pk).assignee_id for ticket in tickets]


def verbs(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True))
