"""Answers that a visitor did not wait for go to the address he left."""

from __future__ import annotations

from manyi.channels.chat import actions
from manyi.channels.chat.actions import unread
from manyi.channels.chat.tests.conftest import Browser
from manyi.conftest import Cast
from manyi.core.log import run_reader
from manyi.core.models import Event, Job
from manyi.customers import actions as customers
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.models import Message


def _mails() -> list[Job]:
    return list(Job.objects.filter(name="email.notice").order_by("pk"))


def _leave_address(browser: Browser, cast: Cast) -> None:
    customer = Customer.objects.get(pk=browser.ticket().customer_id)
    customers.add_identity(customer, "email", "min@home.example", by=cast.actor(cast.admin))


def _answer(browser: Browser, cast: Cast, text: str) -> Message:
    return desk.reply(browser.ticket(), by=cast.actor(cast.lin), text=text)


def test_an_answer_is_looked_at_once_after_a_while(cast: Cast, browser: Browser) -> None:
    browser.say("你好")
    sent = _answer(browser, cast, "您好")
    _answer(browser, cast, "请问有什么可以帮您？")
    run_reader("channels.chat")
    watched = Job.objects.get(name="chat.mail_unread")
    assert watched.due_at >= sent.at + unread.UNREAD_FOR


def test_unread_answers_are_mailed_once(cast: Cast, browser: Browser) -> None:
    browser.say("手环坏了")
    _leave_address(browser, cast)
    ids = [_answer(browser, cast, text).pk for text in ("请寄回检测", "运费我们承担")]
    ticket = browser.ticket()
    assert actions.mail_unread(ticket.pk) == ids
    assert actions.mail_unread(ticket.pk) == []
    (mail,) = _mails()
    assert mail.args["subject"] == "我们的回复：手环坏了"
    assert mail.args["text"].startswith("请寄回检测\n\n运费我们承担\n\n")
    assert Event.objects.filter(verb="chat.answers_mailed", ticket_id=ticket.pk).count() == 1


def test_only_what_came_after_the_last_mail_is_mailed_next(cast: Cast, browser: Browser) -> None:
    browser.say("手环坏了")
    _leave_address(browser, cast)
    _answer(browser, cast, "请寄回检测")
    actions.mail_unread(browser.ticket().pk)
    later = _answer(browser, cast, "收到了吗？")
    assert actions.mail_unread(browser.ticket().pk) == [later.pk]
    assert _mails()[-1].args["text"].startswith("收到了吗？")


def test_what_was_read_in_the_chat_is_not_mailed(cast: Cast, browser: Browser) -> None:
    browser.say("手环坏了")
    _leave_address(browser, cast)
    answer = _answer(browser, cast, "请寄回检测")
    assert browser.post("read", {"up_to": answer.pk}).status_code < 300
    assert actions.mail_unread(browser.ticket().pk) == []
    assert _mails() == []


def test_without_an_address_nothing_is_mailed_and_nothing_noted(cast: Cast, browser: Browser) -> None:
    browser.say("手环坏了")
    _answer(browser, cast, "请寄回检测")
    assert actions.mail_unread(browser.ticket().pk) == []
    assert not Event.objects.filter(verb="chat.answers_mailed").exists()
