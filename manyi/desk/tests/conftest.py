"""A small desk with work in every state, for tests of lists and pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.desk import actions
from manyi.desk.actions.promises import make_promise
from manyi.desk.models import Status, Ticket
from manyi.people import actions as people
from manyi.people.models import Staff


@pytest.fixture
def everybody(cast: Cast) -> list[Staff]:
    """The cast, an inspector who sees all, and a back-office colleague who sees only his own."""
    inspector = people.add_staff("qi@obsidian.example", name="质检", role="inspector", team=None, by=SYSTEM)
    office = people.add_staff("liu@obsidian.example", name="刘工", role="backoffice", team=None, by=SYSTEM)
    return [cast.lin, cast.zhao, cast.chen, cast.wei, cast.admin, inspector, office]


@pytest.fixture
def busy_desk(cast: Cast, everybody: list[Staff]) -> list[Ticket]:
    """Forty tickets over both teams and none, in every state, owned, worked on and followed by different people."""
    by, made = cast.actor(cast.admin), []
    workers = [None, cast.lin, cast.zhao, cast.wei, cast.chen]
    teams = [cast.wearables, cast.audio, None]
    for number in range(40):
        ticket = actions.create_ticket(
            cast.zhou, by=by, subject=f"第 {number} 件事", channel="email", team=teams[number % 3]
        )
        actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="等答复", channel="email")
        if worker := workers[number % 5]:
            actions.assign(ticket, by=by, to=worker, team=teams[(number // 3) % 3])
        if number % 7 == 0:
            actions.follow(ticket, by=by, staff=everybody[number % len(everybody)])
        if number % 6 == 1:
            actions.note(ticket, by=by, text="请看", mentions=[everybody[(number // 6) % len(everybody)]])
        if number % 5 == 2:
            due = timezone.now() + dt.timedelta(days=1)
            make_promise(ticket, by=cast.actor(everybody[number // 5 % 5]), text="回电", due_at=due)
        _settle(ticket, number, cast)
        if number % 9 == 2 and number % 8 not in (4, 5, 6):
            actions.snooze(ticket, by=cast.actor(worker or cast.lin), until=None)
        actions.set_due(ticket, timezone.now() + dt.timedelta(minutes=7 * number % 90), by=SYSTEM)
        made.append(ticket)
    return [Ticket.objects.get(pk=ticket.pk) for ticket in made]


def _settle(ticket: Ticket, number: int, cast: Cast) -> None:
    by = cast.actor(cast.admin)
    match number % 8:
        case 3:
            actions.set_status(ticket, by=by, status=Status.PENDING)
        case 4:
            actions.propose_resolution(ticket, by=by)
        case 5 | 6:
            actions.close_ticket(ticket, by=by)
            if number % 8 == 6:
                actions.archive(ticket, by=by)
