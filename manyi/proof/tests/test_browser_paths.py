"""Whole paths through the running service: in by password and code, solved and rated, by phone, by keys alone."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from manyi.proof.tests.conftest import Open
from manyi.proof.tests.letters import new_address, received, write_in
from manyi.proof.tests.service import PASSWORD, Service, until
from manyi.proof.tests.talks import answer, bubbles, open_from_list, unique

pytestmark = pytest.mark.browser


def sign_in(page: Page, email: str) -> None:
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_password_and_a_code_let_a_colleague_in(service: Service, opened: Open) -> None:
    page = opened("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    sign_in(page, "chen@obsidian.example")
    page.get_by_label("动态码").fill("000000")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("动态码")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("动态码").fill(format_hotp_value(hotp_value(service.totp, int(time.time()) // 30)))
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator("m-desk")).to_be_visible()
    expect(page.locator(".rail-me")).to_have_accessible_name("陈静：账号与状态")


def satisfaction(page: Page) -> str:
    """The number on the page of today."""
    page.goto("/today/")
    return page.locator(".stat", has_text="满意度").locator(".stat-value").inner_text()


def test_a_closed_ticket_is_rated_and_the_number_of_today_changes(service: Service, opened: Open) -> None:
    customer, subject = new_address(), unique("换货什么时候到")
    chen = opened("/today/", "chen")
    before = satisfaction(chen)
    write_in(service, customer, "等了三天了。", subject=subject)
    lin = opened("/inbox/mine/", "lin")
    open_from_list(lin, subject)
    answer(lin, "明天上午送到。")
    lin.locator("#ticket-head").get_by_role("button", name="更多").click()
    lin.get_by_role("menuitem", name="直接关闭…").click()
    lin.get_by_label("原因").fill("已电话确认")
    lin.get_by_role("button", name="关闭工单").click()
    expect(lin.locator(".status-fact")).to_have_text("已关闭")
    link = re.search(r"http\S+/survey/\S+", received(service, customer, "/survey/").text)
    assert link
    page = opened(link[0])
    page.get_by_text("5", exact=True).click()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="谢谢")).to_be_visible()
    page.goto(link[0])
    expect(page.get_by_role("heading", name="谢谢")).to_be_visible()
    assert until(lambda: satisfaction(chen) != before and satisfaction(chen), "the number of today") == "100.0%"
    chen.locator(".stat", has_text="满意度").click()
    expect(chen.get_by_role("link", name=subject)).to_be_visible()


def test_everybody_is_spoken_to_in_his_language(opened: Open) -> None:
    for locale, words in (("zh-CN", "登录"), ("en-GB", "Sign in")):
        stranger = opened("/accounts/login/", locale=locale)
        expect(stranger.get_by_role("heading", level=1)).to_have_text(words)
        stranger.goto("/help/new/")
        expect(stranger.get_by_role("button", name={"zh-CN": "提交", "en-GB": "Send"}[locale])).to_be_visible()
    lin, emma = opened("/inbox/mine/", "lin", locale="en-GB"), opened("/inbox/mine/", "emma", locale="zh-CN")
    expect(lin.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(lin.locator("#list h1")).to_have_text("我的工单")
    expect(emma.locator("html")).to_have_attribute("lang", "en")
    expect(emma.locator("#list h1")).to_have_text("My tickets")
    emma.goto("/today/")
    expect(emma.get_by_role("heading", level=1)).to_have_text("Today")
    assert not re.search("[一-鿿]", emma.locator(".page-head").inner_text())


def is_inside(page: Page) -> bool:
    """Whether nothing sticks out of the screen sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_ticket_is_answered_on_a_phone(service: Service, opened: Open) -> None:
    customer, subject = new_address(), unique("充电很慢")
    phone = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
    page = opened("/inbox/mine/", "lin", **phone)
    write_in(service, customer, "要四个小时。", subject=subject)
    found = page.locator("#rows .row", has_text=subject)
    expect(found).to_be_visible()
    assert is_inside(page)
    found.tap()
    expect(bubbles(page)).to_have_text(["要四个小时。"])
    expect(page.locator("#list")).to_be_hidden()
    assert is_inside(page)
    page.locator("#compose-out textarea").tap()
    page.keyboard.type("请换原装充电器试试。")
    page.locator("#compose-out [data-submit]").tap()
    expect(bubbles(page)).to_have_text(["要四个小时。", "请换原装充电器试试。"])
    received(service, customer, "请换原装充电器试试")
    page.locator("#conversation .back").tap()
    expect(found).to_be_visible()
    assert is_inside(page)


def focus(page: Page, *, name: str = "", words: str = "") -> None:
    """Press Tab until the focus is on the field of this name, or on something with these words."""
    for _step in range(60):
        if page.evaluate(FOCUSED, [name, words]):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name or words} cannot be reached by the Tab key")


FOCUSED = """([name, words]) =>
  name ? document.activeElement.name === name : document.activeElement.textContent.includes(words)"""


def test_keys_alone_lead_from_sign_in_to_the_solution(service: Service, opened: Open) -> None:
    customer, subject = new_address(), unique("发票抬头写错了")
    write_in(service, customer, "请改一下。", subject=subject)
    page = opened("/accounts/login/")
    focus(page, name="login")
    page.keyboard.type("lin@obsidian.example")
    focus(page, name="password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#rows .row", has_text=subject)).to_be_visible()
    page.wait_for_load_state("load")
    page.keyboard.press("/")
    expect(page).to_have_url(re.compile("/search/"))
    focus(page, name="q")
    page.keyboard.type(subject)
    expect(page.locator("#found").get_by_text(subject)).to_be_visible()
    focus(page, words=subject)
    page.keyboard.press("Enter")
    expect(bubbles(page)).to_have_text(["请改一下。"])
    page.wait_for_load_state("load")
    page.keyboard.press("r")
    expect(page.locator("#compose-out textarea")).to_be_focused()
    page.keyboard.type("已经改好。")
    page.keyboard.press("Control+Enter")
    expect(bubbles(page)).to_have_text(["请改一下。", "已经改好。"])
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator(".ticket-head .banner.good")).to_be_visible()
    received(service, customer, "已经改好")
