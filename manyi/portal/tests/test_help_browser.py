"""The help centre in a real browser: answers while one types, articles before one writes; without scripts too."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from manyi.conftest import Cast, build_cast
from manyi.desk.models import Ticket
from manyi.knowledge.models import Article
from manyi.portal.models import ContactAttempt
from manyi.portal.tests.test_help import written

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
def article(people: Cast) -> Article:
    return written(people, "怎样更换表带")


@pytest.fixture
def opened(chromium: Browser, live_server: Any, article: Article) -> Iterator[Open]:
    """Open a page as a visitor; whatever the browser complains about fails the test."""
    contexts, complaints = [], []

    def open_page(address: str, width: int = 1280, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 844}, locale="zh-CN", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.extend([message.text] if message.type == "error" else []))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def test_results_come_while_one_types_and_are_reached_by_keys(opened: Open, article: Article) -> None:
    page = opened("/help/zh/")
    page.get_by_role("searchbox").press_sequentially("biaod")
    expect(page.locator(".help-suggestions a")).to_have_text(re.compile("怎样更换表带"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/help/zh/articles/{article.pk}/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("怎样更换表带")
    page.get_by_role("button", name="有帮助").click()
    expect(page.get_by_role("status")).to_be_visible()


def test_articles_are_offered_before_one_writes(opened: Open, article: Article) -> None:
    page = opened("/help/new/")
    page.locator("[name=name]").fill("周敏")
    page.locator("[name=email]").fill("zhoumin@example.com")
    page.locator("[name=text]").fill("卡扣按不动")
    page.locator("[name=subject]").press_sequentially("换表带")
    expect(page.locator(".help-offered a")).to_contain_text("怎样更换表带")
    page.locator("form.sheet button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"\d{8}-\d{4}"))
    assert Ticket.objects.count() == 1
    assert ContactAttempt.objects.get().outcome == "sent"


def test_who_types_faster_than_the_answers_come_writes_once(opened: Open, article: Article) -> None:
    """The first answer is held back until the next words are typed: they wait for the number it brings."""
    page = opened("/help/new/")
    held: list[Route] = []
    page.route(re.compile("/suggestions/"), lambda route: route.continue_() if held else held.append(route))
    subject = page.locator("[name=subject]")
    with page.expect_request(re.compile("/suggestions/")):
        subject.fill("换表带")
    subject.press_sequentially(" 卡扣")
    page.wait_for_timeout(300)  # longer than the pause after which the next question would be asked
    with page.expect_response(re.compile("%E5%8D%A1%E6%89%A3")):
        held[0].continue_()
    assert ContactAttempt.objects.count() == 1


def test_all_of_it_works_without_scripts(opened: Open, article: Article) -> None:
    page = opened("/help/zh/", width=390, java_script_enabled=False)
    page.locator("[name=q]").fill("表带")
    page.keyboard.press("Enter")
    page.locator(".help-results a").click()
    page.locator("button[value=unhelpful]").click()
    page.locator("[name=text]").fill("没有图")
    with page.expect_navigation():
        page.locator("button[value=unhelpful]").click()
    page.goto("/help/new/")
    for name, value in (("name", "周敏"), ("email", "zhoumin@example.com"), ("subject", "表带"), ("text", "断了")):
        page.locator(f"[name={name}]").fill(value)
    page.locator("form.sheet button[type=submit]").click()
    expect(page.locator(".help-offered")).to_be_visible()
    assert not Ticket.objects.exists()
    page.locator("form.sheet button[type=submit]").click()
    expect(page.locator("main")).to_contain_text(re.compile(r"\d{8}-\d{4}"))
