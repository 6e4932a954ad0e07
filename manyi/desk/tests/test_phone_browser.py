"""The desk on a phone: one screen after the other, and everything within reach of the thumb."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from manyi.conftest import Cast
from manyi.desk.models import Ticket
from manyi.desk.tests.test_workspace_browser import Open, chromium, opened, people, work

__all__ = ["chromium", "opened", "people", "work"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_on_a_phone_list_ticket_and_context_are_three_screens(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, "/inbox/mine/", 390, has_touch=True)
    expect(page.locator("#conversation")).to_be_hidden()
    page.locator("#rows .row").first.tap()
    expect(page.locator("#conversation .bubble")).to_have_text("第 0 个问题")
    expect(page.locator("#list")).to_be_hidden()
    page.locator("[data-pane-to=side]").tap()
    expect(page.locator("#side .person")).to_be_visible()
    expect(page.locator("#conversation")).to_be_hidden()
    page.locator("#side .back").tap()
    expect(page.locator("#conversation")).to_be_visible()
    page.locator("#conversation .back").tap()
    expect(page.locator("#list")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_on_a_phone_the_send_button_stays_under_the_thumb(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/", width=390)
    button = page.locator("#compose-out [data-submit]")
    before = button.bounding_box()
    page.locator("#compose-out textarea").fill("好")
    expect(page.locator("#compose-out [data-autosave-status]")).to_have_text("草稿已保存")
    assert button.bounding_box() == before


def test_on_a_phone_the_settings_are_a_sheet_that_opens_and_closes(opened: Open, people: Cast) -> None:
    page = opened(people.lin, "/settings/desk/style/", width=390)
    places = page.get_by_role("navigation", name="设置")
    expect(places).to_be_hidden()
    page.get_by_role("button", name="设置 我的工作习惯").click()
    expect(places).to_be_visible()
    page.keyboard.press("Escape")
    expect(places).to_be_hidden()
    page.set_viewport_size({"width": 1440, "height": 844})
    expect(places).to_be_visible()
