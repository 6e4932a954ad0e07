"""The page of today: every number is there, leads to its tickets, and stays within the viewer's reach."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from manyi.conftest import Cast, signed_in
from manyi.core.log import run_reader
from manyi.desk import actions as desk
from manyi.desk.models import Ticket


@pytest.fixture
def counted(cast: Cast, ticket: Ticket) -> Ticket:
    desk.reply(ticket, by=cast.actor(cast.lin), text="您好，可以保修。")
    while run_reader("insight", limit=500):
        pass
    return ticket


def test_the_numbers_of_the_day_are_shown(counted: Ticket, lin_client: Client) -> None:
    body = lin_client.get("/today/").content.decode()
    for word in ("满意度", "首次响应", "待处理", "需要您决定", "智能穿戴"):
        assert word in body


def test_a_number_opens_its_tickets(counted: Ticket, lin_client: Client) -> None:
    body = lin_client.get("/today/").content.decode()
    links = set(re.findall(r'href="(/today/tickets/\?[^"]+)"', body))
    assert links
    assert all(lin_client.get(link.replace("&amp;", "&")).status_code == 200 for link in links)
    assert counted.number in lin_client.get("/today/tickets/?measure=created&period=today").content.decode()


def test_a_ticket_solved_twice_counts_twice_and_the_list_says_so(
    cast: Cast, counted: Ticket, lin_client: Client
) -> None:
    for _time in range(2):
        desk.propose_resolution(counted, by=cast.actor(cast.lin))
        desk.reopen(counted, by=cast.as_customer(cast.zhou))
    while run_reader("insight", limit=500):
        pass
    told = lin_client.get("/today/tickets/?measure=solved&period=today").content.decode()
    assert "1 张工单" in told
    assert "共计 2 次" in told


def test_a_long_list_goes_on_where_it_stopped(
    cast: Cast, counted: Ticket, lin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = desk.create_ticket(cast.stranger, by=cast.actor(cast.lin), subject="第二张", channel="email")
    desk.assign(other, by=cast.actor(cast.admin), to=cast.lin)
    monkeypatch.setattr("manyi.insight.queries.LISTED", 1)
    first = lin_client.get("/today/tickets/?measure=created&period=today").content.decode()
    assert "2 张工单" in first
    link = re.search(r'href="(\?measure=created[^"]*skip=1)"', first)
    assert link is not None
    second = lin_client.get("/today/tickets/" + link[1].replace("&amp;", "&")).content.decode()
    assert counted.number in second
    assert counted.number not in first


def test_each_number_of_a_team_opens_its_tickets(counted: Ticket, lin_client: Client) -> None:
    body = lin_client.get("/today/").content.decode()
    team = counted.team_id
    for part in ("overdue=1", "waiting=1"):
        assert re.search(rf'href="/inbox/filter/\?team={team}&[^"]*{part}"', body)
    for measure in ("first_reply", "rated"):
        assert f"measure={measure}&amp;period=today&amp;team={team}" in body


def test_the_lists_it_leads_to_exist(counted: Ticket, lin_client: Client) -> None:
    body = lin_client.get("/today/").content.decode()
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/inbox/[^"]+)"', body)}
    assert links
    assert all(lin_client.get(link).status_code in (200, 302) for link in links)


def test_the_outsider_sees_none_of_it(counted: Ticket, wei_client: Client) -> None:
    assert counted.number not in wei_client.get("/today/tickets/?measure=created&period=today").content.decode()
    assert "智能穿戴" not in wei_client.get("/today/").content.decode()


def test_a_role_without_the_permission_is_refused(cast: Cast, counted: Ticket) -> None:
    role = cast.lin.role
    role.permissions = [name for name in role.permissions if name != "today.see"]
    role.save()
    client = signed_in(cast.lin)
    assert client.get("/today/").status_code == 403
    assert client.get("/today/tickets/").status_code == 403


def test_strangers_are_sent_to_sign_in(cast: Cast) -> None:
    assert Client().get("/today/").status_code == 302


@pytest.mark.parametrize("period", ["today", "week", "month"])
def test_the_page_asks_the_same_few_questions_for_every_period(
    counted: Ticket, lin_client: Client, period: str
) -> None:
    lin_client.get("/today/")
    with CaptureQueriesContext(connection) as queries:
        assert lin_client.get(f"/today/?period={period}").status_code == 200
    assert len(queries) <= 16, [query["sql"] for query in queries]


def test_nonsense_in_the_address_is_harmless(counted: Ticket, lin_client: Client) -> None:
    address = "/today/tickets/?measure=x&period=y&team=z&channel=%27"
    assert lin_client.get(address).status_code == 200
