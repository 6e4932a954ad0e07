"""Promises: found in a reply, confirmed, reminded of, kept or missed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.errors import Invalid, NotAllowed
from manyi.desk import actions, queries
from manyi.desk.actions.promises import (
    confirm_promise,
    drop_promise,
    keep_promise,
    make_promise,
    remind_of_promises,
)
from manyi.desk.models import Promise, PromiseState, Ticket
from manyi.desk.tests.helpers import verbs

WORDS = "您好，已登记。明天上午10点给您回电。"


@pytest.fixture
def found(cast: Cast, ticket: Ticket) -> Promise:
    actions.reply(ticket, by=cast.actor(cast.lin), text=WORDS)
    return Promise.objects.get()


def page_of(ticket: Ticket, client: Client) -> str:
    return client.get(reverse("ticket", args=[ticket.number])).content.decode()


def test_a_promise_is_found_in_the_reply_in_the_writer_s_own_time(cast: Cast, ticket: Ticket, found: Promise) -> None:
    assert (found.text, found.state, found.staff_id) == ("明天上午10点给您回电", "found", cast.lin.pk)
    local = found.due_at.astimezone(timezone.get_default_timezone())
    assert (local.hour, local.minute) == (10, 0)
    assert verbs(ticket).count("promise.found") == 1


def test_what_promises_nothing_leaves_nothing(cast: Cast, ticket: Ticket) -> None:
    actions.reply(ticket, by=cast.actor(cast.lin), text="好的，谢谢您的耐心。")
    assert not Promise.objects.exists()
    assert queries.ticket_facts(cast.actor(cast.lin), ticket).work is None


def test_one_click_confirms_and_the_list_shows_it(
    cast: Cast, ticket: Ticket, found: Promise, lin_client: Client
) -> None:
    viewer = cast.actor(cast.lin)
    address = reverse("ticket-promise", args=[ticket.number, found.pk])
    assert address in page_of(ticket, lin_client)
    for _ in range(2):
        lin_client.post(address, {"do": "confirm"})
    found.refresh_from_db()
    assert found.state == PromiseState.OPEN
    assert found.reminds_at == found.due_at - dt.timedelta(minutes=15)
    assert verbs(ticket).count("promise.made") == 1
    lines = queries.inbox_page(viewer, queries.get_list(viewer, "promises").select(viewer)).lines
    assert [line.row.number for line in lines] == [ticket.number]


def test_a_misread_time_is_put_right_while_confirming(cast: Cast, found: Promise) -> None:
    later = found.due_at + dt.timedelta(hours=2)
    assert confirm_promise(found, by=cast.actor(cast.lin), due_at=later).due_at == later
    with pytest.raises(Invalid):
        make_promise(found.ticket, by=cast.actor(cast.lin), text="回电", due_at=timezone.now())


def test_no_promise_after_all_leaves_no_trace_in_the_timeline(cast: Cast, ticket: Ticket, found: Promise) -> None:
    drop_promise(found, by=cast.actor(cast.lin))
    assert "promise.dropped" not in verbs(ticket)
    assert queries.ticket_facts(cast.actor(cast.lin), ticket).work is None


def test_its_keeper_is_reminded_once_and_told_once_that_it_was_missed(
    cast: Cast, ticket: Ticket, found: Promise
) -> None:
    confirm_promise(found, by=cast.actor(cast.lin))
    mail.outbox.clear()
    found.refresh_from_db()
    for minutes in (-20, -10, -9, 1, 30):
        with unit(at=found.due_at + dt.timedelta(minutes=minutes)):
            remind_of_promises()
    assert [letter.to for letter in mail.outbox] == [[cast.lin.email], [cast.lin.email]]
    assert [verb for verb in verbs(ticket) if verb in ("promise.due_soon", "promise.missed")] == [
        "promise.due_soon", "promise.missed",
    ]  # fmt: skip
    with unit(at=found.due_at + dt.timedelta(hours=1)):
        keep_promise(found, by=cast.actor(cast.lin))
    found.refresh_from_db()
    assert (found.state, found.missed_at is not None) == (PromiseState.KEPT, True)


def test_kept_in_time_nobody_is_reminded(cast: Cast, ticket: Ticket, found: Promise) -> None:
    confirm_promise(found, by=cast.actor(cast.lin))
    for _ in range(2):
        keep_promise(found, by=cast.actor(cast.lin))
    with unit(at=timezone.now() + dt.timedelta(days=3)):
        assert remind_of_promises() == 0
    assert verbs(ticket).count("promise.kept") == 1


def test_closing_the_ticket_ends_its_promises(cast: Cast, ticket: Ticket, found: Promise) -> None:
    confirm_promise(found, by=cast.actor(cast.lin))
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    found.refresh_from_db()
    assert (found.state, found.reminds_at) == (PromiseState.DROPPED, None)


def test_a_promise_made_by_voice_is_written_down(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    address = reverse("ticket-promises", args=[ticket.number])
    assert lin_client.get(address).status_code == 200
    assert lin_client.post(address, {"text": "回电", "due_at": "2020-01-01T10:00"}).status_code == 422
    assert lin_client.post(address, {"text": "回电", "due_at": "2090-01-01T10:00"}).status_code == 302
    made = Promise.objects.get()
    assert made.due_at.isoformat() == "2090-01-01T02:00:00+00:00"


def test_neither_customers_nor_outsiders_touch_promises(
    cast: Cast, ticket: Ticket, found: Promise, wei_client: Client
) -> None:
    with pytest.raises(NotAllowed):
        keep_promise(found, by=cast.as_customer(cast.zhou))
    for address in (
        reverse("ticket-promise", args=[ticket.number, found.pk]),
        reverse("ticket-promises", args=[ticket.number]),
    ):
        assert wei_client.post(address, {"do": "keep"}).status_code == 404
    found.refresh_from_db()
    assert found.state == PromiseState.FOUND
