"""The settings shell and the company's page."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.actors import SYSTEM
from manyi.core.models import Event, Installation
from manyi.people import actions

COMPANY = {
    "name": "曜石", "language": "en", "time_zone": "Europe/Berlin", "working_days": ["0", "6"],
    "opens_at": "10:00", "closes_at": "19:30",
}  # fmt: skip


def test_the_settings_open_at_the_first_page_the_viewer_may_see(cast: Cast) -> None:
    assert signed_in(cast.admin).get("/settings/").headers["Location"] == "/settings/company/"
    manager = actions.add_staff("m@x.example", name="经理", role="manager", by=SYSTEM)
    assert signed_in(manager).get("/settings/").headers["Location"] == "/settings/teams/"
    assert signed_in(cast.wei).get("/settings/").headers["Location"] == "/settings/desk/style/"


def test_the_rail_offers_everybody_his_own_settings(cast: Cast) -> None:
    for staff in (cast.admin, cast.wei):
        assert 'href="/settings/"' in signed_in(staff).get("/account/").text
    page = signed_in(cast.wei).get("/settings/desk/style/").text
    assert "/settings/company/" not in page and "/settings/teams/" not in page


def test_the_list_holds_only_what_the_viewer_may_open(cast: Cast) -> None:
    manager = actions.add_staff("m@x.example", name="经理", role="manager", by=SYSTEM)
    page = signed_in(manager).get("/settings/teams/").text
    assert "/settings/company/" not in page and "/settings/roles/" not in page
    page = signed_in(cast.admin).get("/settings/teams/").text
    assert "/settings/company/" in page and "/settings/roles/" in page


def test_the_list_is_told_in_groups_and_each_page_stands_once(cast: Cast) -> None:
    page = signed_in(cast.admin).get("/settings/company/").text
    groups = re.findall(r'<h3 class="views-group">(.+?)</h3>', page)
    assert groups == ["公司", "工单", "时限与分配", "渠道", "知识库", "我的设置"]
    places = re.findall(r'<a class="view" href="(.+?)"', page)
    assert len(places) == len(set(places)) and places[0] == "/settings/company/"


def test_the_company_is_changed_with_one_event(cast: Cast) -> None:
    client = signed_in(cast.admin)
    assert "曜石科技" in client.get("/settings/company/").text
    for _time in range(2):
        assert client.post("/settings/company/", COMPANY).status_code == 302
    company = Installation.objects.get()
    assert (company.name, company.working_days, company.closes_at) == ("曜石", [0, 6], dt.time(19, 30))
    event = Event.objects.get(verb="installation.changed")
    assert event.actor_id == cast.admin.pk


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"time_zone": "Mars"},
        {"language": "xx"},
        {"working_days": []},
        {"closes_at": "09:00"},
        {"opens_at": "?"},
    ],
)
def test_nonsense_is_refused_at_its_field(cast: Cast, wrong: dict[str, object]) -> None:
    answer = signed_in(cast.admin).post("/settings/company/", {**COMPANY, **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert Installation.objects.get().name == "曜石科技"


@pytest.mark.parametrize("path", ["/settings/", "/settings/company/"])
def test_strangers_are_sent_to_the_sign_in_page(cast: Cast, path: str) -> None:
    assert Client().get(path).headers["Location"].startswith("/accounts/login/")


def test_an_agent_changes_no_company(cast: Cast) -> None:
    client = signed_in(cast.wei)
    assert client.get("/settings/company/").status_code == client.post("/settings/company/", COMPANY).status_code == 403
    assert Installation.objects.get().name == "曜石科技"
