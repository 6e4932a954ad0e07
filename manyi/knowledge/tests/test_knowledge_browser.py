"""The library in a real browser: policy express and suggestions on a ticket, writing with what is pasted from Word."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect, sync_playwright

from manyi.conftest import Cast, build_cast, signed_in
from manyi.core.actions import unit
from manyi.desk import actions as desk
from manyi.desk.models import Message, Ticket
from manyi.knowledge import actions
from manyi.knowledge.models import Acknowledgement, Article, Citation, Version
from manyi.knowledge.tests.conftest import NEW_POLICY, OLD_POLICY
from manyi.people.models import Staff

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Open = Callable[..., Page]
PAGES = ["/knowledge/", "/knowledge/{article}/", "/knowledge/{article}/edit", "/knowledge/policies/"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def people(transactional_db: None) -> Cast:
    return build_cast()


@pytest.fixture
def asked(people: Cast) -> Ticket:
    """Zhou asks about a return, Lin works on it."""
    by = people.as_customer(people.zhou)
    made = desk.create_ticket(people.zhou, by=by, subject="想退货，运费谁出", channel="chat", team=people.wearables)
    desk.receive_message(made, by=by, text="买了十天了还能退吗？", channel="chat")
    desk.assign(made, by=people.actor(people.chen), to=people.lin)
    return made


def ruled(people: Cast, *, changed: bool) -> Article:
    """The returns policy, in force since long; perhaps changed yesterday."""
    chen, admin, today = people.actor(people.chen), people.actor(people.admin), timezone.now()
    Staff.objects.update(created_at=today - dt.timedelta(days=90))
    with unit(at=today - dt.timedelta(days=60)):
        made = actions.create_article(by=chen, title="退货政策", body=OLD_POLICY, kind="policy", audience="public")
        actions.approve(actions.request_review(made.versions.get(), by=chen), by=admin)
    if changed:
        with unit(at=today - dt.timedelta(days=5)):
            draft = actions.save_draft(
                made,
                by=chen,
                title="退货政策",
                body=NEW_POLICY,
                note="7 天改为 15 天",
                effective_from=today - dt.timedelta(days=1),
            )
            actions.approve(actions.request_review(draft, by=chen), by=admin)
        actions.publish_due()
    return made


@pytest.fixture
def opened(chromium: Browser, live_server: Any, people: Cast) -> Iterator[Open]:
    """Open a page as somebody; whatever its scripts complain about fails the test."""
    contexts, complaints = [], []

    def open_page(who: Staff, address: str, width: int = 1440) -> Page:
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 844}, locale="zh-CN"
        )
        contexts.append(context)
        cookie = signed_in(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            if "/tickets/" in page.url:  # its parts load by themselves; the next test begins with an empty database
                page.wait_for_load_state("networkidle")
        context.close()
    assert complaints == []


def test_a_policy_is_found_by_a_key_inserted_and_cited(opened: Open, people: Cast, asked: Ticket) -> None:
    article = ruled(people, changed=False)
    page = opened(people.lin, f"/tickets/{asked.number}/")
    expect(page.locator("#ticket-knowledge")).to_contain_text("退货政策")
    page.keyboard.press("p")
    expect(page.locator("#express")).to_contain_text("7 天内可以无理由退货")
    page.locator("#express").get_by_role("button", name="插入回复").click()
    answer = page.locator('#compose-out textarea[name="text"]')
    expect(answer).to_have_value(re.compile("运费由买家承担"))
    page.locator("#compose-out [data-submit]").click()
    expect(page.locator("#thread")).to_contain_text("运费由买家承担")
    cited = Citation.objects.get()
    assert (cited.version.article_id, cited.subject) == (article.pk, Message.objects.get(kind="out").pk)


def test_a_script_is_called_by_a_slash_and_stops_at_its_first_gap(opened: Open, people: Cast, asked: Ticket) -> None:
    text = "{customer.name}，{time}前给您答复。\n{agent.name}"
    actions.keep_script(None, by=people.actor(people.lin), title="承诺答复", body=text)
    page = opened(people.lin, f"/tickets/{asked.number}/")
    page.locator('#compose-out textarea[name="text"]').click()
    page.keyboard.type("/cndf")
    expect(page.locator(".mention-list [role=option]")).to_contain_text("承诺答复")
    page.keyboard.press("Enter")
    answer = page.locator('#compose-out textarea[name="text"]')
    expect(answer).to_have_value("周敏，{time}前给您答复。\n林晓")
    page.keyboard.type("今天六点")
    expect(answer).to_have_value("周敏，今天六点前给您答复。\n林晓")


def test_a_changed_policy_is_read_before_the_next_answer(opened: Open, people: Cast, asked: Ticket) -> None:
    ruled(people, changed=True)
    page = opened(people.lin, f"/tickets/{asked.number}/")
    expect(page.locator("#badge-knowledge")).to_have_text("1")
    answer = page.locator('#compose-out textarea[name="text"]')
    answer.fill("七天内可以退。")
    page.locator("#compose-out [data-submit]").click()
    dialog = page.locator("#desk-dialog dialog")
    expect(dialog).to_contain_text("7 天改为 15 天")
    expect(answer).to_have_value("七天内可以退。")
    assert not Message.objects.filter(kind="out").exists()
    dialog.get_by_role("button", name="我已阅读并理解").click()
    expect(dialog).not_to_be_visible()
    assert Acknowledgement.objects.get(staff=people.lin).acknowledged_at is not None
    answer.fill("十五天内可以退。")
    page.locator("#compose-out [data-submit]").click()
    expect(page.locator("#thread")).to_contain_text("十五天内可以退。")


def test_a_solution_becomes_an_article_in_two_clicks_and_is_declined(opened: Open, people: Cast, asked: Ticket) -> None:
    lin = people.actor(people.lin)
    desk.reply(asked, by=lin, text="十五天内可以退，请拨 13812345678。")
    desk.close_ticket(asked, by=lin)
    page = opened(people.lin, f"/tickets/{asked.number}/")
    page.locator(f'[data-dialog-url="/tickets/{asked.number}/contribution"]').click()
    dialog = page.locator("#desk-dialog dialog")
    expect(dialog.locator("[name=solution]")).to_have_value(re.compile("电话"))
    dialog.get_by_role("button", name="提交给编辑").click()
    expect(dialog).not_to_be_visible()
    version = Version.objects.get(article__contribution__ticket=asked)
    assert "13812345678" not in version.body
    editor = opened(people.chen, f"/knowledge/versions/{version.pk}/")
    editor.locator("textarea[name=text]").first.fill("已有同样的文章")
    editor.get_by_role("button", name="不采纳这份投稿").click()
    expect(editor.locator("main")).to_contain_text("已有同样的文章")
    assert Article.objects.get().state == "archived"


PASTE = """(area, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain");
  area.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_what_is_pasted_from_word_is_cleaned_and_shown(opened: Open, people: Cast) -> None:
    page = opened(people.chen, "/knowledge/new")
    area = page.locator("textarea[data-editor]")
    area.evaluate(PASTE, "<h1>步骤</h1><p class=MsoNormal><b>关机</b><o:p></o:p></p><iframe src=x></iframe>")
    expect(area).to_have_value("# 步骤\n\n**关机**")
    expect(page.locator("[data-preview] strong")).to_have_text("关机")
    expect(page.locator("[data-status]")).to_contain_text("嵌入内容")
