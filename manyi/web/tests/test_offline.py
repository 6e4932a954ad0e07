"""The desk as an app: what makes it installable, and how it goes on without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from manyi.conftest import Cast, build_cast, signed_in
from manyi.desk import actions
from manyi.desk.models import Message, Ticket

EVERYTHING = "**/*"


def test_the_manifest_tells_all_an_installer_needs(cast: Cast, client: Client) -> None:
    found = client.get("/manifest.webmanifest", headers={"accept-language": "zh-hans"}).json()
    assert (found["name"], found["display"], found["start_url"], found["scope"]) == (
        "满意",
        "standalone",
        "/inbox/",
        "/",
    )
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}


def test_the_worker_serves_the_whole_desk_and_the_page_for_no_network_is_for_all(cast: Cast, client: Client) -> None:
    worker = client.get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert client.get("/offline").status_code == 200
    page = signed_in(cast.lin).get("/inbox/mine/").content.decode()
    assert 'rel="manifest"' in page and 'rel="apple-touch-icon"' in page


def test_a_phone_without_vector_icons_has_one_of_its_size() -> None:
    icon = Path(settings.PACKAGE, "core/static/core/img/touch.png").read_bytes()
    assert icon.startswith(b"\x89PNG")
    assert [int.from_bytes(icon[at : at + 4], "big") for at in (16, 20)] == [180, 180]


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return build_cast()


@pytest.fixture
def context(live_server: Any, people: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserContext]:
    """Lin's browser; what its service worker asks for can be cut off too."""
    monkeypatch.setenv("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        made = browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 844}, locale="zh-CN")
        cookie = signed_in(people.lin).cookies["sessionid"].value
        made.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        yield made
        browser.close()


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    by = people.as_customer(people.zhou)
    made = actions.create_ticket(people.zhou, by=by, subject="表带断了", channel="chat")
    actions.receive_message(made, by=by, text="能保修吗？", channel="chat")
    return actions.assign(made, by=people.actor(people.chen), to=people.lin)


def cut(context: BrowserContext, page: Page) -> None:
    """No network from now on, for the page and its service worker."""
    context.route(EVERYTHING, lambda route: route.abort())
    context.set_offline(True)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_a_network_tickets_are_read_and_replies_wait_until_it_is_back(
    people: Cast, ticket: Ticket, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(f"/tickets/{ticket.number}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.locator(".bubble").first).to_have_text("能保修吗？")
    page.wait_for_function(
        "number => caches.open('manyi-pages-1').then(c => c.keys()).then(k => k.some(r => r.url.includes(number)))",
        arg=ticket.number,
    )
    cut(context, page)
    page.reload()
    expect(page.locator(".bubble").first).to_have_text("能保修吗？")
    page.locator("#compose-out textarea").fill("可以，请寄回")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.waiting .bubble")).to_have_text("可以，请寄回")
    expect(page.locator(".message.waiting .bubble")).to_be_in_viewport()
    expect(page.locator(".toast.bad")).to_have_count(0)
    expect(page.locator("#compose-out textarea")).to_have_value("")
    page.reload()
    expect(page.locator(".message.waiting .bubble")).to_have_text("可以，请寄回")
    page.goto("/customers/")
    expect(page.locator("m-kept a")).to_have_count(1)
    page.goto(f"/tickets/{ticket.number}/")
    assert not Message.objects.filter(kind="out").exists()
    context.unroute(EVERYTHING)
    context.set_offline(False)
    expect(page.locator(".message.waiting")).to_have_count(0, timeout=20_000)
    expect(page.locator(".message.out .bubble")).to_have_text("可以，请寄回")
    assert Message.objects.filter(kind="out").count() == 1
