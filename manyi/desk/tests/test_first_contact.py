"""First-contact resolution by its written definition, and repeats."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.log import run_reader
from manyi.desk import actions, queries
from manyi.desk.actions.repeating import link_repeat
from manyi.desk.first_contact import Contact, Matter, Verdict, judge, likeness, rate, same_matter
from manyi.desk.models import CustomField, Ticket, TicketLink, TicketType
from manyi.desk.tests.helpers import verbs

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
LONG_AGO = NOW - dt.timedelta(days=8)
GOOD: dict[str, Any] = {"closed_at": LONG_AGO, "answers": 1, "answerers": frozenset({1})}


def test_closed_a_week_ago_by_one_answer_it_was_solved_at_first_contact() -> None:
    assert judge(Contact(**GOOD), NOW) == Verdict(counts=True, solved=True)


def test_within_the_window_nobody_knows_yet() -> None:
    for closed_at in (None, NOW - dt.timedelta(days=6)):
        assert judge(Contact(**{**GOOD, "closed_at": closed_at}), NOW) == Verdict(counts=False, solved=None)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"came_back": 1}, "came_back"),
        ({"reopened": 1}, "reopened"),
        ({"answerers": frozenset({1, 2})}, "several_answered"),
        ({"transfers": 1}, "transferred"),
        ({"tasks": 1}, "other_department"),
        ({"repeats": 1}, "repeated"),
    ],
)
def test_each_thing_that_breaks_it_is_named_at_once(change: dict[str, Any], why: str) -> None:
    values = {**GOOD, "closed_at": None, **change}
    assert judge(Contact(**values), NOW) == Verdict(counts=True, solved=False, why=(why,))


@pytest.mark.parametrize("change", [{"is_merged": True}, {"is_spam": True}, {"answers": 0, "answerers": frozenset()}])
def test_what_nobody_could_solve_never_counts(change: dict[str, Any]) -> None:
    assert not judge(Contact(**{**GOOD, **change}), NOW).counts


def test_the_rate_of_nothing_is_none() -> None:
    yes, no, unknown = Verdict(True, True), Verdict(True, False), Verdict(False, None)
    assert rate([unknown]) is None
    assert rate([yes, yes, no, unknown]) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Matter(1, "表带断裂"), Matter(1, "表带又断裂了"), True),
        (Matter(1, "表带断裂"), Matter(2, "表带断裂"), False),
        (Matter(None, "表带断裂，是否保修"), Matter(1, "表带断裂保修"), True),
        (Matter(1, "发票"), Matter(1, "手环充不进电"), False),
        (Matter(1, "a", frozenset({"SO-1001"})), Matter(2, "b", frozenset({"SO-1001"})), True),
        (Matter(1, ""), Matter(1, ""), False),
    ],
)
def test_the_same_matter_is_told_by_number_or_words(one: Matter, other: Matter, same: bool) -> None:
    assert same_matter(one, other) is same
    assert same_matter(other, one) is same


def test_likeness_is_between_none_and_all() -> None:
    assert likeness("表带断裂", "表带断裂") == 1
    assert likeness("abc", "xyz") == 0


def again(cast: Cast, subject: str = "表带又断裂了", **values: Any) -> Ticket:
    by = cast.as_customer(cast.zhou)
    kind = TicketType.objects.get(key="after-sale")
    return actions.create_ticket(
        cast.zhou, by=by, subject=subject, channel="chat", type=kind, team=cast.wearables, **values
    )


def test_a_second_ticket_about_the_same_is_linked_and_breaks_the_first(cast: Cast, ticket: Ticket) -> None:
    actions.reply(ticket, by=cast.actor(cast.lin), text="可以保修，已登记。")
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    second = again(cast)
    while run_reader("desk"):
        pass
    link = TicketLink.objects.get()
    assert (link.ticket_id, link.other_id, link.kind) == (second.pk, ticket.pk, "repeat")
    assert verbs(second).count("ticket.repeated") == 1
    assert queries.first_contact_of(Ticket.objects.get(pk=ticket.pk)).why == ("repeated",)
    assert link_repeat(second) is None


def test_after_the_window_it_is_a_new_matter(cast: Cast, ticket: Ticket) -> None:
    with unit(at=timezone.now() - dt.timedelta(days=8)):
        actions.close_ticket(ticket, by=cast.actor(cast.lin))
    assert link_repeat(again(cast)) is None


def test_another_customer_s_or_matter_s_ticket_is_no_repeat(cast: Cast, ticket: Ticket) -> None:
    assert link_repeat(again(cast, "耳机左边没声音")) is None
    by = cast.as_customer(cast.stranger)
    other = actions.create_ticket(cast.stranger, by=by, subject=ticket.subject, channel="chat")
    assert link_repeat(other) is None


def test_the_same_order_number_is_the_same_matter(cast: Cast, ticket: Ticket) -> None:
    CustomField.objects.create(key="order", names={"zh-hans": "订单号"}, kind="text")
    actions.change_ticket(ticket, by=cast.actor(cast.lin), fields={"order": "SO-100234"})
    second = again(cast, "什么时候发货", fields={"order": "SO-100234"})
    earlier = link_repeat(second)
    assert earlier is not None
    assert earlier.pk == ticket.pk


def test_the_rate_is_read_from_what_happened(cast: Cast, ticket: Ticket) -> None:
    lin, viewer = cast.actor(cast.lin), cast.actor(cast.chen)
    since, until = timezone.now() - dt.timedelta(days=30), timezone.now()
    with unit(at=timezone.now() - dt.timedelta(days=9)):
        actions.reply(ticket, by=lin, text="可以保修")
        actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="谢谢", channel="email")
        actions.close_ticket(ticket, by=lin)
    assert queries.first_contact_rate(viewer, since, until) == 1
    with unit(at=timezone.now() - dt.timedelta(days=8)):
        actions.reply(ticket, by=lin, text="不客气")
    assert queries.first_contact_rate(viewer, since, until) == 0
    assert queries.first_contact_rate(cast.actor(cast.wei), since, until) is None
