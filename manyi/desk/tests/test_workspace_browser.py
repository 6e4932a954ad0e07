"""The workspace in a real browser: five keys instead of a mouse, drafts that stay, a phone."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from manyi.conftest import Cast, build_cast, signed_in
from manyi.desk import actions, queries
from manyi.desk.models import Draft, Message, PlannedReply, Status, Ticket
from manyi.people.models import Staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop running in this thread; queries of later tests are synchronous all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return build_cast()


@pytest.fixture
def work(people: Cast) -> list[Ticket]:
    """Three tickets of Lin's, each with one message of Zhou."""
    made = []
    for number in range(3):
        by = people.as_customer(people.zhou)
        ticket = actions.create_ticket(people.zhou, by=by, subject=f"第 {number} 件", channel="email")
        actions.receive_message(ticket, by=by, text=f"第 {number} 个问题", channel="email")
        actions.assign(ticket, by=people.actor(people.chen), to=people.lin)
        made.append(ticket)
    return made


@pytest.fixture
def opened(chromium: Browser, live_server: Any, people: Cast) -> Iterator[Open]:
    """Open a page as somebody; whatever its scripts complain about fails the test."""
    contexts, complaints = [], []

    def open_page(who: Staff, address: str, width: int = 1440, theme: str = "light", **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 844}, locale="zh-CN", **options
        )
        contexts.append(context)
        cookie = signed_in(who).cookies["sessionid"].value
        cookies = {"sessionid": cookie, "manyi_theme": theme}
        context.add_cookies([{"name": name, "value": cookies[name], "url": live_server.url} for name in cookies])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def happen(page: Page, ticket: Ticket, verb: str) -> None:
    """Tell the page what the live stream would."""
    page.evaluate(
        "detail => document.dispatchEvent(new CustomEvent('manyi:event', {detail}))",
        {"ticket": ticket.pk, "verb": verb},
    )


def test_a_ticket_is_found_answered_and_solved_without_the_mouse(
    people: Cast, work: list[Ticket], opened: Open
) -> None:
    actions.save_style(by=people.actor(people.lin), undo_seconds=0, shows_length=False)
    page = opened(people.lin, "/inbox/mine/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#conversation")).to_have_attribute("data-number", work[1].number)
    assert page.url.endswith(f"/tickets/{work[1].number}/?list=mine")
    page.keyboard.press("r")
    page.keyboard.type("您好，e 键在这里只是一个字母")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.out .bubble")).to_have_text("您好，e 键在这里只是一个字母")
    expect(page.locator("#compose-out textarea")).to_have_value("")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.locator(".ticket-head .banner.good")).to_be_visible()
    work[1].refresh_from_db()
    assert work[1].status == Status.RESOLVED
    expect(page.locator("#rows .row")).to_have_count(2)


def test_a_note_calls_a_colleague_from_the_list_of_names(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/")
    page.keyboard.press("n")
    page.keyboard.type("@赵")
    expect(page.locator(".mention-list [role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.type("请看")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.note .mention")).to_have_text("@赵雨")
    assert Message.objects.get(kind="note").text == "@赵雨 请看"


def test_news_come_in_without_touching_what_is_typed(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/")
    page.keyboard.press("r")
    page.keyboard.type("写到一半")
    actions.receive_message(work[0], by=people.as_customer(people.zhou), text="还有一件事", channel="email")
    happen(page, work[0], "message.received")
    expect(page.locator(".bubble").last).to_have_text("还有一件事")
    page.keyboard.type("的答复")
    expect(page.locator("#compose-out textarea")).to_have_value("写到一半的答复")
    expect(page.locator("#compose-out [data-autosave-status]")).to_have_text("草稿已保存")
    assert Draft.objects.get().text == "写到一半的答复"
    page.reload()
    expect(page.locator("#compose-out textarea")).to_have_value("写到一半的答复")


def test_five_tickets_in_a_row_are_answered_tagged_and_closed_without_the_mouse(people: Cast, opened: Open) -> None:
    by, lin = people.as_customer(people.zhou), people.actor(people.lin)
    tickets = []
    for number in range(5):
        ticket = actions.create_ticket(people.zhou, by=by, subject=f"第 {number} 件", channel="chat")
        actions.receive_message(ticket, by=by, text=f"第 {number} 个问题", channel="chat")
        actions.assign(ticket, by=lin, to=people.lin)
        tickets.append(ticket)
    actions.save_wording(None, by=lin, name="谢谢", text="{customer.name}，谢谢您的来信。")
    page = opened(people.lin, "/inbox/mine/")
    press = page.keyboard.press
    press("Shift+J")
    for ticket in tickets:
        expect(page.locator("#conversation")).to_have_attribute("data-number", ticket.number)
        press("r")
        page.keyboard.type("::谢")
        expect(page.locator(".mention-list [role=option]")).to_have_count(1)
        press("Enter")
        expect(page.locator("#compose-out textarea")).to_have_value("周敏，谢谢您的来信。")
        press("Control+Enter")
        expect(page.locator(".message.out .bubble")).to_have_text("周敏，谢谢您的来信。")
        press("Escape")
        press("l")
        page.keyboard.type("已办")
        press("Enter")
        expect(page.locator(".tags .chip.info")).to_have_text("已办")
        press("Escape")
        press("Shift+E")
    expect(page.locator("#rows .row")).to_have_count(0)
    for ticket in tickets:
        ticket.refresh_from_db()
        assert ticket.status == Status.CLOSED
        assert Message.objects.filter(ticket=ticket, kind="out").count() == 1
        assert queries.tags_of(ticket.pk) == ["已办"]


def test_keys_are_silent_in_a_field_and_while_an_input_method_composes(
    people: Cast, work: list[Ticket], opened: Open
) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/")
    compose = (
        "key => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, isComposing: true}))"
    )
    page.evaluate(compose, "n")
    expect(page.locator("#compose-note")).to_be_hidden()
    page.keyboard.press("r")
    page.keyboard.type("nekmt")
    expect(page.locator("#compose-out textarea")).to_have_value("nekmt")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#compose-note")).to_be_visible()


def test_a_key_can_be_changed_and_its_hint_follows(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/")
    page.keyboard.press("?")
    page.get_by_role("button", name="备注: 修改按键").click()
    page.keyboard.press("k")
    expect(page.locator("m-shortcuts dialog")).to_contain_text("此键已被占用")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("button", name="备注: 修改按键").click()
    page.keyboard.press("y")
    page.keyboard.press("Escape")
    expect(page.locator("#compose-out [data-compose=note] kbd")).to_have_text("Y")
    page.keyboard.press("n")
    expect(page.locator("#compose-note")).to_be_hidden()
    page.keyboard.press("y")
    expect(page.locator("#compose-note")).to_be_visible()


def test_the_command_bar_does_what_it_lists(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/?list=mine")
    page.keyboard.press("Control+k")
    page.keyboard.type("紧急")
    expect(page.locator(".command-item").first).to_contain_text("优先级：紧急")
    page.keyboard.press("Enter")
    expect(page.locator("#about-priority")).to_have_value("4")
    page.keyboard.press("Control+k")
    page.keyboard.type("挂起")
    page.keyboard.press("Enter")
    expect(page.locator(".status-fact")).to_contain_text("挂起")
    work[0].refresh_from_db()
    assert (work[0].priority, work[0].status) == (4, Status.HOLD)


def test_a_mail_is_taken_back_by_its_key_and_nothing_typed_meanwhile_is_lost(
    people: Cast, work: list[Ticket], opened: Open
) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/?list=mine")
    page.keyboard.press("r")
    page.keyboard.type("写错了")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".planned .bubble")).to_have_text("写错了")
    page.keyboard.type("还有")
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    expect(page.locator(".planned")).to_have_count(0)
    expect(page.locator("#compose-out textarea")).to_have_value(re.compile("^写错了\n\n还有$"))
    assert not Message.objects.filter(kind="out").exists()
    page.keyboard.press("Control+Shift+Enter")
    expect(page.locator("#conversation")).to_have_attribute("data-number", work[1].number)
    assert PlannedReply.objects.get().then == "resolve"
    page.keyboard.press("z")
    expect(page.locator("#conversation")).to_have_attribute("data-number", work[0].number)
    expect(page.locator("#compose-out textarea")).to_have_value(re.compile("^写错了"))


def test_what_a_colleague_chose_is_shown_and_never_undone_by_another_field(
    people: Cast, work: list[Ticket], opened: Open
) -> None:
    ticket, chen = work[0], people.actor(people.chen)
    kinds = [actions.save_type(None, by=people.actor(people.admin), key=key, names={"en": key}) for key in "ab"]
    page = opened(people.lin, f"/tickets/{ticket.number}/?list=mine")
    actions.change_ticket(ticket, by=chen, type=kinds[0])
    happen(page, ticket, "ticket.changed")
    expect(page.locator("#about-type")).to_have_value(str(kinds[0].pk))
    actions.change_ticket(ticket, by=chen, type=kinds[1])
    page.locator("#about-priority").select_option("4")
    expect(page.locator("#about-type")).to_have_value(str(kinds[1].pk))
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.type) == (4, kinds[1])


def test_what_is_written_after_the_session_ended_is_there_after_signing_in(
    people: Cast, work: list[Ticket], opened: Open
) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/?list=mine")
    page.keyboard.press("r")
    page.keyboard.type("之前写的，")
    expect(page.locator("#compose-out [data-autosave-status]")).to_have_text("草稿已保存")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.type("之后写的")
    expect(page.locator("#compose-out [data-autosave-status]")).to_have_text("尚未保存")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(rf"/accounts/login/\?next=/tickets/{work[0].number}/"))
    cookie = signed_in(people.lin).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": page.url.split("/accounts/")[0]}])
    page.goto(f"/tickets/{work[0].number}/?list=mine")
    expect(page.locator("#compose-out textarea")).to_have_value("之前写的，之后写的")
    page.locator("#compose-out textarea").press("Control+Enter")
    expect(page.locator(".planned .bubble")).to_have_text("之前写的，之后写的")
    page.reload()
    expect(page.locator("#compose-out textarea")).to_have_value("")


def test_a_ticket_is_put_aside_by_keys(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/?list=mine")
    page.keyboard.press("h")
    expect(page.locator("#desk-dialog dialog button[value='1h']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".ticket-head .banner")).to_contain_text("暂搁")
    expect(page.locator("#rows .row")).to_have_count(2)


def test_several_tickets_are_chosen_and_done_by_keys(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, "/inbox/mine/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("2")
    page.locator("[data-bulk]").press("Enter")
    page.locator("#bulk input[name='value-0-tag']").fill("台风")
    page.get_by_role("button", name="先看看").press("Enter")
    expect(page.locator("#bulk-preview")).to_contain_text("2 件会改变")
    page.locator("#bulk button[type=submit]").press("Enter")
    expect(page.locator("#bulk")).to_contain_text("已处理 2 件")
    assert [queries.tags_of(ticket.pk) for ticket in work] == [["台风"], ["台风"], []]


def test_a_part_of_the_context_stays_folded(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/")
    page.get_by_role("button", name="标签", exact=True).click()
    expect(page.locator(".tags")).to_be_hidden()
    page.reload()
    expect(page.locator(".tags")).to_be_hidden()
    page.keyboard.press("i")
    expect(page.locator("#side")).to_be_hidden()


def test_a_form_opened_in_a_tab_of_its_own_is_sent(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/closure?list=mine")
    page.locator("[name=reason]").fill("办好了")
    page.locator("form button[type=submit]").click()
    expect(page.locator("#conversation")).to_have_attribute("data-number", work[0].number)
    work[0].refresh_from_db()
    assert work[0].status == Status.CLOSED


def test_the_list_shows_who_is_there(people: Cast, work: list[Ticket], opened: Open) -> None:
    page = opened(people.lin, "/inbox/mine/")
    said = {
        "topic": f"ticket:{work[1].pk}",
        "kind": "viewing",
        "who": f"staff:{people.zhao.pk}",
        "name": "赵雨",
        "data": {},
    }
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('manyi:say', {detail}))", said)
    expect(page.locator(f"#row-{work[1].pk} .row-here .avatar")).to_have_text("赵")
    page.evaluate("detail => document.dispatchEvent(new CustomEvent('manyi:say', {detail}))", {**said, "kind": "idle"})
    expect(page.locator(f"#row-{work[1].pk} .row-here .avatar")).to_have_count(0)


def test_layout_is_written_by_keys_and_buttons_and_seen_before_it_is_sent(
    people: Cast, work: list[Ticket], opened: Open
) -> None:
    page = opened(people.lin, f"/tickets/{work[0].number}/")
    page.keyboard.press("n")
    area = page.locator("#compose-note textarea")
    page.keyboard.type("请看")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Control+b")
    expect(area).to_have_value("请**看**")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.locator("#compose-note [data-mark=list]").click()
    page.keyboard.type("一")
    page.keyboard.press("Enter")
    page.keyboard.type("二")
    expect(area).to_have_value("请**看**\n- 一\n- 二")
    page.locator("#compose-note [data-rendered]").click()
    expect(page.locator("#compose-note [data-preview-pane] li")).to_have_count(2)
    page.locator("#compose-note [data-rendered]").click()
    area.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.note .bubble li")).to_have_count(2)
    page.locator(".message-tools .icon-button").first.click(force=True)
    page.get_by_role("menuitem", name="引用").click()
    expect(page.locator("#compose-out textarea")).to_have_value("> 第 0 个问题\n\n")


def test_hints_on_tone_name_the_words_while_somebody_types(people: Cast, work: list[Ticket], opened: Open) -> None:
    actions.save_style(by=people.actor(people.lin), undo_seconds=5, shows_length=False, shows_tone=True)
    page = opened(people.lin, f"/tickets/{work[0].number}/?list=mine")
    page.keyboard.press("r")
    hint = page.locator("#compose-out [data-tone]")
    for typed, said in (("您没有看说明", "您没有"), ("我们尽快回复", "尽快"), ("PLEASE", "PLEASE"), ("好的", "")):
        page.locator("#compose-out textarea").fill(typed)
        expect(hint).to_have_text(re.compile(said) if said else "")


def test_the_suggested_step_leads_to_the_answer(people: Cast, work: list[Ticket], opened: Open) -> None:
    by = people.as_customer(people.zhou)
    actions.receive_message(work[0], by=by, text="我要投诉！", channel="email")
    page = opened(people.lin, f"/tickets/{work[0].number}/?list=mine")
    page.locator("#slot-next").get_by_role("button", name="回复").click()
    expect(page.locator("#compose-out textarea")).to_be_focused()
    actions.receive_message(work[0], by=by, text="太好了，谢谢", channel="email")
    actions.reply(work[0], by=people.actor(people.lin), text="不客气", then="open")
    expect(page.locator("#slot-mood")).to_contain_text("生气")
