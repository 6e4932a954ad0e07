"""Colleagues and customers talk through the running service: by mail, in the chat, through a power failure."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from manyi.proof.tests.conftest import Open
from manyi.proof.tests.letters import new_address, received, write_in
from manyi.proof.tests.service import Service, until
from manyi.proof.tests.talks import answer, bubbles, has_stayed, open_from_list, stay, unique

pytestmark = pytest.mark.browser


def test_a_mail_is_answered_by_mail_while_the_page_stays_open(service: Service, opened: Open) -> None:
    customer, subject = new_address(), unique("手环不能同步")
    lin = opened("/inbox/mine/", "lin")
    stay(lin)
    asked = write_in(service, customer, "昨天起就连不上手机了。", subject=subject)
    number = open_from_list(lin, subject)
    expect(bubbles(lin)).to_have_text(["昨天起就连不上手机了。"])
    answer(lin, "您好，请重启手环后再试。")
    mail = received(service, customer, "请重启手环后再试")
    assert (mail.in_reply_to, mail.references) == (asked, (asked,))
    assert mail.sender.email == "support@obsidian.example"
    assert [to.email for to in mail.to] == [customer]
    assert mail.subject == f"Re: {subject} [#{number}]"
    expect(lin.locator(".message.out .message-status")).to_have_text("已发送")
    write_in(service, customer, "好了，谢谢！", subject=f"Re: {mail.subject}", answer_to=mail.message_id)
    expect(bubbles(lin)).to_have_text(["昨天起就连不上手机了。", "您好，请重启手环后再试。", "好了，谢谢！"])
    assert has_stayed(lin)


def test_a_draft_survives_a_live_refresh_and_a_reload(service: Service, opened: Open) -> None:
    customer, subject = new_address(), unique("表带断了")
    first = write_in(service, customer, "能保修吗？", subject=subject)
    lin = opened("/inbox/mine/", "lin")
    stay(lin)
    open_from_list(lin, subject)
    draft = lin.locator("#compose-out textarea")
    draft.click()
    draft.press_sequentially("您好，请把")
    write_in(service, customer, "我有发票。", subject=f"Re: {subject}", answer_to=first)
    expect(bubbles(lin)).to_have_text(["能保修吗？", "我有发票。"])
    expect(draft).to_be_focused()
    draft.press_sequentially("发票发给我")
    expect(draft).to_have_value("您好，请把发票发给我")
    expect(lin.locator("#compose-out [data-autosave-status]")).to_have_text("草稿已保存")
    assert has_stayed(lin)
    lin.reload()
    expect(draft).to_have_value("您好，请把发票发给我")


def visitor(opened: Open) -> Page:
    """A visitor of the demonstration shop with the chat open."""
    page = opened("/demo-shop")
    page.locator(".launcher").click()
    expect(page.locator(".composer textarea")).to_be_visible()
    return page


def say(page: Page, text: str) -> None:
    page.locator(".composer textarea").fill(text)
    page.keyboard.press("Enter")


def said(page: Page) -> Locator:
    """What was said in the widget, without its greeting."""
    return page.locator("manyi-chat .row:not(:first-child) .bubble")


def test_visitor_and_colleague_chat_both_ways(opened: Open) -> None:
    lin, guest = opened("/inbox/mine/", "lin"), visitor(opened)
    stay(lin)
    hello = unique("耳机没有声音")
    say(guest, hello)
    open_from_list(lin, hello)
    expect(bubbles(lin)).to_have_text([hello])
    lin.locator("#compose-out textarea").press_sequentially("您好")
    expect(guest.locator(".typing")).to_have_text("林晓 正在输入")
    answer(lin, "您好，左右两只都没有吗？")
    expect(guest.locator(".bubble", has_text="左右两只都没有吗")).to_be_visible()
    guest.locator(".composer textarea").press_sequentially("只有")
    expect(lin.locator("#here")).to_have_text("客户正在输入…")
    say(guest, "只有左边。")
    expect(bubbles(lin)).to_have_text([hello, "您好，左右两只都没有吗？", "只有左边。"])
    assert has_stayed(lin)


def test_both_sides_go_on_after_a_power_failure(service: Service, opened: Open) -> None:
    lin, guest = opened("/inbox/mine/", "lin"), visitor(opened)
    stay(lin)
    hello = unique("音箱连不上")
    say(guest, hello)
    number = open_from_list(lin, hello)
    expect(guest.locator(".mine .state:not(:empty)")).to_have_text(["已读"])
    service.kill()
    say(guest, "停电时写的第一句")
    say(guest, "停电时写的第二句")
    lin.locator("#compose-out textarea").press_sequentially("停电时写的草稿")
    expect(lin.locator("[data-live-banner]")).to_be_visible()
    service.start()
    whole = [hello, "停电时写的第一句", "停电时写的第二句"]
    expect(bubbles(lin)).to_have_text(whole, timeout=60_000)
    expect(lin.locator("[data-live-banner]")).to_be_hidden()
    expect(lin.locator("#compose-out textarea")).to_have_value("停电时写的草稿")
    answer(lin, "来电了，我们继续。")
    expect(guest.locator(".bubble")).to_have_text([re.compile("曜石客服"), *whole, "来电了，我们继续。"])
    say(guest, "好的")
    expect(bubbles(lin)).to_have_text([*whole, "来电了，我们继续。", "好的"])
    assert has_stayed(lin)
    kept = f"SELECT count(*) FROM desk_message WHERE ticket_id = (SELECT id FROM desk_ticket WHERE number = '{number}')"
    until(lambda: service.value(kept) == 5, "five messages")
