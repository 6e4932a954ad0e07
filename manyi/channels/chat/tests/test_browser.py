"""The widget in a real browser, on another site's page, against real processes."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect, sync_playwright

from manyi.channels.chat.tests.service import Service, Shop, until

pytestmark = pytest.mark.browser
PATIENCE = 20_000
PAGE = "<!doctype html><html lang=en><meta name=viewport content='width=device-width'><title>Shop</title><h1>Shop</h1>"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    made = Shop(tmp_path_factory.mktemp("shop"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, shop: Shop) -> Iterator[Service]:
    made = Service(tmp_path_factory.mktemp("chat"))
    made.sites = made.ask("seed", origin=shop.url)
    for name, key in made.sites.items():
        tag = f'<script src="{made.url}/chat/widget.js" data-site="{key}" async></script>'
        shop.page(f"{name}.html", PAGE + tag)
    made.up()
    yield made
    made.stop()


@pytest.fixture
def context(chromium: Browser, service: Service) -> Iterator[BrowserContext]:
    made = chromium.new_context(locale="zh-CN", viewport={"width": 1200, "height": 800})
    yield made
    made.close()


def opened(context: BrowserContext, shop: Shop, site: str = "attended") -> Page:
    """A shop page with the chat open."""
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{shop.url}/{site}.html")
    page.locator(".launcher").click()
    return page


@pytest.fixture
def page(context: BrowserContext, shop: Shop) -> Page:
    return opened(context, shop)


def say(page: Page, text: str) -> None:
    page.locator(".composer textarea").fill(text)
    page.keyboard.press("Enter")


def begun(page: Page, service: Service) -> tuple[str, dict[str, Any]]:
    """A conversation with one message that has arrived, and the ticket it made."""
    text = f"你好 {uuid.uuid4().hex[:8]}"
    say(page, text)
    return text, until(lambda: service.ask("find", said=text), "the ticket")


def bubbles(page: Page, whose: str = "") -> Locator:
    return page.locator(f".row{whose} .bubble")


def sent(page: Page) -> None:
    expect(page.locator(".mine .state:not(:empty)")).to_have_text(["已发送"], timeout=PATIENCE)


def test_visitor_and_agent_talk_both_ways(page: Page, service: Service) -> None:
    text, ticket = begun(page, service)
    sent(page)
    expect(bubbles(page)).to_have_text(["您好，我是曜石客服。", text])
    service.ask("reply", number=ticket["number"], text="您好，我看一下。")
    expect(bubbles(page)).to_have_text(["您好，我是曜石客服。", text, "您好，我看一下。"], timeout=PATIENCE)
    expect(page.locator("header p")).to_have_text("林晓 正在为您服务")
    say(page, "好的")
    until(lambda: service.ask("texts", number=ticket["number"]) == [text, "您好，我看一下。", "好的"], "the answer")


def test_an_answer_read_in_the_open_chat_is_marked_read(page: Page, service: Service) -> None:
    _text, ticket = begun(page, service)
    message = service.ask("reply", number=ticket["number"], text="请看")
    until(lambda: service.ask("read", message=message), "the read mark")


def test_an_answer_to_a_closed_chat_shows_a_dot_and_waits_unread(page: Page, service: Service) -> None:
    _text, ticket = begun(page, service)
    sent(page)
    page.keyboard.press("Escape")
    message = service.ask("reply", number=ticket["number"], text="我回来了")
    expect(page.locator(".badge")).to_have_text("1", timeout=PATIENCE)
    expect(page.locator(".peek")).to_contain_text("我回来了")
    expect(page.locator(".launcher")).to_have_accessible_name("联系客服, 1 条未读")
    assert service.ask("read", message=message) is False
    page.locator(".launcher").click()
    until(lambda: service.ask("read", message=message), "the read mark")
    expect(page.locator(".badge")).to_be_hidden()


def test_a_colleague_in_the_workspace_and_a_visitor_on_the_shop(
    page: Page, chromium: Browser, service: Service
) -> None:
    text, ticket = begun(page, service)
    sent(page)
    office = chromium.new_context(base_url=service.url, locale="zh-CN", viewport={"width": 1400, "height": 900})
    desk = office.new_page()
    desk.set_default_timeout(PATIENCE)
    desk.goto(service.ask("link", name="林晓"))
    desk.get_by_role("button", name="登录").click()
    desk.wait_for_url("**/")
    desk.goto(f"/tickets/{ticket['number']}/")
    expect(desk.locator("#conversation")).to_contain_text(text)
    expect(page.locator(".mine .state").last).to_have_text("已读", timeout=PATIENCE)
    page.locator(".composer textarea").press_sequentially("再补充")
    expect(desk.locator("#here")).to_have_text("客户正在输入…", timeout=PATIENCE)
    answer = desk.locator("#compose-out textarea")
    answer.press_sequentially("您好，正在查")
    expect(page.locator(".typing")).to_have_text("林晓 正在输入", timeout=PATIENCE)
    answer.press("Control+Enter")
    expect(bubbles(page).last).to_have_text("您好，正在查", timeout=PATIENCE)
    page.keyboard.press("Enter")
    expect(desk.locator("#conversation")).to_contain_text("再补充", timeout=PATIENCE)
    office.close()


HEAR = """([url, token]) => {
  window.heard = [];
  const source = new EventSource(`${url}?token=${token}`);
  source.addEventListener("say", (event) => window.heard.push(JSON.parse(event.data).kind));
}"""
SPEAK = """([url, token, topic, kind]) =>
  fetch(`${url}/say`, { method: "POST", body: JSON.stringify({ token, topic, kind }) })"""
STYLE = "(element, names) => names.map((name) => getComputedStyle(element)[name])"


def test_typing_is_seen_on_both_sides(page: Page, context: BrowserContext, service: Service) -> None:
    _text, ticket = begun(page, service)
    sent(page)
    live = f"http://localhost:{service.live_port}/live"
    colleague = context.new_page()
    colleague.goto(f"{service.url}/health")
    colleague.evaluate(HEAR, [live, ticket["token"]])
    colleague.evaluate(SPEAK, [live, ticket["token"], ticket["topic"], "typing"])
    expect(page.locator(".typing")).to_have_text("林晓 正在输入", timeout=PATIENCE)
    expect(page.locator(".mine .state").last).to_have_text("已读")
    page.locator(".composer textarea").press_sequentially("我在想")
    colleague.wait_for_function("window.heard.includes('typing')", timeout=PATIENCE)
    colleague.evaluate(SPEAK, [live, ticket["token"], ticket["topic"], "idle"])
    expect(page.locator(".typing")).to_have_text("", timeout=PATIENCE)


def test_nothing_is_lost_or_doubled_when_the_servers_are_killed(page: Page, service: Service) -> None:
    text, ticket = begun(page, service)
    sent(page)
    service.kill()
    say(page, "服务器断电时写的第一条")
    say(page, "服务器断电时写的第二条")
    expect(page.locator(".notice")).to_be_visible(timeout=PATIENCE)
    expect(page.locator(".state.waiting").first).to_have_text("尚未发出，正在重试")
    service.ask("reply", number=ticket["number"], text="断电时客服的答复")
    service.up()
    whole = [text, "断电时客服的答复", "服务器断电时写的第一条", "服务器断电时写的第二条"]
    until(lambda: service.ask("texts", number=ticket["number"]) == whole, "both messages, once")
    expect(bubbles(page)).to_have_text(["您好，我是曜石客服。", *whole], timeout=PATIENCE)
    expect(page.locator(".notice")).to_be_hidden()
    service.ask("reply", number=ticket["number"], text="重启之后")
    expect(bubbles(page).last).to_have_text("重启之后", timeout=PATIENCE)


def test_an_answer_lost_on_the_way_does_not_double_the_message(page: Page, service: Service) -> None:
    _text, ticket = begun(page, service)
    sent(page)
    lost: list[str] = []

    def lose_once(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().text())
            route.abort()
        else:
            route.continue_()

    page.route("**/messages", lose_once)
    say(page, "只此一条")
    sent(page)
    assert lost
    assert service.ask("texts", number=ticket["number"]).count("只此一条") == 1
    expect(bubbles(page, ".mine").last).to_have_text("只此一条")
    assert bubbles(page, ".mine").count() == 2


def test_what_was_not_sent_survives_a_reload(page: Page, service: Service) -> None:
    text, ticket = begun(page, service)
    sent(page)
    page.route("**/messages", lambda route: route.abort())
    say(page, "刷新之前没有发出去")
    expect(page.locator(".state.waiting")).to_be_visible(timeout=PATIENCE)
    page.unroute("**/messages")
    page.reload()
    until(lambda: service.ask("texts", number=ticket["number"]) == [text, "刷新之前没有发出去"], "the kept message")
    expect(bubbles(page, ".mine")).to_have_text([text, "刷新之前没有发出去"], timeout=PATIENCE)


def test_a_picture_is_shown_and_sent_and_a_program_is_refused(page: Page, service: Service) -> None:
    _text, ticket = begun(page, service)
    seen = page.screenshot(clip={"x": 0, "y": 0, "width": 80, "height": 60})
    picture: Any = {"name": "屏幕.png", "mimeType": "image/png", "buffer": seen}
    page.locator("input[type=file]").set_input_files([picture])
    expect(page.locator(".picture img")).to_have_attribute("alt", "屏幕.png")
    until(lambda: "屏幕.png" in service.ask("texts", number=ticket["number"]), "the picture")
    program: Any = {"name": "补丁.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(100)}
    page.locator("input[type=file]").set_input_files([program])
    expect(page.locator(".state.failed")).to_contain_text("这里不能发送这类文件。", timeout=PATIENCE)
    page.reload()
    expect(page.locator(".picture img")).to_have_attribute("alt", "屏幕.png", timeout=PATIENCE)
    page.wait_for_function(
        "document.querySelector('manyi-chat').shadowRoot.querySelector('.picture img').naturalWidth === 80"
    )


def test_words_stay_words_and_only_web_addresses_become_links(page: Page, service: Service) -> None:
    _text, ticket = begun(page, service)
    nasty = '<img src=x onerror="window.hacked=1"> javascript:alert(1) 见 https://obsidian.example/a?b=1&c=2。'
    service.ask("reply", number=ticket["number"], text=nasty)
    expect(bubbles(page).last).to_have_text(nasty, timeout=PATIENCE)
    links = bubbles(page).last.locator("a")
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", "https://obsidian.example/a?b=1&c=2")
    expect(links).to_have_attribute("rel", "noopener noreferrer nofollow ugc")
    assert page.evaluate("window.hacked") is None


def test_the_customer_confirms_the_solution_in_the_chat(page: Page, service: Service) -> None:
    text, ticket = begun(page, service)
    service.ask("propose", number=ticket["number"])
    page.get_by_role("button", name="已经解决").click()
    expect(page.locator(".closed")).to_be_visible(timeout=PATIENCE)
    until(lambda: service.ask("find", said=text)["status"] == 5, "the closed ticket")


def test_when_nobody_is_in_a_message_is_left_with_an_address(
    context: BrowserContext, shop: Shop, service: Service
) -> None:
    page = opened(context, shop, "empty")
    expect(page.locator(".composer")).to_be_hidden()
    text = f"耳机没有声音 {uuid.uuid4().hex[:8]}"
    page.get_by_label("请描述您的问题").fill(text)
    page.get_by_role("button", name="提交留言").click()
    expect(page.get_by_role("alert")).to_have_text("请填写此项。")
    page.get_by_label("邮箱").fill("night@example.com")
    page.get_by_role("button", name="提交留言").click()
    expect(page.locator(".thanks")).to_contain_text("night@example.com")
    assert until(lambda: service.ask("find", said=text), "the ticket")


def test_the_host_pages_styles_stay_outside_and_ours_inside(context: BrowserContext, service: Service) -> None:
    page = context.new_page()
    page.route("**/chat/widget.js", lambda route: route.abort())
    page.goto(f"{service.url}/demo-shop")
    look = "(element) => JSON.stringify({...getComputedStyle(element)})"
    before = page.locator(".hero button").evaluate(look)
    page.unroute("**/chat/widget.js")
    page.goto(f"{service.url}/demo-shop")
    page.locator(".launcher").click()
    assert page.locator(".hero button").evaluate(look) == before
    launcher = page.locator(".launcher").bounding_box()
    assert launcher is not None
    assert (launcher["width"], launcher["height"], launcher["x"] + 56 + 24) == (56, 56, 1200)
    names = ["backgroundColor", "borderRadius", "textTransform", "padding"]
    style = page.locator(".launcher").evaluate(STYLE, names)
    assert style == ["rgb(11, 125, 99)", "50%", "none", "0px"]
    root = page.locator(".root").evaluate(STYLE, ["fontSize", "letterSpacing", "opacity"])
    assert root == ["14px", "normal", "1"]
    assert page.evaluate("getComputedStyle(document.querySelector('manyi-chat')).position") == "fixed"


def test_on_a_phone_the_chat_covers_the_page_and_keeps_the_focus(
    chromium: Browser, shop: Shop, service: Service
) -> None:
    context = chromium.new_context(
        locale="zh-CN", viewport={"width": 375, "height": 667}, is_mobile=True, has_touch=True, reduced_motion="reduce"
    )
    page = opened(context, shop)
    box = page.locator(".panel").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 375, "height": 667}
    expect(page.locator(".launcher")).to_be_hidden()
    for _turn in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "MANYI-CHAT"
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    context.close()


def test_everything_works_by_keyboard(context: BrowserContext, shop: Shop, service: Service) -> None:
    page = context.new_page()
    page.goto(f"{shop.url}/attended.html")
    page.locator(".launcher").wait_for()
    page.keyboard.press("Tab")
    expect(page.locator(".launcher")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".composer textarea")).to_be_focused()
    page.keyboard.type("只用键盘")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    page.keyboard.press("Enter")
    expect(bubbles(page, ".mine")).to_have_text(["只用键盘\n第二行"])
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.locator(".launcher")).to_be_focused()


def test_the_chat_speaks_the_browsers_language(chromium: Browser, shop: Shop, service: Service) -> None:
    context = chromium.new_context(locale="en-GB")
    page = opened(context, shop)
    expect(bubbles(page)).to_have_text(["Hello from Obsidian."])
    expect(page.locator(".composer textarea")).to_have_attribute("placeholder", "Type a message…")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium: Browser, shop: Shop, service: Service, scheme: Any) -> None:
    context = chromium.new_context(locale="zh-CN", color_scheme=scheme, reduced_motion="reduce")
    page = opened(context, shop)
    _text, ticket = begun(page, service)
    service.ask("reply", number=ticket["number"], text="请看 https://obsidian.example")
    service.ask("propose", number=ticket["number"])
    page.locator(".card").wait_for()
    away = opened(context, shop, "empty")
    for each in (page, away):
        found = Axe().run(each, context="manyi-chat")
        serious = [hit for hit in found.response["violations"] if hit["impact"] in ("serious", "critical")]
        assert serious == [], found.generate_report()
    context.close()


def test_a_page_that_is_not_allowed_shows_nothing(context: BrowserContext, service: Service, tmp_path: Path) -> None:
    other = Shop(tmp_path)
    tag = f'<script src="{service.url}/chat/widget.js" data-site="{service.sites["attended"]}" async></script>'
    page = context.new_page()
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/session")):
        page.goto(other.page("page.html", f"<!doctype html>{tag}"))
    expect(page.locator(".launcher")).to_have_count(0)
    other.stop()
