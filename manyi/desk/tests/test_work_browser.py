"""The pages of the work around tickets in a real browser: nobody is shut out, keys do all, a reader finds its way."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from manyi.conftest import Cast
from manyi.desk import actions
from manyi.desk.actions.approvals import ask_approval, save_approval_rule
from manyi.desk.actions.cases import open_case, plan_step
from manyi.desk.actions.sops import start_sop
from manyi.desk.models import Sop, SopRun, SopVersion, Task, Ticket
from manyi.desk.task_links import link_of
from manyi.desk.tests.test_workspace_browser import Open, chromium, opened, people, work
from manyi.people.models import Department

__all__ = ["chromium", "opened", "people", "work"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Around(NamedTuple):
    """Addresses of one of everything around Lin's first ticket."""

    pages: dict[str, str]
    task: Task
    ticket: Ticket


@pytest.fixture
def around(people: Cast, work: list[Ticket]) -> Around:
    """A task Zhao answers, an approval and a case of Chen's, a procedure that runs."""
    ticket, by = work[0], people.actor(people.lin)
    store = Department.objects.create(name="仓储部", interface_owner=people.zhao)
    task = actions.ask_department(ticket, by=by, department=store, title="查库存", checklist=["拍照"], hours=4)
    rule = save_approval_rule(
        None, by=people.actor(people.admin), names={"zh-hans": "退款"}, limit=Decimal(1), approver=people.chen
    )
    ask_approval(ticket, by=by, rule=rule, amount=Decimal("99.5"), reason="坏了")
    case = open_case(ticket, by=people.actor(people.chen), goal="一次办好")
    plan_step(case, by=people.actor(people.chen), title="补发", department=store)
    start_sop(ticket, Sop.objects.get(key="complaint"), by=by)
    link = re.sub(r"^https?://[^/]+", "", link_of(task))
    pages = {"ticket": f"/tickets/{ticket.number}/", "simple task": link}
    return Around(pages, task, ticket)


def grave(page: Page) -> list[object]:
    """What axe finds seriously wrong."""
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in ("serious", "critical")]


def test_the_command_bar_and_the_keys_shut_nobody_out(
    people: Cast,
    around: Around,
    opened: Open,
) -> None:
    page = opened(people.lin, around.pages["ticket"])
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="命令栏")).to_be_focused()
    assert grave(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert grave(page) == []


def test_a_task_is_answered_from_its_simple_page_on_a_phone(
    people: Cast,
    around: Around,
    opened: Open,
) -> None:
    page = opened(people.zhao, around.pages["simple task"], width=390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("textarea[name=text]").first.fill("有货，明天发")
    page.get_by_role("button", name="拍照").click()
    expect(page.get_by_role("button", name="拍照", pressed=True)).to_be_focused()
    page.locator("button[value=answer], form:has(input[value=answer]) button[type=submit]").first.click()
    expect(page.get_by_text("有货，明天发").first).to_be_visible()
    around.task.refresh_from_db()
    assert (around.task.state, around.task.checklist[0]["done"]) == ("answered", True)


def test_a_form_refused_in_its_dialog_says_there_what_is_missing(people: Cast, around: Around, opened: Open) -> None:
    page = opened(people.lin, around.pages["ticket"])
    page.keyboard.press("d")
    dialog = page.get_by_role("dialog")
    dialog.locator("input[name=title]").fill("查包裹")
    dialog.get_by_role("button", name="发起协办").click()
    expect(dialog.locator("select[name=department]")).to_be_focused()
    expect(dialog.locator(".field-error")).to_have_text("请选择部门。")
    expect(dialog.locator("input[name=title]")).to_have_value("查包裹")
    assert not Task.objects.filter(title="查包裹").exists()


def test_a_step_of_a_procedure_is_done_by_keys(
    people: Cast,
    around: Around,
    opened: Open,
) -> None:
    page = opened(people.lin, around.pages["ticket"])
    page.get_by_label("客户陈述").focus()
    page.keyboard.type("等了十天")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".sop-path [aria-current=step]")).to_have_text("核实事实")
    assert SopRun.objects.get().data["story"] == "等了十天"


def test_steps_are_moved_by_key_and_by_drag(people: Cast, opened: Open) -> None:
    sop = Sop.objects.get(key="device")

    def order() -> list[str]:
        return [step["key"] for step in SopVersion.objects.filter(sop=sop).order_by("-number")[0].steps]

    first, second, third, *_rest = order()
    page = opened(people.admin, f"/settings/desk/sops/{sop.pk}?step={second}")
    page.locator(f"[data-step={second}] a").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-step]").first).to_have_attribute("data-step", second)
    expect(page.locator(".sop-flow [aria-current=true]")).to_be_focused()
    assert order()[:3] == [second, first, third]
    page.locator(f"[data-step={third}]").drag_to(page.locator(f"[data-step={second}]"))
    expect(page.locator("[data-step]").first).to_have_attribute("data-step", third)
    assert order()[:3] == [third, second, first]


def test_what_is_typed_in_a_step_is_kept_whatever_is_done_next(people: Cast, opened: Open) -> None:
    sop = Sop.objects.get(key="device")
    page = opened(people.admin, f"/settings/desk/sops/{sop.pk}")
    page.locator("input[name=title-zh-hans]").fill("先看外观")
    page.get_by_role("button", name="在此步骤后添加").click()
    expect(page.locator("input[name=title-zh-hans]")).to_have_value("")
    page.evaluate("customElements.whenDefined('sop-flow').then(() => true)")
    page.locator("input[name=title-zh-hans]").fill("再通电")
    page.locator("a.sop-card").first.click()
    expect(page.locator("input[name=title-zh-hans]")).to_have_value("先看外观")
    expect(page.locator("a.sop-card b").nth(1)).to_have_text("2. 再通电")


def test_a_screen_reader_finds_its_way_from_the_list_to_the_answer(
    people: Cast,
    around: Around,
    opened: Open,
) -> None:
    page = opened(people.lin, "/inbox/mine/")
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("navigation").first).to_be_visible()
    page.get_by_role("region", name="我的工单").get_by_role("link", name=re.compile("第 0 件")).first.click()
    expect(
        page.get_by_role("heading", level=1, name="第 0 件").or_(page.get_by_role("heading", name="第 0 件")).first
    ).to_be_visible()
    box = page.locator("#compose-out textarea, textarea[name=text]").first
    assert box.evaluate("box => (box.labels[0]?.textContent || box.getAttribute('aria-label') || '').trim()")
    for button in page.get_by_role("button").all():
        if button.is_visible():
            name = button.evaluate("one => (one.getAttribute('aria-label') || one.textContent || one.title).trim()")
            assert name, button.evaluate("one => one.outerHTML.slice(0, 200)")
    assert page.locator("[aria-live], [role=status], [role=log]").count() > 0


def test_enter_in_the_name_of_a_text_saves_it_and_does_not_ask_to_delete(opened: Open, people: Cast) -> None:
    page = opened(people.lin, "/prepared/texts/new")
    page.get_by_label("名称").fill("问候")
    page.get_by_label("文本").fill("您好")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="问候").click()
    page.get_by_label("名称").fill("早上好")
    page.get_by_label("名称").press("Enter")
    expect(page.get_by_role("link", name="早上好")).to_be_visible()
