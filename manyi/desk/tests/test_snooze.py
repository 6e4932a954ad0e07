"""Putting aside until a time or until the customer writes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actors import Actor
from manyi.core.errors import Conflict, Invalid
from manyi.desk import actions, queries
from manyi.desk.events import TicketSnoozed, TicketWoken
from manyi.desk.models import Snooze, Ticket
from manyi.desk.tests.helpers import fresh, logged

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def mine(cast: Cast, ticket: Ticket) -> Ticket:
    return actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)


def listed(viewer: Actor, key: str) -> bool:
    return bool(queries.inbox_page(viewer, queries.get_list(viewer, key).select(viewer)).lines)


def test_it_leaves_one_s_own_lists_and_nobody_else_s(cast: Cast, mine: Ticket) -> None:
    lin = cast.actor(cast.lin)
    actions.snooze(mine, by=lin, until=timezone.now() + HOUR)
    assert [listed(lin, key) for key in ("mine", "owned", "snoozed", "team")] == [False, False, True, True]
    assert listed(cast.actor(cast.chen), "team")
    assert queries.counts(lin, queries.lists_for(lin))["snoozed"] == 1


def test_the_same_again_changes_nothing_and_another_time_is_another(cast: Cast, mine: Ticket) -> None:
    lin, until = cast.actor(cast.lin), timezone.now() + HOUR
    for moment in (until, until, None):
        actions.snooze(mine, by=lin, until=moment)
    assert [event.until for event in logged(mine, TicketSnoozed)] == [until.timestamp(), None]


def test_it_comes_back_in_its_time_once(cast: Cast, mine: Ticket) -> None:
    lin = cast.actor(cast.lin)
    actions.snooze(mine, by=lin, until=timezone.now() + HOUR)
    assert actions.wake_due() == 0
    Snooze.objects.update(until=timezone.now() - HOUR)
    assert (actions.wake_due(), actions.wake_due()) == (1, 0)
    assert listed(lin, "mine")
    assert [(event.staff, event.reason) for event in logged(mine, TicketWoken)] == [(cast.lin.pk, "time")]


def test_the_customer_s_message_wakes_it_and_it_goes_back_by_one_click(
    cast: Cast, mine: Ticket, lin_client: Client
) -> None:
    lin, until = cast.actor(cast.lin), timezone.now() + HOUR
    actions.snooze(mine, by=lin, until=until)
    actions.receive_message(mine, by=cast.as_customer(cast.zhou), text="谢谢", channel="email")
    assert listed(lin, "mine")
    html = lin_client.get(reverse("ticket", args=[mine.number])).content.decode()
    assert f"{timezone.localtime(until):%H:%M}" in html.split("仍暂搁到")[1][:20]
    again = html.split('name="time" value="')[1].split('"')[0]
    lin_client.post(reverse("ticket-snooze", args=[mine.number]), {"until": "own", "time": again})
    row = Snooze.objects.get()
    assert (row.woken_at, row.until) == (None, until)
    assert [event.reason for event in logged(mine, TicketWoken)] == ["message"]


def test_it_is_had_back_by_hand(cast: Cast, mine: Ticket, lin_client: Client) -> None:
    actions.snooze(mine, by=cast.actor(cast.lin), until=None)
    lin_client.post(reverse("ticket-snooze", args=[mine.number]), {"on": "0"})
    lin_client.post(reverse("ticket-snooze", args=[mine.number]), {"on": "0"})
    assert [event.reason for event in logged(mine, TicketWoken)] == ["hand"]


def test_past_times_and_settled_work_are_refused(cast: Cast, mine: Ticket, lin_client: Client) -> None:
    lin = cast.actor(cast.lin)
    with pytest.raises(Invalid):
        actions.snooze(mine, by=lin, until=timezone.now() - HOUR)
    address = reverse("ticket-snooze", args=[mine.number])
    assert lin_client.post(address, {"until": "own", "time": "2020-01-01T09:00"}).status_code == 422
    assert lin_client.get(address).status_code == 200
    actions.close_ticket(mine, by=lin)
    with pytest.raises(Conflict):
        actions.snooze(fresh(mine), by=lin, until=None)
    assert not Snooze.objects.exists()


def test_the_outsider_can_t(cast: Cast, mine: Ticket, wei_client: Client) -> None:
    assert wei_client.post(reverse("ticket-snooze", args=[mine.number]), {"until": "1h"}).status_code == 404
    assert not Snooze.objects.exists()
