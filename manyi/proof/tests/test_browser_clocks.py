"""Why a ticket is due when it is, a calendar that changes under it, and policies dragged into order."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from manyi.proof.tests.conftest import Open
from manyi.proof.tests.letters import new_address, write_in
from manyi.proof.tests.service import Service, until
from manyi.proof.tests.talks import open_from_list, unique

pytestmark = pytest.mark.browser


def names(page: Page) -> list[str]:
    """The policies in the order in which they stand on the page."""
    return page.locator("#policies tbody th").all_inner_texts()


def test_a_clock_explains_itself_and_follows_its_calendar(service: Service, opened: Open) -> None:
    subject = unique("表带断了")
    write_in(service, new_address(), "能保修吗？", subject=subject)
    lin = opened("/inbox/mine/", "lin")
    number = open_from_list(lin, subject)
    lin.goto(f"/tickets/{number}/clocks")
    clock = lin.locator("section.card").first
    expect(clock.get_by_role("heading")).to_contain_text("首次响应")
    expect(clock.locator("tbody tr").last).to_contain_text("工作时间")
    due = clock.locator(".sub").inner_text()

    admin = opened("/settings/sla/calendars/", "admin")
    admin.get_by_role("link", name="全天候").click()
    admin.get_by_label("日期").fill(admin.evaluate("new Date(Date.now() + 864e5).toISOString().slice(0, 10)"))
    admin.get_by_label("原因").fill("盘点")
    admin.get_by_role("button", name="添加").click()
    day = admin.locator("#main tbody tr", has_text="盘点")
    expect(day).to_be_visible()

    def moved() -> bool:
        lin.reload()
        return clock.locator(".sub").inner_text() != due

    until(moved, "the clock to follow its calendar")
    day.get_by_role("button").click()
    expect(day).to_have_count(0)


def test_policies_are_dragged_into_order_and_moved_by_keys(opened: Open) -> None:
    page = opened("/settings/sla/policies/", "admin")
    before = names(page)
    handles = page.locator("#policies .drag-handle")
    first, last = handles.first.bounding_box(), page.locator("#policies tbody tr").last.bounding_box()
    assert first
    assert last
    page.mouse.move(first["x"] + 4, first["y"] + 4)
    page.mouse.down()
    page.mouse.move(first["x"] + 4, last["y"] + last["height"] - 4, steps=12)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.mouse.up()
    expect(page.locator("#policies tbody th").last).to_have_text(before[0])
    page.reload()
    assert names(page) == [*before[1:], before[0]]
    for place in range(len(before) - 1, 0, -1):
        page.locator("#policies tbody tr").nth(place).get_by_role("button", name="上移").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#policies tbody th").nth(place - 1)).to_have_text(before[0])
    assert names(page) == before
