"""Customers are called back: arranged, routed, reminded of, tried again, told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from manyi.channels.chat.cards import cards_of, hand_on_call_back
from manyi.conftest import Cast, signed_in
from manyi.core.actions import unit
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.models import Event
from manyi.desk import actions as desk
from manyi.desk.models import Message, Ticket
from manyi.notices.models import Notice
from manyi.people import actions as people
from manyi.routing import actions, queries
from manyi.routing.floor.board import board
from manyi.routing.models import CallBack, Queue
from manyi.routing.queries.places import forget_places
from manyi.routing.tests.helpers import ask, assignees, online, react
from manyi.sla.actions import save_calendar

PHONE = "13800138000"
SUNDAY = dt.datetime(2026, 11, 29, 3, 0, tzinfo=dt.UTC)
"""11:00 in Shanghai."""


def call(cast: Cast, made: Ticket, **more: object) -> CallBack:
    by = cast.as_customer(made.customer)
    return actions.arrange_call_back(made, by=by, phone=PHONE, **more)  # type: ignore[arg-type]


def office(cast: Cast) -> int:
    """A queue for everything that works from Monday to Friday, nine to six."""
    week = [((9 * 60, 18 * 60),)] * 5 + [()] * 2
    calendar = save_calendar(None, by=cast.actor(cast.admin), names={"en": "Office"}, zone="Asia/Shanghai", week=week)
    Queue.objects.create(names={"en": "Office"}, calendar=calendar)
    actions.revise()
    return calendar.pk


def call_verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="call_back.").order_by("id").values_list("verb", flat=True))


def test_a_visitor_who_would_rather_be_called_is_called_and_told_so(cast: Cast) -> None:
    made = ask(cast, "还要等多久", language="zh-hans")
    hand_on_call_back(made, cast.as_customer(made.customer), PHONE, None)
    row = CallBack.objects.get()
    assert (row.ticket_id, row.phone, row.by_staff_id) == (made.pk, "+8613800138000", None)
    assert "+8613800138000" in Message.objects.get(kind="out").text
    react()
    forget_places()
    card = cards_of(Ticket.objects.get(pk=made.pk))[0]
    assert (card["calls"], "+8613800138000" in card["text"]) == (False, True)


def test_who_gets_the_ticket_is_reminded_when_the_call_is_due(cast: Cast) -> None:
    made = ask(cast, "请回电")
    later = timezone.now() + dt.timedelta(hours=1)
    row = call(cast, made, at=later)
    online(cast, cast.lin)
    react()
    assert assignees(made) == [cast.lin.pk]
    assert (actions.remind_call_backs(), queries.calls_of(cast.lin.pk)) == (0, [])
    with unit(at=later):
        assert actions.remind_call_backs() == 1
        assert actions.remind_call_backs() == 0
    assert Notice.objects.get(kind="call_back").staff_id == cast.lin.pk
    CallBack.objects.update(due_at=timezone.now())
    assert queries.calls_of(cast.lin.pk) == [row]
    page = signed_in(cast.lin).get("/offers/").content.decode()
    assert "+8613800138000" in page


def test_a_ticket_whose_customer_is_to_be_called_waits_for_somebody_although_it_was_answered(cast: Cast) -> None:
    made = ask(cast, "请回电")
    desk.reply(made, by=cast.actor(cast.lin), text="好的")
    call(cast, made)
    desk.assign(made, by=cast.actor(cast.lin), to=None)
    react()
    online(cast, cast.zhao)
    react()
    assert assignees(made) == [cast.zhao.pk]


def test_not_reached_is_tried_three_times_and_the_customer_is_told_each_time(cast: Cast) -> None:
    made = ask(cast, "call me", language="en")
    row = call(cast, made)
    lin = cast.actor(cast.lin)
    for _attempt in range(3):
        row = actions.settle_call_back(row, by=lin, reached=False)
    actions.settle_call_back(row, by=lin, reached=False)
    row.refresh_from_db()
    assert (row.attempts, row.outcome, row.ended_by_id) == (3, "failed", cast.lin.pk)
    said = list(Message.objects.filter(kind="out").order_by("pk").values_list("text", flat=True))
    assert len(said) == 4
    assert "could not reach" in said[1]
    assert call_verbs() == ["call_back.arranged", "call_back.missed", "call_back.missed", "call_back.ended"]


def test_reached_ends_it_once(cast: Cast) -> None:
    row = call(cast, ask(cast, "请回电"))
    for _time in range(2):
        actions.settle_call_back(row, by=cast.actor(cast.lin), reached=True)
    assert CallBack.objects.get().outcome == "reached"
    assert call_verbs() == ["call_back.arranged", "call_back.ended"]


def test_asked_again_it_is_changed_and_the_same_changes_nothing(cast: Cast) -> None:
    made, at = ask(cast, "请回电"), timezone.now() + dt.timedelta(hours=2)
    first = call(cast, made, at=at)
    assert call(cast, made, at=at) == first
    assert actions.arrange_call_back(made, by=cast.actor(cast.lin), phone="13900139000", at=at).pk == first.pk
    assert CallBack.objects.get().phone == "+8613900139000"
    assert call_verbs() == ["call_back.arranged"] * 2


def test_closed_hours_are_told_and_the_call_waits_until_they_are_over(cast: Cast) -> None:
    office(cast)
    made = ask(cast, "请回电")
    with unit(at=SUNDAY):
        with pytest.raises(Invalid) as refused:
            call(cast, made, at=SUNDAY + dt.timedelta(hours=1))
        assert "at" in refused.value.fields
        row = call(cast, made)
    assert row.due_at == dt.datetime(2026, 11, 30, 1, 0, tzinfo=dt.UTC)


def test_the_queue_s_own_calendar_says_when_it_is_open(cast: Cast) -> None:
    made = ask(cast, "几点上班")
    assert queries.hours_of(made, SUNDAY)[0][0] == SUNDAY
    office(cast)
    assert queries.hours_of(made, SUNDAY)[0][0] == dt.datetime(2026, 11, 30, 1, 0, tzinfo=dt.UTC)


def test_only_the_customer_and_who_may_answer_arrange_it(cast: Cast) -> None:
    made = ask(cast, "请回电")
    with pytest.raises(NotAllowed):
        actions.arrange_call_back(made, by=cast.as_customer(cast.stranger), phone=PHONE)
    with pytest.raises(Invalid):
        actions.arrange_call_back(made, by=cast.actor(cast.lin), phone="abc")
    row = call(cast, made)
    assert signed_in(cast.wei).post(f"/call-backs/{row.pk}", {"outcome": "reached"}).status_code == 404
    desk.close_ticket(made, by=cast.actor(cast.lin))
    with pytest.raises(Conflict):
        call(cast, made)


def test_closing_the_ticket_drops_it_and_merging_takes_it_along(cast: Cast) -> None:
    first, second = ask(cast, "一", customer=cast.zhou), ask(cast, "二", customer=cast.zhou)
    row = call(cast, first)
    desk.merge_tickets(second, first, by=cast.actor(cast.chen))
    react()
    row.refresh_from_db()
    assert (row.ticket_id, row.ended_at) == (second.pk, None)
    desk.close_ticket(second, by=cast.actor(cast.chen))
    react()
    row.refresh_from_db()
    assert row.outcome == "dropped"


def test_the_floor_the_list_and_the_ticket_show_it(cast: Cast, lin_client: Client) -> None:
    made = ask(cast, "请回电")
    row = call(cast, made)
    react()
    (lane,) = (lane for lane in board(cast.actor(cast.chen)).lanes if lane.waiting)
    assert lane.cards[0].call_at == row.due_at
    for address in ("/call-backs/", f"/tickets/{made.number}/call-back"):
        assert "+8613800138000" in lin_client.get(address).content.decode()
    assert made.number not in signed_in(cast.wei).get("/call-backs/").content.decode()
    lin_client.post(f"/call-backs/{row.pk}", {"outcome": "reached", "from": "list"})
    assert CallBack.objects.get().outcome == "reached"


def test_who_may_not_answer_reads_no_number(cast: Cast) -> None:
    made = ask(cast, "请回电")
    row = call(cast, made)
    inspector = people.add_staff("zj@obsidian.example", name="质检", role="inspector", by=cast.actor(cast.admin))
    for address in ("/call-backs/", f"/tickets/{made.number}/call-back"):
        page = signed_in(inspector).get(address).content.decode()
        assert made.number in page
        assert "13800138000" not in page
    assert signed_in(inspector).post(f"/call-backs/{row.pk}", {"outcome": "reached"}).status_code == 403


def test_a_colleague_arranges_one_on_the_ticket(cast: Cast, lin_client: Client) -> None:
    made = ask(cast, "请回电")
    address = f"/tickets/{made.number}/call-back"
    assert lin_client.post(address, {"phone": "abc"}).status_code == 422
    at = queries.call_times(made)[1]
    assert lin_client.post(address, {"phone": PHONE, "at": at.isoformat()}).status_code == 302
    assert (CallBack.objects.get().due_at, CallBack.objects.get().by_staff_id) == (at, cast.lin.pk)
