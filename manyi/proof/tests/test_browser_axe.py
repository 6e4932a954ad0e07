"""Nobody is shut out: axe finds no serious fault on the pages of the running service, in light and dark."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from manyi.proof.tests.conftest import Open
from manyi.proof.tests.letters import new_address, received, write_in
from manyi.proof.tests.service import Service
from manyi.proof.tests.talks import answer, open_from_list, unique

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
STRANGERS_PAGES = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/help/zh/",
    "/help/en/search/?q=退款",
    "/help/new/",
    "/my/sign-in/",
]
PAGES = [
    "/inbox/mine/",
    "/inbox/all/",
    "/search/?q=手环",
    "/tickets/new",
    "/filters/new",
    "/customers/",
    "/customers/new/",
    "/customers/1/",
    "/customers/1/edit/",
    "/customers/duplicates/",
    "/customers/companies/",
    "/today/",
    "/today/tickets/?measure=created&period=today",
    "/people/",
    "/people/1/",
    "/people/invitations/",
    "/account/",
    "/settings/company/",
    "/settings/teams/",
    "/settings/teams/1/",
    "/settings/roles/",
    "/settings/roles/agent/",
    "/settings/tokens/",
    "/settings/channels/",
    "/settings/channels/email/1/",
    "/settings/channels/chat/",
    "/settings/channels/chat/2/",
    "/settings/channels/inbound/",
    "/settings/desk/types/",
    "/settings/desk/fields/",
    "/settings/sla/calendars/",
    "/settings/sla/calendars/1",
    "/settings/sla/policies/",
    "/settings/sla/policies/1",
    "/notices/",
    "/settings/routing/compare/",
    "/settings/routing/queues/",
    "/settings/routing/queues/1",
    "/settings/routing/weights/1",
    "/settings/routing/abilities/",
    "/settings/routing/playbooks/",
    "/settings/routing/playbooks/1",
    "/floor/",
    "/floor/?wall",
    "/floor/rushes/",
    "/floor/rushes/new?queue=1",
    "/call-backs/",
    "/settings/help/",
    "/settings/knowledge/synonyms/",
]
IN_THE_DARK = [
    "/inbox/all/",
    "/search/?q=手环",
    "/tickets/new",
    "/customers/1/",
    "/today/",
    "/people/1/",
    "/settings/company/",
    "/settings/routing/playbooks/1",
    "/floor/",
]


def faults(page: Page, **context: Any) -> list[Any]:
    """The grave faults of a page as it stands, each with the places."""
    # Without "preload", for which axe would copy our style sheets into the page, against its policy.
    found = Axe().run(page, options={"preload": False}, **context).response["violations"]
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found if one["impact"] in GRAVE]


def walk(page: Page, addresses: list[str]) -> dict[str, list[Any]]:
    """The faults of several pages by address; each page must be there."""
    found = {}
    for address in addresses:
        answered = page.goto(address)
        assert answered is not None
        assert (answered.status, answered.request.redirected_from) == (200, None), address
        found[address] = faults(page)
    return {address: faulty for address, faulty in found.items() if faulty}


@pytest.mark.parametrize(("scheme", "addresses"), [("light", PAGES), ("dark", IN_THE_DARK)])
def test_pages_of_the_house(opened: Open, scheme: str, addresses: list[str]) -> None:
    page = opened("/inbox/", "admin", color_scheme=scheme, reduced_motion="reduce")
    assert walk(page, addresses) == {}


def test_the_reference_for_programs(opened: Open) -> None:
    page = opened("/api/v1/docs", "admin")
    # They are many, all made by one macro; axe would take half a minute for them.
    page.evaluate("for (const one of document.querySelectorAll('.docs-operation:nth-of-type(n+9)')) one.remove()")
    assert faults(page) == []


def test_a_fault_would_be_found(opened: Open) -> None:
    page = opened("/inbox/", "admin")
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [name for name, _places in faults(page)] == ["image-alt"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_everybody(opened: Open, scheme: str) -> None:
    page = opened("/accounts/login/", color_scheme=scheme, reduced_motion="reduce")
    assert walk(page, STRANGERS_PAGES) == {}
    page.goto("/demo-shop")
    page.locator(".launcher").click()
    page.locator(".composer textarea").wait_for()
    assert faults(page, context="manyi-chat") == []


def test_a_customers_pages_and_his_ticket(service: Service, opened: Open) -> None:
    customer, subject = new_address(), unique("手环进水")
    write_in(service, customer, "洗澡时戴着。", subject=subject)
    lin = opened("/inbox/mine/", "lin", reduced_motion="reduce")
    number = open_from_list(lin, subject)
    answer(lin, "请寄回来检查。")
    assert faults(lin) == []
    lin.goto(f"/tickets/{number}/?compose=note")
    assert faults(lin) == []
    lin.keyboard.press("e")
    page = opened(link(service, customer, "/request/"), reduced_motion="reduce")
    assert faults(page) == []
    page.get_by_role("button", name="已经解决").click()
    page.goto(link(service, customer, "/survey/"))
    assert faults(page) == []
    page.goto("/my/sign-in/")
    page.locator("[name=email]").fill(customer)
    page.locator("main").get_by_role("button").click()
    page.goto(link(service, customer, "/my/enter/"))
    assert faults(page) == []
    page.locator("main").get_by_role("button").click()
    page.get_by_role("link", name=subject).wait_for()
    assert faults(page) == []
    page.get_by_role("link", name=subject).click()
    page.locator("[name=text]").wait_for()
    assert faults(page) == []


def link(service: Service, customer: str, part: str) -> str:
    """The link with this part in a mail that the customer got."""
    found = re.search(rf"http\S+{part}\S+", received(service, customer, part).text)
    assert found
    return found[0]
