"""Side conversations in a real browser: begun by a key, answered, gone on with, without the mouse."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from manyi.channels import actions as channels
from manyi.channels.sides import actions
from manyi.channels.sides.models import Side
from manyi.channels.sides.tests.conftest import PARTNER
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.desk.models import Ticket
from manyi.desk.tests.test_workspace_browser import Open, chromium, happen, opened, people, work

__all__ = ["chromium", "opened", "people", "work"]
SERIOUS = {"serious", "critical"}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_partner_is_asked_and_his_answer_read_by_keys(
    people: Cast, work: list[Ticket], opened: Open, theme: str
) -> None:
    channels.add_inbox("email", name="曜石客服", address="support@obsidian.example", by=SYSTEM)
    page = opened(people.lin, f"/tickets/{work[0].number}/?list=mine", theme=theme)
    page.keyboard.press("s")
    expect(page.locator("#f-to")).to_be_focused()
    page.keyboard.type(PARTNER)
    page.locator("#f-text").focus()
    page.keyboard.type("这条表带能修吗？")
    page.locator("dialog[open] button[type=submit]").press("Enter")
    panel = page.locator("#slot-sides")
    expect(panel).to_contain_text("等待答复")
    side = Side.objects.get()
    actions.take_answer(side, sender=("维修站", PARTNER), text="能修，二十元。", external_id="<q@x>")
    happen(page, work[0], "side.answered")
    expect(panel).to_contain_text("已回信")
    page.keyboard.press("Control+k")
    page.keyboard.type("附加会话：第 0")
    page.keyboard.press("Enter")
    talk = page.locator("dialog[open]")
    expect(talk).to_contain_text("能修，二十元。")
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found if one["impact"] in SERIOUS] == []
    page.keyboard.type("好的，请修。")
    talk.locator("button.primary").press("Enter")
    expect(talk.locator(".entry")).to_have_count(3)
    expect(panel).to_contain_text("等待答复")
