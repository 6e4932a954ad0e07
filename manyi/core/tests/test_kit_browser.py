"""The kit in a real browser: looks after drafts, keys and readers the way it promises."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from manyi.core.tests import kitchen

pytestmark = pytest.mark.browser

PAGES = ["kitchen.html", "kitchen_workspace.html", "kitchen_customer.html"]


def send(*events: dict[str, object], **event: object) -> None:
    """One event, or several at once."""
    told = events or (event,)
    kitchen.streamed.append("".join(f"id: {one['position']}\ndata: {json.dumps(one)}\n\n" for one in told))


def opened(kit: Page) -> Page:
    """The page with the live list, its stream running."""
    with kit.expect_request("**/stream?**"):
        kit.goto("/live")
    wait_for(kit, lambda: ("/stream", {"token": "t", "from": ""}) in kitchen.received)
    kit.wait_for_timeout(100)
    return kit


def wait_for(kit: Page, happened) -> None:
    for _turn in range(100):
        if happened():
            return
        kit.wait_for_timeout(50)
    raise AssertionError("it did not happen within five seconds")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(kit, name, theme):
    kit.goto(f"/{name}?theme={theme}&lang=en")
    # Without "preload", for which axe would copy our style sheets into the page, against its policy.
    found = Axe().run(kit, options={"preload": False}).response["violations"]
    serious = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found if each["impact"] in GRAVE]
    assert serious == []


GRAVE = {"serious", "critical"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_sticks_out_of_the_page(kit, name, language, width):
    kit.set_viewport_size({"width": width, "height": 844})
    kit.goto(f"/{name}?lang={language}")
    assert kit.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        kit.evaluate("(document.querySelector('#main')).scrollWidth - document.querySelector('#main').clientWidth") <= 0
    )


def test_a_live_list_changes_in_place_when_its_ticket_does(kit):
    opened(kit)
    kit.evaluate("window.before = document.querySelector('#first')")
    send(position=1, verb="MessageReceived", ticket=8)
    send(position=2, verb="MessageReceived", ticket=7)
    expect(kit.locator("#first")).to_have_text("first 1")
    assert kit.evaluate("window.before === document.querySelector('#first')")
    assert kit.locator("#kept").inner_text() == "kept 0"
    assert kitchen.fetched == ["/fragment"]


def test_a_live_refresh_leaves_what_is_being_typed(kit):
    opened(kit)
    field = kit.get_by_label("draft")
    field.click()
    kit.keyboard.press("End")
    kit.keyboard.type(" and mine")
    send(position=1, verb="MessageReceived", ticket=7)
    expect(kit.locator("#first")).to_have_text("first 1")
    expect(field).to_be_focused()
    expect(field).to_have_value("server 0 and mine")


def test_the_stream_begins_when_all_modules_of_the_page_listen(kit):
    kit.goto("/live?late=1")
    wait_for(kit, lambda: len(kitchen.received) == 2)
    assert [path for path, _values in kitchen.received] == ["/late.js", "/stream"]


def test_a_burst_of_events_is_fetched_once_or_twice(kit):
    opened(kit)
    send(*({"position": position, "verb": "MessageReceived", "ticket": 7} for position in range(30)))
    expect(kit.locator("#first")).to_have_text(re.compile("first [12]"))
    kit.wait_for_timeout(300)
    assert len(kitchen.fetched) <= 2


def test_a_cut_stream_resumes_behind_the_last_event(kit):
    opened(kit)
    send(position=41, verb="MessageReceived", ticket=7)
    expect(kit.locator("#first")).to_have_text("first 1")
    kitchen.cut_streams()
    wait_for(kit, lambda: ("/stream", {"token": "t", "from": "41"}) in kitchen.received)


def test_what_others_say_reaches_the_page(kit):
    opened(kit)
    kit.evaluate("document.addEventListener('manyi:say', (event) => (window.said = event.detail))")
    kitchen.streamed.append('event: say\ndata: {"topic": "ticket:7", "kind": "typing", "name": "赵雨"}\n\n')
    wait_for(kit, lambda: kit.evaluate("window.said?.name") == "赵雨")


def test_a_new_stream_element_goes_on_where_the_last_one_was(kit):
    opened(kit)
    send(position=41, verb="MessageReceived", ticket=7)
    expect(kit.locator("#first")).to_have_text("first 1")
    kit.evaluate("document.querySelector('m-live').outerHTML = '<m-live url=\"/stream\" token=\"next\"></m-live>'")
    wait_for(kit, lambda: ("/stream", {"token": "next", "from": "41"}) in kitchen.received)


def test_a_page_with_live_edges_only_hears_while_it_is_looked_at_and_catches_up(kit):
    opened(kit)
    kit.evaluate("document.querySelector('m-live').setAttribute('while-seen', '')")
    look = """(hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
    }"""
    send(position=41, verb="MessageReceived", ticket=7)
    expect(kit.locator("#first")).to_have_text("first 1")
    kit.evaluate(look, True)
    asked = len(kitchen.received)
    kit.evaluate("dispatchEvent(new Event('online'))")
    kit.evaluate(look, False)
    wait_for(kit, lambda: len(kitchen.received) > asked)
    assert kitchen.received[asked:] == [("/stream", {"token": "t", "from": "41"})]


def test_a_reset_refreshes_everything(kit):
    opened(kit)
    kitchen.streamed.append("event: reset\ndata: {}\n\n")
    expect(kit.locator("#first")).to_have_text("first 1")


def test_a_lost_connection_is_told_and_forgotten(kit):
    kit.route("**/stream?**", lambda route: route.abort())
    kit.goto("/live")
    expect(kit.locator("[data-live-banner]")).to_be_visible()
    kit.unroute("**/stream?**")
    kit.evaluate("dispatchEvent(new Event('online'))")
    expect(kit.locator("[data-live-banner]")).to_be_hidden()


def test_a_draft_is_saved_a_moment_after_the_last_key(kit):
    kit.goto("/kitchen_workspace.html")
    kit.locator(".composer-text").fill("新的草稿")
    expect(kit.locator("[data-autosave-status]")).to_have_text("草稿已保存")
    saved = [body["text"] for path, body in kitchen.received if path == "/drafts/1"]
    assert saved == ["新的草稿"]


def test_a_draft_is_saved_when_the_page_is_left_at_once(kit):
    kit.goto("/kitchen_workspace.html")
    kit.locator(".composer-text").fill("还没写完")
    kit.goto("about:blank")
    wait_for(kit, lambda: any(body.get("text") == "还没写完" for _path, body in kitchen.received))


def test_uploaded_files_become_fields_of_the_form(kit):
    kit.goto("/kitchen.html")
    kit.locator("m-upload input[type=file]").set_input_files(
        [{"name": "report.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}]
    )
    expect(kit.locator("m-upload input[name=files]")).to_have_value("file-1")


def pressed(kit: Page) -> list[str]:
    return kit.evaluate("window.pressed ?? []")


@pytest.fixture
def keyboard(kit: Page) -> Page:
    kit.goto("/kitchen.html")
    kit.evaluate(
        "window.pressed = []; for (const one of document.querySelectorAll('[data-key]'))"
        " one.addEventListener('click', () => window.pressed.push(one.dataset.key))"
    )
    return kit


def test_single_keys_rest_while_something_is_typed(keyboard):
    keyboard.keyboard.press("e")
    keyboard.locator("#f-words").focus()
    keyboard.keyboard.type("etz")
    assert pressed(keyboard) == ["e"]


def test_single_keys_rest_while_an_input_method_composes(keyboard):
    keyboard.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'e', bubbles: true, isComposing: true}))"
    )
    assert pressed(keyboard) == []


def test_single_keys_can_be_switched_off(keyboard):
    keyboard.keyboard.press("?")
    keyboard.locator("m-shortcuts").get_by_role("switch").uncheck()
    keyboard.keyboard.press("Escape")
    keyboard.keyboard.press("e")
    assert pressed(keyboard) == []


def test_the_command_bar_finds_places_tickets_and_the_actions_of_the_page(keyboard):
    keyboard.keyboard.press("Control+k")
    bar = keyboard.get_by_role("combobox", name="命令栏")
    options = keyboard.locator("m-command").get_by_role("option")
    bar.fill("rep")
    expect(options.first).to_contain_text("Reports")
    bar.fill("0417")
    expect(options).to_have_text("#0417")
    bar.fill("转交")
    expect(options.first).to_contain_text("转交")
    keyboard.keyboard.press("Enter")
    assert pressed(keyboard) == ["t"]


def test_a_menu_is_driven_by_keys_and_gives_the_focus_back(kit):
    kit.goto("/kitchen.html")
    button = kit.locator(".rail-me")
    button.focus()
    kit.keyboard.press("ArrowDown")
    kit.keyboard.press("End")
    expect(kit.get_by_role("menuitem", name="退出")).to_be_focused()
    kit.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("seconds", "words"), [(59, "刚刚"), (3599, "59分钟前"), (3600, "1小时前"), (604800, "1周前")])
def test_a_distance_in_time_is_told_in_the_unit_it_fills(kit, seconds, words):
    kit.goto("/kitchen.html")
    said = kit.evaluate(
        "async ([address, seconds]) => (await import(address)).relative(1e12 - seconds * 1000, 1e12)",
        ["/static/core/js/relative-time.js", seconds],
    )
    assert said == words


def test_the_theme_is_changed_at_once_and_remembered(kit):
    kit.goto("/kitchen.html")
    kit.locator(".rail-me").click()
    kit.get_by_role("menuitemradio", name="深色").click()
    expect(kit.locator("html")).to_have_attribute("data-theme", "dark")
    kit.reload()
    expect(kit.locator("html")).to_have_attribute("data-theme", "dark")


def test_what_cannot_be_undone_happens_only_after_yes(kit):
    kit.goto("/kitchen.html")
    kit.evaluate("document.querySelector('#confirm-me').addEventListener('click', () => (window.done = true))")
    kit.locator("#confirm-me").click()
    expect(kit.get_by_role("alertdialog").get_by_role("button", name="取消")).to_be_focused()
    kit.keyboard.press("Escape")
    assert kit.evaluate("window.done") is None
    kit.locator("#confirm-me").click()
    kit.get_by_role("alertdialog").get_by_role("button", name="删除").click()
    assert kit.evaluate("window.done") is True


def test_a_notice_from_the_server_offers_undo(kit):
    kit.goto("/kitchen.html")
    kit.evaluate("document.dispatchEvent(new CustomEvent('manyi:toast', {detail: {text: '已发送', undo: '/upload'}}))")
    kit.get_by_role("status").get_by_role("button", name="撤销").click()
    wait_for(kit, lambda: ("/upload", {}) in kitchen.received)


def test_the_customers_page_works_without_scripts(chromium, site):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/kitchen_customer.html")
    page.get_by_label("3", exact=True).first.check()
    expect(page.get_by_label("3", exact=True).first).to_be_checked()
    context.close()
