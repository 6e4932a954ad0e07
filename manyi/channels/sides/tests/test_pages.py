"""Side conversations on the ticket's page, on their own, for programs; and nowhere a customer looks."""

from __future__ import annotations

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from manyi.api.tests.programs import Program
from manyi.channels.chat.tests.conftest import Browser, browser, site
from manyi.channels.models import Inbox
from manyi.channels.sides import actions
from manyi.channels.sides.events import SideAnswered, SideClosed, SideReopened, SideSaid, SideStarted
from manyi.channels.sides.models import Side, SideFile, SideMessage
from manyi.channels.sides.tests.conftest import PARTNER, SECRET_WORDS
from manyi.conftest import Cast
from manyi.core.log import run_reader
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.listening.links import token_of
from manyi.listening.models import Survey
from manyi.portal.tests.test_customer_pages import inside
from manyi.stream.topics import CUSTOMER_VERBS

__all__ = ["browser", "site"]

HTMX = {"hx-request": "true", "hx-target": "conversation"}


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return unescape(response.content.decode())


def begin(client: Client, ticket: Ticket, **more: object) -> object:
    sent = {"to": PARTNER, "subject": "询价", "text": "多少钱？", **more}
    return client.post(reverse("ticket-sides", args=[ticket.number]), sent, headers=HTMX)


def test_it_is_begun_from_the_ticket_and_stands_in_its_context(
    cast: Cast, ticket: Ticket, inbox: Inbox, lin_client: Client
) -> None:
    page = read(lin_client, reverse("ticket", args=[ticket.number]))
    assert reverse("ticket-sides", args=[ticket.number]) in page
    form = read(lin_client, reverse("ticket-sides", args=[ticket.number]))
    assert ticket.subject in form
    note = SimpleUploadedFile("说明.txt", b"hello")
    assert begin(lin_client, ticket, colleague=cast.wei.email, files=note).status_code == 200  # type: ignore[attr-defined]
    side = Side.objects.get()
    assert side.receivers == [("", PARTNER), (cast.wei.name, cast.wei.email)]
    context = read(lin_client, reverse("ticket-context", args=[ticket.number]))
    for words in ("询价", "等待答复", reverse("side", args=[side.pk])):
        assert words in context
    assert "开始了附加会话“询价”" in read(lin_client, reverse("ticket", args=[ticket.number]))


def test_a_refused_form_keeps_what_was_typed(ticket: Ticket, inbox: Inbox, lin_client: Client) -> None:
    response = begin(lin_client, ticket, to="zhoumin@example.com", text="长长的问题")
    assert response.status_code == 422  # type: ignore[attr-defined]
    page = response.content.decode()  # type: ignore[attr-defined]
    assert "长长的问题" in page
    assert "附加会话不是给客户看的" in page


def test_a_ticket_without_any_has_no_panel(ticket: Ticket, lin_client: Client) -> None:
    assert 'id="slot-sides"' not in read(lin_client, reverse("ticket-context", args=[ticket.number]))


def test_a_talk_is_read_gone_on_with_and_closed(cast: Cast, side: Side, lin_client: Client) -> None:
    message = actions.take_answer(side, sender=("厂长", "boss@partner.example"), text="二十元", external_id="<q@x>")
    address = reverse("side", args=[side.pk])
    page = read(lin_client, address)
    for words in (SECRET_WORDS, "二十元", "厂长", "还收不到我们的邮件"):
        assert words in page
    done = lin_client.post(
        address, {"do": "say", "text": "谢谢", "to": "boss@partner.example"}, headers={"hx-request": "true"}
    )
    assert (done.status_code, "desk:changed" in done.headers["HX-Trigger"]) == (200, True)
    assert Side.objects.get().receivers == [("", "boss@partner.example")]
    assert message.pk < SideMessage.objects.latest("id").pk
    assert lin_client.post(address, {"do": "close"}).status_code == 302
    assert not Side.objects.get().is_open
    assert lin_client.post(address, {"do": "reopen"}).status_code == 302
    assert lin_client.post(address, {"do": "say", "text": " ", "to": PARTNER}).status_code == 422
    assert lin_client.post(address, {"do": "nonsense"}).status_code == 404


def test_a_file_is_given_to_keep(
    cast: Cast, ticket: Ticket, inbox: Inbox, lin_client: Client, wei_client: Client
) -> None:
    desk.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    begin(lin_client, ticket, files=SimpleUploadedFile("x.html", b"<script>1</script>"))
    address = reverse("side-file", args=[Side.objects.get().pk, SideFile.objects.get().pk])
    kept = lin_client.get(address)
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert wei_client.get(address).status_code == 404


def test_the_outsider_reaches_no_page_of_it(cast: Cast, ticket: Ticket, side: Side, wei_client: Client) -> None:
    desk.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    for address in (
        reverse("side", args=[side.pk]),
        reverse("ticket-sides", args=[ticket.number]),
        reverse("ticket-context", args=[ticket.number]),
    ):
        assert wei_client.get(address).status_code == 404
    assert wei_client.post(reverse("side", args=[side.pk]), {"do": "close"}).status_code == 404
    assert Client().get(reverse("side", args=[side.pk])).status_code == 302


def test_programs_begin_read_and_close_it(cast: Cast, ticket: Ticket, inbox: Inbox) -> None:
    desk.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    lin, wei = Program(cast.lin), Program(cast.wei)
    sent = {"to": [PARTNER], "subject": "询价", "text": "多少钱？"}
    made = lin.ask("POST", f"/tickets/{ticket.number}/sides", sent, status=201)
    assert (made["people"], made["mails"][0]["text"]) == ([{"name": "", "address": PARTNER}], "多少钱？")
    lin.ask("POST", f"/tickets/{ticket.number}/sides", {**sent, "to": ["zhoumin@example.com"]}, status=422)
    lin.ask("POST", f"/sides/{made['id']}/mails", {"text": "急"}, status=201)
    assert not lin.ask("POST", f"/sides/{made['id']}/closing")["is_open"]
    assert lin.ask("POST", f"/sides/{made['id']}/reopening")["is_open"]
    assert [one["id"] for one in lin.ask("GET", f"/tickets/{ticket.number}/sides")["sides"]] == [made["id"]]
    wei.ask("GET", f"/sides/{made['id']}", status=404)
    wei.ask("POST", f"/sides/{made['id']}/mails", {"text": "x"}, status=404)
    messages = lin.ask("GET", f"/tickets/{ticket.number}/messages")
    assert "多少钱" not in str(messages)


@pytest.fixture
def talked(cast: Cast, side: Side) -> Side:
    actions.take_answer(side, sender=("维修站", PARTNER), text="成本二十元", external_id="<q@x>")
    desk.reply(side.ticket, by=cast.actor(cast.lin), text="可以保修。", then="resolve")
    return side


def test_the_portal_shows_the_customer_nothing_of_it(cast: Cast, talked: Side) -> None:
    browser = inside(cast.zhou)
    for path in ("/my/", f"/my/{talked.ticket.number}/"):
        page = read(browser, path)
        assert talked.ticket.subject in page
        for hidden in (SECRET_WORDS, "成本二十元", talked.subject, PARTNER, "附加会话"):
            assert hidden not in page
    for path in (reverse("side", args=[talked.pk]), reverse("ticket-context", args=[talked.ticket.number])):
        assert browser.get(path).status_code in (302, 403, 404)


def test_the_chat_shows_the_customer_nothing_of_it(cast: Cast, browser: Browser, inbox: Inbox) -> None:
    browser.say("表带断了")
    ticket = browser.ticket()
    lin = cast.actor(cast.lin)
    side = actions.start_side(ticket, by=lin, to=[PARTNER], subject="询价", text=SECRET_WORDS)
    actions.take_answer(side, sender=("维修站", PARTNER), text="成本二十元", external_id="<q@x>")
    seen = f"{browser.begin(token=browser.token)} {browser.get('messages?after=0').json()}"
    assert "表带断了" in seen
    for hidden in (SECRET_WORDS, "成本二十元", "询价", PARTNER):
        assert hidden not in seen


def test_the_visitors_live_stream_hears_nothing_of_it() -> None:
    spoken = {payload.verb for payload in (SideStarted, SideSaid, SideAnswered, SideClosed, SideReopened)}
    assert not spoken & CUSTOMER_VERBS


def test_the_survey_shows_the_customer_nothing_of_it(cast: Cast, talked: Side) -> None:
    desk.close_ticket(talked.ticket, by=cast.actor(cast.lin))
    run_reader("listening", limit=500)
    page = read(Client(), reverse("survey", args=[token_of(Survey.objects.get())]))
    for hidden in (SECRET_WORDS, "成本二十元", talked.subject, PARTNER):
        assert hidden not in page
