"""The routing as people meet it: an offer declined goes on, is accepted; waiting long lets others serve; rush mode."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from manyi.proof.tests.conftest import Open
from manyi.proof.tests.letters import new_address
from manyi.proof.tests.service import Service
from manyi.proof.tests.talks import unique

pytestmark = pytest.mark.browser
QUEUE = "接口工单"


def ask_by_program(service: Service, subject: str) -> str:
    """A customer asks through a program, the only ones the queue of this test is for; returns the ticket's number."""
    body = {
        "subject": subject,
        "identity": {"kind": "email", "value": new_address()},
        "channel": "api",
        "message": {"kind": "inbound", "text": subject},
    }
    with service.program() as program:
        answered = program.post("/tickets", json=body)
        assert answered.status_code == 201, answered.text
        return str(answered.json()["number"])


@pytest.fixture
def queue(opened: Open) -> None:
    """A queue another team serves, until a ticket has waited three seconds; offers are to be accepted."""
    admin = opened("/settings/routing/queues/", "admin")
    if admin.get_by_role("link", name=QUEUE).count():
        return
    admin.goto("/settings/routing/queues/new")
    admin.locator("[name=name-zh-hans]").fill(QUEUE)
    admin.locator("[name=channels][value=api]").check()
    team = admin.locator("label", has_text="影音").filter(has=admin.locator("[name=served_by]"))
    team.locator("input").check()
    admin.locator("[name=offers]").fill("60")
    admin.locator("[name=step-0-after]").fill("0.05")
    admin.locator("[name=step-0-any-team]").check()
    admin.get_by_role("button", name="保存").click()
    row = admin.locator("tr", has_text=QUEUE)
    row.get_by_role("button", name="上移").click()
    expect(admin.locator("tbody tr").first).to_contain_text(QUEUE)


def choose_presence(page: Page, name: str) -> None:
    """Say in the rail how one is; the page shows it and stays as it is."""
    page.locator(".rail-me").click()
    choice = page.get_by_role("menuitemradio", name=name, exact=True, include_hidden=True)
    choice.click()
    expect(choice).to_have_attribute("aria-checked", "true")
    expect(page.locator(f".rail-me .presence.{name.lower()}")).to_be_visible()


def offer(page: Page, subject: str) -> Locator:
    """What is offered at the edge of any page."""
    return page.locator("#offers form", has_text=subject)


def test_what_waits_long_is_offered_to_others_declined_and_accepted(
    service: Service, opened: Open, queue: None
) -> None:
    subject = unique("接口报错")
    lin = opened("/inbox/mine/", "lin")
    emma = opened("/customers/", "emma")
    number = ask_by_program(service, subject)
    expect(offer(lin, subject)).to_be_visible()
    choose_presence(emma, "Online")
    offer(lin, subject).get_by_role("button", name="拒绝").click()
    expect(offer(lin, subject)).to_have_count(0)
    offer(emma, subject).get_by_role("button", name="Accept").click()
    expect(emma.locator("#conversation .ticket-head h1")).to_contain_text(subject)
    choose_presence(emma, "Offline")
    emma.goto(f"/tickets/{number}/routing")
    expect(emma.locator("main")).to_contain_text("Offered to Emma")
    expect(emma.locator("main")).to_contain_text("Declined or did not answer")


def test_rush_mode_begins_on_the_floor_stands_on_every_page_and_ends_with_a_report(
    service: Service, opened: Open, queue: None
) -> None:
    lin, chen = opened("/inbox/mine/", "lin"), opened("/floor/", "chen")
    lane = chen.locator(".floor-lane", has_text="全部工单")
    lane.get_by_role("button", name="开启加急").or_(lane.get_by_role("link", name="开启加急")).click()
    dialog = chen.get_by_role("dialog")
    expect(dialog).to_contain_text("来访激增")
    dialog.get_by_role("button", name="开启加急").click()
    expect(dialog).to_be_hidden()
    expect(lane).to_contain_text("加急模式")
    expect(lin.locator("#rush-banner")).to_contain_text("请先回复等待中的客户")
    chen.keyboard.press("Escape")
    lane.get_by_role("button", name="结束").click()
    expect(lane).not_to_contain_text("加急模式")
    expect(lin.locator("#rush-banner .banner")).to_have_count(0)
    chen.get_by_role("link", name="加急记录").click()
    chen.locator("tbody a", has_text="全部工单").first.click()
    expect(chen.locator("main")).to_contain_text("由陈静开启")
    expect(chen.locator("main")).to_contain_text("人工结束")
