"""Side conversations by mail, over real SMTP and IMAP servers: out, answered with a mail program, back in."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from django.test import Client
from django.urls import reverse

from manyi.channels import actions as channels
from manyi.channels.email.config import mailbox_of
from manyi.channels.email.fetching import connect, fetch_new
from manyi.channels.email.reading import read_mail
from manyi.channels.email.tests.mail_server import MailServer
from manyi.channels.email.tests.test_intake import mail, take
from manyi.channels.models import Inbound, Inbox
from manyi.channels.sides import actions
from manyi.channels.sides.marks import reply_address, subject_mark
from manyi.channels.sides.models import Side, SideFile, SideMessage
from manyi.channels.sides.sending import deliver
from manyi.channels.sides.tests.conftest import PARTNER, SECRET_WORDS
from manyi.conftest import Cast
from manyi.core import jobs
from manyi.desk import actions as desk
from manyi.desk.models import Message, Ticket

OFFICE = f"维修站 <{PARTNER}>"


@pytest.fixture
def box(inbox: Inbox, mail_server: MailServer, request: pytest.FixtureRequest) -> Inbox:
    """A mailbox of this test alone, which knows plus addresses."""
    inbox.config = {**mail_server.config(user=request.node.name[:60]), "plus_addressing": True}
    inbox.save()
    return inbox


def test_there_and_back_with_nothing_but_a_mail_program(
    cast: Cast, ticket: Ticket, box: Inbox, side: Side, mail_server: MailServer
) -> None:
    jobs.run_due()
    sent = mail_server.sent[-1]
    got = message_from_bytes(sent.raw, policy=default)
    assert sent.receivers == [PARTNER]
    # The partner's program answers: to the reply address, with the original below, and a picture.
    reply = (
        f"From: {OFFICE}\r\nTo: {got['reply-to']}\r\nSubject: Re: {got['subject']}\r\n"
        "Message-ID: <r1@partner.example>\r\n"
        f"In-Reply-To: {got['message-id']}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n二十元一条。\r\n\r\n"
        f"On Nov 22, 2026 Lin wrote:\r\n> {SECRET_WORDS}\r\n--b\r\nContent-Type: text/plain; name=quote.txt\r\n"
        "Content-Disposition: attachment; filename=quote.txt\r\n\r\n20\r\n--b--\r\n"
    ).encode()
    mail_server.put(str(box.config["imap"]["user"]), reply)
    mailbox = mailbox_of(box)
    with connect(mailbox) as client:
        assert fetch_new(client, box, mailbox.folder) == 1
    stored = Inbound.objects.get()
    assert (stored.state, SideMessage.objects.filter(kind="in").count()) == ("waiting", 0)
    jobs.run_due()
    stored.refresh_from_db()
    came = SideMessage.objects.get(kind="in")
    assert (stored.state, stored.why) == ("done", f"side conversation {side.pk}")
    assert (came.text, came.sender, SECRET_WORDS in came.quoted) == ("二十元一条。", PARTNER, True)
    assert [file.name for file in SideFile.objects.filter(message=came)] == ["quote.txt"]
    actions.say_on_side(side, by=cast.actor(cast.lin), text="好的，请修。")
    jobs.run_due()
    again = read_mail(mail_server.sent[-1].raw)
    assert (again.in_reply_to, again.references[-1]) == ("<r1@partner.example>", "<r1@partner.example>")
    assert Message.objects.filter(ticket=ticket).count() == 1


def test_the_mail_carries_what_was_written_and_nothing_of_the_customer(
    ticket: Ticket, side: Side, mail_server: MailServer
) -> None:
    jobs.run_due()
    read = read_mail(mail_server.sent[-1].raw)
    raw = read.text + read.signature + read.subject + read.html
    assert SECRET_WORDS in raw
    for hidden in ("你好，表带昨天断了", "周敏", "zhoumin@example.com", f"[#{ticket.number}]"):
        assert hidden not in raw


@pytest.mark.parametrize("way", ["reply address", "references", "mark in the subject"])
def test_an_answer_finds_its_conversation(inbox: Inbox, ticket: Ticket, side: Side, way: str) -> None:
    ours = SideMessage.objects.get().external_id
    ways = {
        "reply address": {"to": reply_address(inbox.address, side.pk)},
        "references": {"more": f"References: {ours}\r\n"},
        "mark in the subject": {"subject": f"回复: 别的 {subject_mark(side.pk)}"},
    }
    take(inbox, mail("二十元。", sender=OFFICE, mid="<r@partner.example>", **ways[way]))
    assert SideMessage.objects.get(kind="in").text == "二十元。"
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "forged", ["support+s{pk}.00000000000000000000@obsidian.example", "[S{pk}-00000000000000000000]"]
)
def test_a_forged_mark_is_an_ordinary_mail(inbox: Inbox, ticket: Ticket, side: Side, forged: str) -> None:
    text = forged.format(pk=side.pk)
    ways = {"to": text} if "@" in text else {"subject": text}
    take(inbox, mail("二十元。", sender=OFFICE, mid="<r@partner.example>", **ways))
    assert (SideMessage.objects.filter(kind="in").count(), Ticket.objects.count()) == (0, 2)


def test_the_same_answer_over_two_ways_is_one(inbox: Inbox, side: Side) -> None:
    raw = mail("二十元。", sender=OFFICE, mid="<r@partner.example>", to=reply_address(inbox.address, side.pk))
    take(inbox, raw)
    second = channels.store_inbound(inbox, raw, key="imap:1:9")
    channels.read_inbound(second.pk)
    assert SideMessage.objects.filter(kind="in").count() == 1


def test_a_stranger_who_got_it_forwarded_is_read_but_gets_no_mail(inbox: Inbox, side: Side) -> None:
    to = reply_address(inbox.address, side.pk)
    take(inbox, mail("我来答", sender="厂长 <boss@partner.example>", mid="<f@partner.example>", to=to))
    side.refresh_from_db()
    assert SideMessage.objects.get(kind="in").sender == "boss@partner.example"
    assert [email for _name, email in side.receivers] == [PARTNER]


def test_an_automatic_answer_and_our_own_mail_start_nothing(inbox: Inbox, side: Side) -> None:
    to = reply_address(inbox.address, side.pk)
    take(inbox, mail("休假中", sender=OFFICE, mid="<v@x.example>", to=to, more="Auto-Submitted: auto-replied\r\n"))
    take(inbox, mail("回声", sender="support@obsidian.example", mid="<e@x.example>", to=to))
    side.refresh_from_db()
    assert (side.is_answered, list(SideMessage.objects.values_list("kind", flat=True))) == (False, ["out", "auto"])


def test_a_second_attempt_is_the_same_mail_and_none_follows_a_delivered_one(
    side: Side, mail_server: MailServer
) -> None:
    message = SideMessage.objects.get()
    deliver(message.pk)
    deliver(message.pk)
    assert len(mail_server.sent) == 1
    SideMessage.objects.update(delivery="queued")
    deliver(message.pk)
    first, second = mail_server.sent
    assert first.raw == second.raw


def test_a_refused_address_is_said(side: Side, mail_server: MailServer) -> None:
    mail_server.deliverer.refused.add(PARTNER)
    jobs.run_due()
    message = SideMessage.objects.get()
    assert (message.delivery, "550" in message.delivery_error) == ("failed", True)


def test_a_mail_that_comes_back_is_marked(inbox: Inbox, side: Side, mail_server: MailServer) -> None:
    jobs.run_due()
    ours = SideMessage.objects.get().external_id
    raw = (
        "From: MAILER-DAEMON@partner.example\r\nTo: support@obsidian.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <b@partner.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nfailed\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        f"Final-Recipient: rfc822; {PARTNER}\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {ours}\r\nSubject: x\r\n\r\nx\r\n--b--\r\n"
    ).encode()
    take(inbox, raw)
    assert SideMessage.objects.get().delivery == "bounced"


def test_our_reply_to_the_customer_quotes_nothing_of_it(
    cast: Cast, inbox: Inbox, side: Side, mail_server: MailServer
) -> None:
    jobs.run_due()
    desk.reply(side.ticket, by=cast.actor(cast.lin), text="正在为您询问。")
    jobs.run_due()
    sent = mail_server.sent[-1]
    assert sent.receivers == ["zhoumin@example.com"]
    read = read_mail(sent.raw)
    ours = SideMessage.objects.get().external_id
    assert SECRET_WORDS not in read.text + read.quoted + read.html
    assert ours not in (read.in_reply_to, *read.references)


def test_a_laid_out_answer_is_shown_locked_in_with_its_own_pictures(
    inbox: Inbox, side: Side, lin_client: Client, wei_client: Client
) -> None:
    raw = (
        f"From: {OFFICE}\r\nTo: {reply_address(inbox.address, side.pk)}\r\nSubject: Re\r\n"
        "Message-ID: <h@partner.example>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/related; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        "<table><tr><td>二十元</td></tr></table><script>alert(1)</script><img src='cid:p1'>"
        "<img src='https://partner.example/seen.gif'>\r\n"
        "--b\r\nContent-Type: image/gif; name=price.gif\r\nContent-ID: <p1>\r\nContent-Disposition: inline\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nR0lGODlhAQABAAAAACwAAAAAAQABAAA=\r\n--b--\r\n"
    ).encode()
    take(inbox, raw)
    came, picture = SideMessage.objects.get(kind="in"), SideFile.objects.get()
    address = reverse("side-mail-html", args=[side.pk, came.pk])
    assert address in lin_client.get(reverse("side", args=[side.pk])).content.decode()
    shown = lin_client.get(address)
    page = shown.content.decode()
    assert "<td>二十元</td>" in page
    assert "alert" not in page
    assert f'src="{reverse("side-file", args=[side.pk, picture.pk])}"' in page
    assert ' src="https://partner.example' not in page
    assert ' src="https://partner.example' in lin_client.get(f"{address}?images=1").content.decode()
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert wei_client.get(address).status_code == 404
    assert lin_client.get(reverse("side-mail-html", args=[side.pk, came.pk - 1])).status_code == 404
