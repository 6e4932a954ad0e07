"""The lists of the work around tickets are read page by page, each with the same few queries whatever they hold."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.desk import actions
from manyi.desk.models import Approval, ApprovalRule, Case, Tag, Task, Ticket, TicketTag, Visit
from manyi.desk.queries import tag_names
from manyi.people.models import Department

MANY = 60
LISTS = {
    "/tasks/?side=mine": "task",
    "/tasks/?side=asked": "task",
    "/tasks/?side=all": "task",
    "/visits/": "visit",
    "/visits/?side=all": "visit",
    "/cases/?side=mine": "case",
    "/cases/": "case",
    "/team/": "approval",
}


@pytest.fixture
def much(cast: Cast) -> Client:
    """Sixty tickets of Chen's team with one of everything, all Chen's; the browser is Chen's too."""
    store = Department.objects.create(name="仓储部", interface_owner=cast.chen)
    rule = ApprovalRule.objects.create(names={"en": "Refund"}, approver=cast.chen)
    at = timezone.now()
    with unit():
        tickets = [
            actions.create_ticket(
                cast.zhou, by=SYSTEM, subject=f"表带断了 {place}", channel="email", team=cast.wearables
            )
            for place in range(MANY)
        ]
    for place, ticket in enumerate(tickets):
        due = at + dt.timedelta(minutes=place // 2)
        Task.objects.create(
            ticket=ticket, department=store, holder=cast.chen, asked_by=cast.chen, title="查", seconds=60, asked_at=at,
            due_at=due,
        )  # fmt: skip
        Visit.objects.create(ticket=ticket, staff=cast.chen, due_at=due, created_at=at)
        Case.objects.create(ticket=ticket, coordinator=cast.chen, goal="办好", opened_at=at)
        Approval.objects.create(
            ticket=ticket, rule=rule, amount=1, reason="退", asked_by=cast.lin, approver=cast.chen, asked_at=at
        )
    return signed_in(cast.chen)


@pytest.mark.parametrize("path", LISTS)
def test_a_long_list_shows_each_row_once_page_by_page(much: Client, path: str) -> None:
    address, found = path, []
    while address:
        page = much.get(address).content.decode()
        found += re.findall(rf'href="[^"]*/{LISTS[path]}s/(\d+)/"', page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        address = path.partition("?")[0] + following[1].replace("&amp;", "&") if following else ""
    assert len(found) == len(set(found)) == MANY


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_few_queries_however_long_it_is(much: Client, path: str) -> None:
    much.get(path)
    with CaptureQueriesContext(connection) as asked:
        much.get(path)
    assert len(asked) <= 6, [query["sql"][:120] for query in asked]


def test_whoever_does_not_reach_the_tickets_sees_none_of_it(much: Client, wei_client: Client) -> None:
    for path in ("/tasks/?side=all", "/visits/?side=all", "/tasks/?side=mine"):
        assert "表带断了" not in wei_client.get(path).content.decode(), path


def test_the_tag_picker_begins_with_what_is_used_most_of_late(cast: Cast, ticket: Ticket) -> None:
    Tag.objects.bulk_create([Tag(name=f"文章 {place:03d}") for place in range(300)])
    rare, common = Tag.objects.create(name="退款"), Tag.objects.create(name="Z 表带")
    other = actions.create_ticket(cast.zhou, by=SYSTEM, subject="又断了", channel="email")
    for tagged, tag in ((ticket, rare), (ticket, common), (other, common)):
        TicketTag.objects.create(ticket=tagged, tag=tag)
    assert tag_names()[:2] == ["Z 表带", "退款"]
    assert len(tag_names()) == 40
    assert tag_names("z") == ["Z 表带"]
    assert tag_names("299") == ["文章 299"]
