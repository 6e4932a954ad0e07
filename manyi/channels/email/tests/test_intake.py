"""What becomes of a mail that came in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from manyi.channels import actions as channels
from manyi.channels.email.config import marking_secret
from manyi.channels.email.marks import signed_reply_address, subject_tag, ticket_mark
from manyi.channels.email.reading import read_mail
from manyi.channels.email.tests.mail_server import MailServer
from manyi.channels.models import Inbound, Inbox, Thread
from manyi.conftest import Cast
from manyi.core import files, jobs
from manyi.core.actors import SYSTEM
from manyi.core.models import Event
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.actions.approvals import ask_approval, save_approval_rule
from manyi.desk.approval_letters import mark_of as approval_mark
from manyi.desk.models import Approval, Message, Status, Task, TaskEntry, Ticket, TicketLink
from manyi.desk.task_links import mark_of
from manyi.people import actions as people
from manyi.people.models import Department


def mail(
    text: str = "手环不能同步。",
    *,
    subject: str = "手环不能同步",
    sender: str = "周敏 <zhoumin@example.com>",
    to: str = "support@obsidian.example",
    mid: str = "<one@example.com>",
    more: str = "",
) -> bytes:
    head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: {mid}\r\n{more}"
    return f"{head}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def take(inbox: Inbox, raw: bytes) -> Inbound:
    inbound = channels.store_inbound(inbox, raw)
    channels.read_inbound(inbound.pk)
    inbound.refresh_from_db()
    return inbound


def test_a_mail_opens_a_ticket_of_its_sender_in_the_team_of_the_mailbox(cast: Cast, inbox: Inbox) -> None:
    inbound = take(inbox, mail())
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.customer_id, ticket.team_id) == ("手环不能同步", cast.zhou.pk, cast.wearables.pk)
    assert (ticket.channel, ticket.language, ticket.status) == ("email", "zh-hans", Status.NEW)
    message = Message.objects.get()
    assert (message.text.strip(), message.external_id) == ("手环不能同步。", "<one@example.com>")
    assert (inbound.state, inbound.message_id) == ("done", message.pk)
    assert Event.objects.filter(verb="message.received").count() == 1


def test_the_original_is_kept_byte_for_byte(inbox: Inbox) -> None:
    raw = mail()
    assert files.read(take(inbox, raw).file) == raw


def test_the_same_mail_over_two_ways_is_taken_in_once(inbox: Inbox) -> None:
    take(inbox, mail())
    second = channels.store_inbound(inbox, mail(), key="imap:1:7")
    channels.read_inbound(second.pk)
    second.refresh_from_db()
    assert (Message.objects.count(), second.state, second.why) == (1, "ignored", "taken in before")


def test_reading_twice_changes_nothing(inbox: Inbox) -> None:
    inbound = take(inbox, mail())
    events = Event.objects.count()
    channels.read_inbound(inbound.pk)
    assert (Message.objects.count(), Event.objects.count()) == (1, events)


@pytest.mark.parametrize("way", ["references", "reply address", "subject tag"])
def test_an_answer_lands_on_its_ticket(inbox: Inbox, way: str) -> None:
    take(inbox, mail())
    ticket = Ticket.objects.get()
    ways = {
        "references": {"more": "References: <one@example.com>\r\n"},
        "reply address": {"to": signed_reply_address(inbox.address, ticket.number, marking_secret())},
        "subject tag": {"subject": f"回复: 别的话 {subject_tag(ticket.number)}"},
    }
    take(inbox, mail("还是不行", mid="<two@example.com>", **ways[way]))
    assert Message.objects.filter(ticket=ticket).count() == 2


def test_a_subject_tag_of_somebody_elses_ticket_opens_a_new_one(inbox: Inbox) -> None:
    take(inbox, mail())
    number = Ticket.objects.get().number
    take(inbox, mail(subject=f"x {subject_tag(number)}", sender="b@example.org", mid="<two@example.org>"))
    assert Ticket.objects.count() == 2


def test_a_forged_reply_address_opens_a_new_ticket(inbox: Inbox) -> None:
    take(inbox, mail())
    forged = signed_reply_address(inbox.address, Ticket.objects.get().number, b"x" * 32)
    take(inbox, mail(to=forged, sender="b@example.org", mid="<two@example.org>"))
    assert Ticket.objects.count() == 2


def test_an_answer_to_a_merged_ticket_goes_to_the_one_that_stands(cast: Cast, inbox: Inbox) -> None:
    take(inbox, mail())
    take(inbox, mail(mid="<two@example.com>"))
    kept, merged = Ticket.objects.order_by("id")
    desk.merge_tickets(kept, merged, by=cast.actor(cast.lin))
    to = signed_reply_address(inbox.address, merged.number, marking_secret())
    take(inbox, mail("第三封", mid="<three@example.com>", to=to))
    assert Message.objects.filter(ticket=kept).count() == 3


def test_an_answer_long_after_closing_opens_a_follow_up(cast: Cast, inbox: Inbox) -> None:
    take(inbox, mail())
    ticket = Ticket.objects.get()
    desk.close_ticket(ticket, by=cast.actor(cast.lin))
    Ticket.objects.update(closed_at=ticket.created_at - dt.timedelta(days=30))
    take(inbox, mail("又坏了", mid="<two@example.com>", more="In-Reply-To: <one@example.com>\r\n"))
    link = TicketLink.objects.get(kind="follow_up")
    assert link.other_id == ticket.pk


def test_inline_pictures_and_files_come_along(inbox: Inbox) -> None:
    raw = (
        b"From: zhoumin@example.com\r\nTo: support@obsidian.example\r\nSubject: photo\r\n"
        b"Message-ID: <p@example.com>\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        b'--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>look <img src="cid:pic"></p><script>x()</script>\r\n'
        b"--b\r\nContent-Type: image/png\r\nContent-ID: <pic>\r\nContent-Disposition: inline; filename=strap.png\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9Q"
        b"DwADhgGAWjR9awAAAABJRU5ErkJggg==\r\n--b--\r\n"
    )
    take(inbox, raw)
    message = Message.objects.get()
    attachment = message.attachments.get()
    assert (attachment.name, attachment.file.media_type) == ("strap.png", "image/png")
    assert f"{attachment.pk}" in message.html
    assert "script" not in message.html


def sent_answer(cast: Cast, inbox: Inbox, server: MailServer) -> tuple[Ticket, str]:
    """A mail of Zhou, answered by Lin; the Message-ID of the answer."""
    take(inbox, mail())
    ticket = Ticket.objects.get()
    desk.reply(ticket, by=cast.actor(cast.lin), text="请重启后再试。")
    jobs.run_due()
    return ticket, read_mail(server.sent[-1].raw).message_id


def test_a_bounce_marks_the_answer_and_opens_the_ticket(cast: Cast, inbox: Inbox, mail_server: MailServer) -> None:
    ticket, message_id = sent_answer(cast, inbox, mail_server)
    report = (
        "From: MAILER-DAEMON@mx.example.com\r\nTo: support@obsidian.example\r\nSubject: Undelivered Mail\r\n"
        "Message-ID: <dsn@mx.example.com>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n"
        "--r\r\nContent-Type: text/plain\r\n\r\nfailed\r\n"
        "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        "Final-Recipient: rfc822; zhoumin@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 unknown user\r\n\r\n"
        f"--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {message_id}\r\n\r\n--r--\r\n"
    )
    inbound = take(inbox, report.encode())
    answer = Message.objects.get(kind="out")
    assert (answer.delivery, answer.delivery_error) == ("bounced", "550 5.1.1 unknown user")
    ticket.refresh_from_db()
    assert (ticket.status, inbound.state) == (Status.OPEN, "ignored")
    assert Ticket.objects.count() == 1


def test_an_automatic_reply_becomes_a_note_and_opens_nothing(cast: Cast, inbox: Inbox, mail_server: MailServer) -> None:
    ticket, message_id = sent_answer(cast, inbox, mail_server)
    more = f"In-Reply-To: {message_id}\r\nAuto-Submitted: auto-replied\r\n"
    take(inbox, mail("我在休假", subject="自动回复: 休假", mid="<auto@example.com>", more=more))
    ticket.refresh_from_db()
    assert ticket.status == Status.PENDING
    assert Message.objects.filter(ticket=ticket, kind="note").count() == 1


def test_our_own_mail_coming_back_is_set_aside(cast: Cast, inbox: Inbox, mail_server: MailServer) -> None:
    ticket, _message_id = sent_answer(cast, inbox, mail_server)
    assert take(inbox, mail_server.sent[-1].raw).why == "loop"
    marked = mail(mid="<list@example.com>", more=f"X-Manyi-Ticket: {ticket_mark(ticket.number, marking_secret())}\r\n")
    assert take(inbox, marked).why == "loop"
    assert Message.objects.count() == 2


def test_a_flood_from_one_sender_stops(inbox: Inbox) -> None:
    for count in range(33):
        take(inbox, mail(mid=f"<{count}@example.com>"))
    assert Ticket.objects.count() == 30
    assert Inbound.objects.filter(why="flood").count() == 3


def test_a_mail_that_breaks_the_reader_stays_to_be_repeated(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    inbound = channels.store_inbound(inbox, mail())
    with monkeypatch.context() as broken:
        broken.setattr("manyi.channels.email.intake.read_mail", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            channels.read_inbound(inbound.pk)
    inbound.refresh_from_db()
    assert (inbound.state, "ZeroDivisionError" in inbound.why) == ("failed", True)
    assert not Ticket.objects.exists()
    channels.repeat_inbound(inbound, by=cast.actor(cast.admin))
    jobs.run_due()
    inbound.refresh_from_db()
    assert inbound.state == "done"


def test_a_new_sender_becomes_a_customer_with_name_and_address(inbox: Inbox) -> None:
    take(inbox, mail("Hello, my band broke.", sender="Hannah Weiss <hannah@example.org>"))
    customer = Customer.objects.get(name="Hannah Weiss")
    ticket = Ticket.objects.get()
    assert (ticket.customer_id, ticket.language) == (customer.pk, "en")
    assert Thread.objects.get().remote == "hannah@example.org"


def test_a_department_answers_its_task_by_mail(cast: Cast, inbox: Inbox, ticket: Ticket) -> None:
    office = people.add_staff("liu@obsidian.example", name="刘工", role="backoffice", by=SYSTEM)
    department = Department.objects.create(name="物流部", interface_owner=office)
    task = desk.ask_department(ticket, by=cast.actor(cast.lin), department=department, title="查包裹")
    sender = f"刘工 <{office.email}>"
    asked = take(inbox, mail("？哪个包裹", subject=f"Re: 查包裹 {mark_of(task)}", sender=sender, mid="<q@o>"))
    assert (asked.state, asked.why, Task.objects.get().state) == ("done", f"task {task.pk}", "open")
    take(inbox, mail("在杭州仓", subject=f"Re: 查包裹 {mark_of(task)}", sender=sender, mid="<a@o>"))
    assert Task.objects.get().state == "answered"
    assert list(TaskEntry.objects.order_by("id").values_list("text", flat=True)) == ["哪个包裹", "在杭州仓"]
    assert Ticket.objects.count() == 1


def test_an_approver_decides_by_mail_and_nobody_else(cast: Cast, inbox: Inbox, ticket: Ticket) -> None:
    by = cast.actor(cast.admin)
    rule = save_approval_rule(None, by=by, names={"en": "Refund"}, limit=Decimal(1), approver=cast.chen)
    asked = ask_approval(ticket, by=cast.actor(cast.lin), rule=rule, amount=Decimal(9), reason="坏了")
    subject = f"Re: 请审批 {approval_mark(asked)}"
    take(inbox, mail("同意", subject=subject, mid="<x@x>"))
    assert Approval.objects.get().state == "asked"
    assert Ticket.objects.count() == 2
    answer = take(inbox, mail("同意\n\n> 请审批", subject=subject, sender=f"陈静 <{cast.chen.email}>", mid="<y@o>"))
    assert (answer.why, Approval.objects.get().state) == (f"approval {asked.pk}", "approved")
    assert Ticket.objects.count() == 2


def test_a_stranger_with_a_task_s_mark_only_opens_a_ticket(cast: Cast, inbox: Inbox, ticket: Ticket) -> None:
    office = people.add_staff("liu@obsidian.example", name="刘工", role="backoffice", by=SYSTEM)
    department = Department.objects.create(name="物流部", interface_owner=office)
    task = desk.ask_department(ticket, by=cast.actor(cast.lin), department=department, title="查包裹")
    take(inbox, mail("完成", subject=f"Re: {mark_of(task)}", mid="<a@x>"))
    assert Task.objects.get().state == "open"
    assert Ticket.objects.count() == 2
