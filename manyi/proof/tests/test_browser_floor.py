"""The supervisor's floor: tickets come and go by themselves, are dragged and given by keys; colleagues are asked in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from manyi.proof.tests.conftest import Open
from manyi.proof.tests.letters import new_address, write_in
from manyi.proof.tests.service import Service
from manyi.proof.tests.talks import unique

pytestmark = pytest.mark.browser


def person(page: Page, name: str) -> Locator:
    """A colleague's part of the floor."""
    return page.locator(f'.floor-person[data-name="{name}"]')


def worked_on(page: Page, name: str, subject: str) -> Locator:
    """A ticket a colleague works on, unfolded."""
    expect(person(page, name).locator(".floor-card", has_text=subject)).to_be_attached()
    details = person(page, name).locator("details")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return person(page, name).locator(".floor-card", has_text=subject)


def test_a_ticket_is_dragged_to_a_colleague_and_given_back_by_keys(service: Service, opened: Open) -> None:
    subject = unique("屏幕有划痕")
    chen = opened("/floor/", "chen", viewport={"width": 1440, "height": 2400})
    write_in(service, new_address(), "能换吗？", subject=subject)
    card, goal = worked_on(chen, "林晓", subject), person(chen, "赵雨")
    card.scroll_into_view_if_needed()
    start, end = card.locator(".drag-handle").bounding_box(), goal.bounding_box()
    assert start
    assert end
    chen.mouse.move(start["x"] + 4, start["y"] + 4)
    chen.mouse.down()
    chen.mouse.move(end["x"] + 40, end["y"] + 20, steps=8)
    expect(goal).to_have_class(re.compile("over"))
    chen.mouse.up()
    card = worked_on(chen, "赵雨", subject)
    expect(person(chen, "林晓").locator(".floor-card", has_text=subject)).to_have_count(0)
    card.get_by_role("button").focus()
    chen.keyboard.press("Enter")
    dialog = chen.get_by_role("dialog")
    expect(dialog).to_contain_text(subject)
    dialog.get_by_label("同事").select_option(label=person_option(dialog, "林晓"))
    chen.keyboard.press("Tab")
    dialog.get_by_role("button", name="交给").press("Enter")
    expect(dialog).to_be_hidden()
    worked_on(chen, "林晓", subject)


def person_option(dialog: Locator, name: str) -> str:
    """The words of a colleague among the choices."""
    return dialog.locator("option", has_text=name).inner_text()


def test_a_colleague_is_asked_in_and_answers_on_any_page(opened: Open) -> None:
    emma, chen = opened("/inbox/mine/", "emma"), opened("/floor/", "chen")
    person(chen, "Emma").get_by_role("button", name="请上线").click()
    expect(person(chen, "Emma")).to_contain_text("已邀请")
    asked = emma.locator("#call-in form")
    expect(asked).to_contain_text("陈静 asks you to come in")
    asked.get_by_role("button", name="I can't now").click()
    expect(asked).to_have_count(0)
    expect(person(chen, "Emma")).to_contain_text("来不了")


def test_the_floor_fits_a_phone_and_a_wall(opened: Open) -> None:
    for size in ((390, 844), (1920, 1080)):
        is_wall = size[0] > 1000
        viewport = {"width": size[0], "height": size[1]}
        page = opened("/floor/?wall" if is_wall else "/floor/", "chen", viewport=viewport)
        expect(page.locator(".floor-figure").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(page.locator("nav.rail")).to_be_visible(visible=not is_wall)
