"""Answers leave as mails that every client threads rightly, and nothing is sent twice under two names."""

from __future__ import annotations

import pytest

from manyi.channels import actions as channels
from manyi.channels.email.reading import read_mail
from manyi.channels.email.tests.mail_server import MailServer
from manyi.channels.email.tests.test_intake import mail, take
from manyi.channels.models import Delivery, Inbox
from manyi.conftest import Cast
from manyi.core import jobs
from manyi.core.models import Event, Job
from manyi.desk import actions as desk
from manyi.desk.models import Message, Ticket


@pytest.fixture
def asked(inbox: Inbox) -> Ticket:
    take(inbox, mail())
    jobs.run_due()
    return Ticket.objects.get()


def test_an_answer_refers_to_what_it_answers(cast: Cast, asked: Ticket, mail_server: MailServer) -> None:
    photo = desk.upload(asked, by=cast.actor(cast.lin), name="步骤.png", content=b"\x89PNG\r\n\x1a\n" + b"0" * 32)
    desk.reply(asked, by=cast.actor(cast.lin), text="请重启后再试。", attachments=[photo])
    jobs.run_due()
    sent = mail_server.sent[-1]
    read = read_mail(sent.raw)
    assert sent.receivers == ["zhoumin@example.com"]
    assert (read.in_reply_to, read.references) == ("<one@example.com>", ("<one@example.com>",))
    assert read.sender.email == "support@obsidian.example"
    assert read.subject.endswith(f"手环不能同步 [#{asked.number}]")
    assert "请重启后再试。" in read.text
    assert [part.filename for part in read.attachments] == ["步骤.png"]
    assert Message.objects.get(kind="out").delivery == "sent"
    assert Event.objects.filter(verb="message.delivery_changed").count() == 1


def test_the_customers_answer_to_our_mail_comes_back_to_the_ticket(
    cast: Cast, asked: Ticket, inbox: Inbox, mail_server: MailServer
) -> None:
    desk.reply(asked, by=cast.actor(cast.lin), text="请重启后再试。")
    jobs.run_due()
    ours = read_mail(mail_server.sent[-1].raw).message_id
    take(inbox, mail("好了，谢谢", mid="<two@example.com>", more=f"In-Reply-To: {ours}\r\n"))
    assert Message.objects.filter(ticket=asked, kind="in").count() == 2


def test_a_second_attempt_is_the_same_mail(cast: Cast, asked: Ticket, mail_server: MailServer) -> None:
    desk.reply(asked, by=cast.actor(cast.lin), text="请重启后再试。")
    delivery = Delivery.objects.get()
    channels.deliver(delivery.pk)
    Delivery.objects.update(sent_at=None)
    channels.deliver(delivery.pk)
    first, second = (read_mail(sent.raw).message_id for sent in mail_server.sent)
    assert first == second == delivery.external_id


def test_a_delivered_answer_is_not_sent_again(cast: Cast, asked: Ticket, mail_server: MailServer) -> None:
    desk.reply(asked, by=cast.actor(cast.lin), text="请重启后再试。")
    delivery = Delivery.objects.get()
    channels.deliver(delivery.pk)
    channels.deliver(delivery.pk)
    assert len(mail_server.sent) == 1


def test_a_refused_address_is_said_on_the_message(cast: Cast, asked: Ticket, mail_server: MailServer) -> None:
    mail_server.deliverer.refused.add("zhoumin@example.com")
    desk.reply(asked, by=cast.actor(cast.lin), text="请重启后再试。")
    jobs.run_due()
    answer = Message.objects.get(kind="out")
    assert (answer.delivery, "550" in answer.delivery_error) == ("failed", True)
    assert not Job.objects.filter(name="channels.deliver").exists()


def test_a_server_that_is_down_is_tried_again_later(cast: Cast, asked: Ticket, inbox: Inbox) -> None:
    inbox.config = {**inbox.config, "smtp": {**inbox.config["smtp"], "port": 1}}
    inbox.save()
    desk.reply(asked, by=cast.actor(cast.lin), text="请重启后再试。")
    jobs.run_due()
    job = Job.objects.get(name="channels.deliver")
    assert (job.attempts, job.failed_at, job.leased_until) == (1, None, None)
    assert Message.objects.get(kind="out").delivery == "queued"


def test_the_signature_names_the_colleague(cast: Cast, asked: Ticket, inbox: Inbox, mail_server: MailServer) -> None:
    inbox.config = {**inbox.config, "signature": "{agent}\n曜石科技客服部", "plus_addressing": True}
    inbox.save()
    desk.reply(asked, by=cast.actor(cast.lin), text="请重启后再试。")
    jobs.run_due()
    read = read_mail(mail_server.sent[-1].raw)
    assert "林晓" in read.signature
    assert read.reply_to[0].email.startswith(f"support+t{asked.number}.")


def test_system_mails_wait_for_the_first_mailbox(cast: Cast) -> None:
    jobs.enqueue("email.system_mail", to=["new@obsidian.example"], subject="邀请", text="请加入", html="")
    jobs.run_due()
    job = Job.objects.get()
    assert (job.attempts, job.failed_at, job.error) == (0, None, "no mailbox is set up")


def test_a_notice_goes_to_the_customer_in_the_thread(asked: Ticket, mail_server: MailServer) -> None:
    channels.notify_customer(asked, subject="解决了吗？", text="请确认", html="<p>请确认</p>", key="solution:1")
    jobs.run_due()
    read = read_mail(mail_server.sent[-1].raw)
    assert (read.to[0].email, read.references) == ("zhoumin@example.com", ("<one@example.com>",))
    assert asked.number in read.subject
    assert b"Auto-Submitted: auto-generated" in mail_server.sent[-1].raw


def test_what_is_said_automatically_is_marked_so(asked: Ticket, mail_server: MailServer) -> None:
    desk.tell_customer(asked, text="我们稍后回复。", key="rush:1")
    jobs.run_due()
    assert b"Auto-Submitted: auto-replied" in mail_server.sent[-1].raw


def test_lists_and_machines_get_nothing_automatic(inbox: Inbox, mail_server: MailServer) -> None:
    take(inbox, mail(more="List-Id: <news.example.com>\r\n"))
    jobs.run_due()
    desk.tell_customer(Ticket.objects.get(), text="我们稍后回复。", key="rush:1")
    jobs.run_due()
    assert mail_server.sent == []
