"""Customers ask, see, answer and confirm for themselves, and see nobody else's requests."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import Signer
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.errors import NotFound
from manyi.core.ids import token_hash
from manyi.core.log import run_reader
from manyi.core.models import Event, Job
from manyi.customers.models import Customer, Identity
from manyi.desk import actions as desk
from manyi.desk.models import Message, Status, Ticket
from manyi.listening.models import Survey
from manyi.people import actions as people
from manyi.portal import actions
from manyi.portal.access import COOKIE, request_link
from manyi.portal.models import EntryLink
from manyi.routing import queries
from manyi.routing.models import CallBack, Promise
from manyi.routing.queries.places import forget_places

ASK = {
    "name": "周敏",
    "email": "zhoumin@example.com",
    "subject": "耳机左耳没声音",
    "text": "充满电还是没有声音，订单 D20261103-88213。",
    "website": "",
}


def inside(customer: Customer) -> Client:
    """A browser of a customer who came in by a mailed link."""
    actions.send_entry_link(Identity.objects.get(customer=customer, kind="email").value)
    url = Job.objects.filter(name="email.system_mail").latest("id").args["text"]
    secret = url.split("/my/enter/")[1].split("/")[0]
    client = Client()
    client.post(f"/my/enter/{secret}/")
    return client


def test_a_link_that_was_used_offers_a_new_one(cast: Cast) -> None:
    actions.send_entry_link("zhoumin@example.com")
    secret = Job.objects.get(name="email.system_mail").args["text"].split("/my/enter/")[1].split("/")[0]
    assert Client().post(f"/my/enter/{secret}/").status_code == 302
    again = Client().post(f"/my/enter/{secret}/")
    assert again.status_code == 404
    assert 'action="/my/sign-in/"' in again.content.decode()


def test_what_a_colleague_laid_out_is_laid_out_for_the_customer(cast: Cast, ticket: Ticket) -> None:
    desk.reply(ticket, by=cast.actor(cast.lin), text="请先**重置**耳机", html="<p>请先<strong>重置</strong>耳机</p>")
    desk.reply(ticket, by=cast.actor(cast.lin), text="尺寸 2**3", external_id="plain")
    shown = inside(cast.zhou).get(f"/my/{ticket.number}/").content.decode()
    assert "请先<strong>重置</strong>耳机" in shown
    assert "尺寸 2**3" in shown


def test_the_form_opens_a_ticket_of_the_known_customer(cast: Cast) -> None:
    photo = SimpleUploadedFile("左耳.png", b"\x89PNG\r\n\x1a\n" + b"0" * 64, content_type="image/png")
    response = Client().post("/help/new/", {**ASK, "uploads": photo})
    ticket = Ticket.objects.get(channel="form")
    assert ticket.customer_id == cast.zhou.pk
    assert ticket.number in response.content.decode()
    message = Message.objects.get(ticket=ticket)
    assert message.attachments.get().name == "左耳.png"
    assert Event.objects.filter(ticket_id=ticket.pk, verb="message.received").count() == 1


def test_a_form_with_a_mistake_keeps_what_was_typed(cast: Cast) -> None:
    response = Client().post("/help/new/", {**ASK, "email": "nonsense"})
    assert response.status_code == 422
    assert "充满电还是没有声音" in response.content.decode()
    assert not Ticket.objects.exists()


def test_a_machine_that_fills_the_trap_opens_nothing(cast: Cast) -> None:
    assert Client().post("/help/new/", {**ASK, "website": "http://spam.example"}).status_code == 200
    assert not Ticket.objects.exists()


def test_strangers_are_asked_for_their_address_first(cast: Cast, ticket: Ticket) -> None:
    for path in ("/my/", f"/my/{ticket.number}/"):
        assert Client().get(path).headers["Location"] == f"/my/sign-in/?next={path}"


def test_an_unknown_address_gets_the_same_page_and_no_mail(cast: Cast) -> None:
    known = Client().post("/my/sign-in/", {"email": "zhoumin@example.com"}).content.decode()
    unknown = Client().post("/my/sign-in/", {"email": "nobody@example.com"}).content.decode()
    assert known.replace("zhoumin", "X").split("csrf")[0] == unknown.replace("nobody", "X").split("csrf")[0]
    assert EntryLink.objects.count() == 1


def test_a_link_lets_in_once(cast: Cast) -> None:
    client = inside(cast.zhou)
    assert client.cookies[COOKIE]["httponly"]
    link = EntryLink.objects.get()
    assert link.used_at is not None
    assert Identity.objects.get(customer=cast.zhou).is_verified
    assert link.token_hash != token_hash("")
    with pytest.raises(NotFound):
        actions.use_entry_link("wrong")


def test_customers_see_their_own_requests_and_no_notes(cast: Cast, ticket: Ticket) -> None:
    desk.note(ticket, by=cast.actor(cast.lin), text="客户有点急，优先处理")
    desk.reply(ticket, by=cast.actor(cast.lin), text="请寄回检测")
    page = inside(cast.zhou).get(f"/my/{ticket.number}/").content.decode()
    assert "请寄回检测" in page
    assert "客户有点急" not in page
    assert ticket.subject in inside(cast.zhou).get("/my/").content.decode()


def test_another_customer_finds_nothing(cast: Cast, ticket: Ticket) -> None:
    client = inside(cast.stranger)
    assert client.get(f"/my/{ticket.number}/").status_code == 404
    assert client.post(f"/my/{ticket.number}/", {"text": "我也要"}).status_code == 404
    assert client.post(f"/my/{ticket.number}/confirmation/").status_code == 404
    assert client.post(f"/my/{ticket.number}/reopening/").status_code == 404
    assert ticket.subject not in client.get("/my/").content.decode()


def test_a_file_of_a_note_or_of_somebody_else_is_not_served(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    secret = desk.upload(ticket, by=by, name="内部.pdf", content=b"%PDF-1.4 secret")
    desk.note(ticket, by=by, text="附件", attachments=[secret])
    open_file = desk.upload(ticket, by=by, name="说明.pdf", content=b"%PDF-1.4 open")
    desk.reply(ticket, by=by, text="见附件", attachments=[open_file])
    assert inside(cast.zhou).get(f"/my/files/{secret.pk}/").status_code == 404
    assert inside(cast.stranger).get(f"/my/files/{open_file.pk}/").status_code == 404
    response = inside(cast.zhou).get(f"/my/files/{open_file.pk}/")
    assert response.content == b"%PDF-1.4 open"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_confirming_closes_and_reopening_opens_again(cast: Cast, ticket: Ticket) -> None:
    desk.propose_resolution(ticket, by=cast.actor(cast.lin))
    client = inside(cast.zhou)
    client.post(f"/my/{ticket.number}/confirmation/")
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED
    assert "/survey/" in client.get(f"/my/{ticket.number}/").content.decode()
    run_reader("listening")
    assert Survey.objects.filter(ticket=ticket).count() == 1
    client.post(f"/my/{ticket.number}/reopening/")
    assert "表示还没有解决" in signed_in(cast.lin).get(f"/tickets/{ticket.number}/").content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


def test_a_proposed_solution_is_mailed_with_a_link_that_confirms(cast: Cast, ticket: Ticket) -> None:
    desk.propose_resolution(ticket, by=cast.actor(cast.lin))
    run_reader("portal", limit=500)
    run_reader("portal", limit=500)
    notice = Job.objects.get(name="email.notice")
    link = request_link(ticket)
    assert link in notice.args["text"]
    path = link.removeprefix("http://127.0.0.1:8000")
    assert "表带断裂" in Client().get(path).content.decode()
    assert "/survey/" in Client().post(path, {"answer": "solved"}, follow=True).content.decode()
    ticket.refresh_from_db()
    assert ticket.status == Status.CLOSED


def test_a_forged_request_link_leads_nowhere(cast: Cast, ticket: Ticket) -> None:
    forged = Signer(salt="another").sign(ticket.number)
    assert Client().get(f"/request/{forged}/").status_code == 404


def test_a_customer_is_told_how_long_it_takes_and_may_rather_be_called(cast: Cast, ticket: Ticket) -> None:
    desk.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还要多久", channel="form")
    run_reader("routing")
    forget_places()
    page, mine = inside(cast.zhou), f"/my/{ticket.number}/"
    assert "第 1 位" in page.get(mine).content.decode()
    assert page.post(f"{mine}call-back/", {"phone": "abc"}).status_code == 422
    assert page.post(f"{mine}call-back/", {"phone": "13800138000"}).status_code == 302
    assert "+8613800138000" in page.get(mine).content.decode()
    assert CallBack.objects.get().ticket_id == ticket.pk
    assert inside(cast.stranger).post(f"{mine}call-back/", {"phone": "13800138000"}).status_code == 404


def test_what_a_customer_who_wrote_by_mail_reads_is_judged_too(cast: Cast, ticket: Ticket) -> None:
    people.change_staff(cast.lin, by=cast.actor(cast.admin), capacity=1)
    people.set_presence(cast.lin, "online", by=cast.actor(cast.lin))
    desk.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还要多久", channel="email")
    Ticket.objects.create(
        number="busy", subject="先来的", channel="email", customer=cast.stranger, assignee=cast.lin,
        team=cast.wearables, created_at=ticket.created_at, updated_at=ticket.created_at,
        waiting_since=ticket.created_at,
    )  # fmt: skip
    run_reader("routing")
    forget_places()
    assert not Promise.objects.exists()
    page, mine = inside(cast.zhou), f"/my/{ticket.number}/"
    for _time in range(2):
        assert "分钟" in page.get(mine).content.decode()
    told = Promise.objects.get()
    assert (told.wait.ticket_id, told.position, told.waited) == (ticket.pk, 1, None)
    assert queries.accuracy(told.queue_id).judged == 0
    desk.take(ticket, by=cast.actor(cast.lin))
    run_reader("routing")
    assert queries.accuracy(told.queue_id).judged == 1
