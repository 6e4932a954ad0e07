"""The first-run assistant: every step saves, can be left and resumed; at the end its link is dead."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from manyi.channels.email.checking import Finding
from manyi.channels.models import Inbox
from manyi.conftest import Cast, signed_in
from manyi.core.models import Event, Installation, SetupLink
from manyi.people import actions as people
from manyi.people.models import Invitation, Role, Staff
from manyi.people.tests.mails import BACKEND, queued
from manyi.web import middleware
from manyi.web.forms import FirstMailboxForm
from manyi.web.views import setup as views

YOU = {"name": "陈静", "email": "Chen@Obsidian.example", "password": "一片叶子落在书桌的左边"}
COMPANY = {
    "name": "曜石科技", "language": "zh-hans", "time_zone": "Asia/Shanghai", "working_days": ["0", "1", "2", "5"],
    "opens_at": "08:30", "closes_at": "20:00",
}  # fmt: skip
MAILBOX = {
    "name": "曜石客服", "address": "help@obsidian.example", "user": "", "password": "code-123", "imap_host": "",
    "imap_port": "993", "imap_security": "ssl", "smtp_host": "out.obsidian.example", "smtp_port": "465",
    "smtp_security": "ssl",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_known(db: None, settings) -> Iterator[None]:
    settings.EMAIL_BACKEND = BACKEND
    cache.clear()
    middleware.forget()
    yield
    middleware.forget()


@pytest.fixture
def base() -> str:
    return f"/setup/{people.make_setup_link()}"


def tried(monkeypatch: pytest.MonkeyPatch, *, works: bool) -> list[tuple[str, dict, dict]]:
    asked: list[tuple[str, dict, dict]] = []

    def check(address: str, config: dict, secrets: dict) -> list[Finding]:
        asked.append((address, config, secrets))
        return [Finding("imap", True, "收到"), Finding("smtp", works, "服务器拒绝了密码")]

    monkeypatch.setattr(views, "check_mailbox", check)
    return asked


def begun(base: str) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.post(f"{base}/you/", YOU)
    client.post(f"{base}/company/", COMPANY)
    return client


def test_before_the_company_is_there_every_page_leads_to_the_assistant() -> None:
    client = Client(headers={"accept-language": "en"})
    for path in ("/", "/accounts/login/", "/customers/", "/my/", "/people/1/photo/"):
        assert client.get(path).headers["Location"] == "/setup/"
    assert "printed a link" in client.get("/setup/").text
    assert client.get("/health").status_code == 200


def test_afterwards_nothing_leads_there(cast: Cast) -> None:
    assert Client().get("/accounts/login/").status_code == 200
    assert Client().get("/setup/").headers["Location"] == "/"


def test_the_whole_way_from_an_empty_desk_to_a_signed_in_administrator(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tried(monkeypatch, works=True)
    client = Client(headers={"accept-language": "zh-hans"})
    assert client.get(base).headers["Location"] == f"{base}/you/"
    assert client.post(f"{base}/you/", YOU).headers["Location"] == f"{base}/company/"
    assert client.post(f"{base}/company/", COMPANY).headers["Location"] == f"{base}/mailbox/"
    assert client.post(f"{base}/mailbox/", MAILBOX).headers["Location"] == f"{base}/chat/"
    site = {"name": "官网", "origins": "www.obsidian.example\nhttps://shop.obsidian.example/"}
    assert client.post(f"{base}/chat/", site).headers["Location"] == f"{base}/chat/"
    page = client.get(f"{base}/chat/").text
    assert "&lt;script src=" in page and f"data-site=&#34;{Inbox.objects.get(kind='chat').address}" in page
    sent = {"people": "林晓 lin@obsidian.example\nHannah Weiss <hannah@obsidian.example>", "role": agent().pk}
    assert "2" in client.post(f"{base}/colleagues/", sent).text
    assert client.post(f"{base}/finish/").headers["Location"] == "/"

    company = Installation.objects.get()
    assert (company.name, company.working_days, company.opens_at.isoformat()) == ("曜石科技", [0, 1, 2, 5], "08:30:00")
    chen = Staff.objects.get()
    assert (chen.email, chen.role.key, chen.check_password(YOU["password"])) == (
        "chen@obsidian.example",
        "administrator",
        True,
    )
    assert asked[0][0] == "help@obsidian.example"
    assert asked[0][1]["imap"]["host"] == "imap.obsidian.example"
    assert asked[0][2] == {"imap_password": "code-123", "smtp_password": "code-123"}
    assert Inbox.objects.get(kind="chat").config["origins"] == [
        "https://shop.obsidian.example",
        "https://www.obsidian.example",
    ]
    assert [(one.name, one.email) for one in Invitation.objects.order_by("pk")] == [
        ("林晓", "lin@obsidian.example"),
        ("Hannah Weiss", "hannah@obsidian.example"),
    ]
    assert len(queued()) == 2
    assert client.get("/account/").status_code == 200
    assert Client().get(base).status_code == 404
    assert Client().post(f"{base}/finish/").status_code == 404
    assert Event.objects.filter(verb="installation.setup_finished").count() == 1


def agent() -> Role:
    return Role.objects.get(key="agent")


def test_the_assistant_goes_on_where_it_was_left_with_what_was_typed(base: str) -> None:
    begun(base)
    later = Client()
    assert later.get(base).headers["Location"] == f"{base}/mailbox/"
    assert 'value="曜石科技"' in later.get(f"{base}/company/").text
    assert 'value="chen@obsidian.example"' in later.get(f"{base}/you/").text
    assert later.post(f"{base}/you/", {**YOU, "name": "陈静静", "password": ""}).status_code == 302
    staff = Staff.objects.get()
    assert (staff.name, staff.check_password(YOU["password"])) == ("陈静静", True)


def test_a_mistake_keeps_everything_that_was_typed(base: str) -> None:
    answer = Client().post(f"{base}/you/", {**YOU, "password": "kurz"})
    assert answer.status_code == 422
    assert 'value="陈静"' in answer.text and 'value="kurz"' in answer.text
    assert not Staff.objects.exists()
    client = begun(base)
    wrong = client.post(f"{base}/company/", {**COMPANY, "name": "新名", "closes_at": "07:00"})
    assert wrong.status_code == 422 and 'value="新名"' in wrong.text
    assert Installation.objects.get().name == "曜石科技"


def test_a_mailbox_that_does_not_work_is_not_saved(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried(monkeypatch, works=False)
    client = begun(base)
    answer = client.post(f"{base}/mailbox/", MAILBOX)
    assert "服务器拒绝了密码" in answer.text
    assert 'value="help@obsidian.example"' in answer.text and 'value="code-123"' in answer.text
    assert not Inbox.objects.exists()


def test_trying_out_saves_nothing(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried(monkeypatch, works=True)
    assert "收到" in begun(base).post(f"{base}/mailbox/", {**MAILBOX, "test": "1"}).text
    assert not Inbox.objects.exists()


def test_the_mailbox_is_really_tried(base: str) -> None:
    answer = begun(base).post(f"{base}/mailbox/", {**MAILBOX, "imap_host": "127.0.0.1", "imap_port": "9",
                                                   "smtp_host": "127.0.0.1", "smtp_port": "9"})  # fmt: skip
    assert answer.text.count("banner late") == 2
    assert not Inbox.objects.exists()


def test_saving_a_step_twice_makes_one_of_each(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried(monkeypatch, works=True)
    client = begun(base)
    for _time in range(2):
        client.post(f"{base}/you/", YOU)
        client.post(f"{base}/company/", COMPANY)
        client.post(f"{base}/mailbox/", MAILBOX)
        client.post(f"{base}/chat/", {"name": "官网", "origins": "www.obsidian.example"})
        client.post(f"{base}/colleagues/", {"people": "林晓 lin@obsidian.example", "role": agent().pk})
    assert (Staff.objects.count(), Inbox.objects.count(), Invitation.objects.count()) == (1, 2, 1)
    assert Event.objects.filter(verb="installation.created").count() == 1


def test_without_a_mailbox_the_links_are_shown_to_be_passed_on(base: str) -> None:
    client = begun(base)
    page = client.post(f"{base}/colleagues/", {"people": "林晓 lin@obsidian.example", "role": agent().pk}).text
    link = re.search(r"/join/([\w-]+)/", page)
    assert link
    assert Client().get(f"/join/{link[1]}/").status_code == 200


@pytest.mark.parametrize("people_text", ["林晓", "林晓 lin@", "a@b.example\nnobody"])
def test_a_line_without_an_address_is_said_and_nobody_is_invited(base: str, people_text: str) -> None:
    answer = begun(base).post(f"{base}/colleagues/", {"people": people_text, "role": agent().pk})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert not Invitation.objects.exists()


def test_later_steps_wait_for_you_and_the_company(base: str) -> None:
    client = Client()
    for key in ("company", "mailbox", "chat", "colleagues", "nonsense"):
        assert client.get(f"{base}/{key}/").headers["Location"].startswith(base)
    assert client.post(f"{base}/finish/").status_code == 409
    assert SetupLink.objects.filter(used_at=None).exists()


def test_a_wrong_link_opens_nothing() -> None:
    wrong = "/setup/" + "x" * 32
    for path in (wrong, f"{wrong}/you/", f"{wrong}/company/"):
        assert Client().get(path).status_code == 404
    assert Client().post(f"{wrong}/you/", YOU).status_code == 404
    assert Client().post(f"{wrong}/finish/").status_code == 404
    assert not Staff.objects.exists()


def test_the_usual_servers_of_large_providers_are_known() -> None:
    form = FirstMailboxForm({**MAILBOX, "address": "shop@163.com", "smtp_host": ""})
    assert form.is_valid()
    assert (form.config()["imap"]["host"], form.config()["smtp"]["host"]) == ("imap.163.com", "smtp.163.com")


def test_a_signed_in_colleague_of_a_running_desk_needs_no_assistant(cast: Cast) -> None:
    assert signed_in(cast.lin).get("/setup/").headers["Location"] == "/"
