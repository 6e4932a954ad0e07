"""Mails are taken out of a real mailbox, each once."""

from __future__ import annotations

import threading
import time

import pytest

from manyi.channels.email.checking import check_mailbox
from manyi.channels.email.config import mailbox_of
from manyi.channels.email.fetching import _wait_for_mail, connect, fetch_new, watch
from manyi.channels.email.models import MailboxPosition
from manyi.channels.email.tests.mail_server import MailServer
from manyi.channels.email.tests.test_intake import mail
from manyi.channels.models import Inbound, Inbox


@pytest.fixture
def box(inbox: Inbox, mail_server: MailServer, request: pytest.FixtureRequest) -> Inbox:
    """A mailbox of this test alone."""
    inbox.config = mail_server.config(user=request.node.name[:60])
    inbox.save()
    return inbox


def user_of(box: Inbox) -> str:
    return str(box.config["imap"]["user"])


def fetch(box: Inbox) -> int:
    mailbox = mailbox_of(box)
    with connect(mailbox) as client:
        return fetch_new(client, box, mailbox.folder)


def test_each_mail_is_fetched_once_and_in_order(box: Inbox, mail_server: MailServer) -> None:
    for count in range(3):
        mail_server.put(user_of(box), mail(mid=f"<{count}@example.com>"))
    assert fetch(box) == 3
    mail_server.put(user_of(box), mail(mid="<3@example.com>"))
    assert (fetch(box), fetch(box)) == (1, 0)
    assert Inbound.objects.count() == 4


def test_a_mailbox_that_was_full_before_gives_only_what_is_unread(box: Inbox, mail_server: MailServer) -> None:
    mail_server.put(user_of(box), mail(mid="<old@example.com>"))
    with connect(mailbox_of(box)) as client:
        client.flag(client.uids(), "\\Seen", True)
    mail_server.put(user_of(box), mail(mid="<new@example.com>"))
    assert fetch(box) == 1


def test_a_kill_between_store_and_the_next_fetch_doubles_nothing(box: Inbox, mail_server: MailServer) -> None:
    mail_server.put(user_of(box), mail())
    fetch(box)
    MailboxPosition.objects.update(last_uid=0)
    fetch(box)
    assert Inbound.objects.count() == 1


def test_a_mailbox_numbered_anew_is_read_from_its_unread_mails(box: Inbox, mail_server: MailServer) -> None:
    mail_server.put(user_of(box), mail())
    fetch(box)
    MailboxPosition.objects.update(validity=1, last_uid=999)
    mail_server.put(user_of(box), mail(mid="<two@example.com>"))
    assert fetch(box) == 1


def test_a_mail_told_of_before_the_waiting_begins_is_not_waited_for(box: Inbox, mail_server: MailServer) -> None:
    mailbox, stopped = mailbox_of(box), threading.Event()
    with connect(mailbox) as client:
        fetch_new(client, box, mailbox.folder)
        mail_server.put(user_of(box), mail())
        client.client.noop()
        waiting = threading.Thread(target=_wait_for_mail, args=(client, mailbox, stopped))
        waiting.start()
        waiting.join(timeout=5)
        came_back = not waiting.is_alive()
        stopped.set()
        waiting.join()
        assert (came_back, fetch_new(client, box, mailbox.folder)) == (True, 1)


@pytest.mark.django_db(transaction=True)
def test_a_waiting_connection_takes_a_new_mail_within_seconds(box: Inbox, mail_server: MailServer) -> None:
    stop = threading.Event()
    mail_server.put(user_of(box), mail())
    thread = threading.Thread(target=watch, args=(box.pk, stop))
    thread.start()
    try:
        assert until(lambda: Inbound.objects.count() == 1)
        mail_server.put(user_of(box), mail(mid="<two@example.com>"))
        assert until(lambda: Inbound.objects.count() == 2)
        box.refresh_from_db()
        assert box.last_ok_at is not None
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def until(condition: object, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


def test_checking_says_what_works_and_what_does_not(mail_server: MailServer) -> None:
    config = mail_server.config(user="support")
    good = check_mailbox("support@obsidian.example", config, mail_server.secrets)
    assert [(found.what, found.works) for found in good] == [("imap", True), ("smtp", True)]
    wrong = check_mailbox("support@obsidian.example", config, {"imap_password": "wrong"})
    assert [(found.what, found.works) for found in wrong] == [("imap", False), ("smtp", True)]
    assert wrong[0].text == "服务器拒绝了用户名或密码。"
    keyless = {**config, "smtp": {**config["smtp"], "user": "support"}}
    told = check_mailbox("support@obsidian.example", keyless, {**mail_server.secrets, "smtp_password": "x"})[1].text
    assert told.startswith("服务器拒绝：SMTP AUTH")
    nowhere = {**config, "smtp": {**config["smtp"], "port": 1}}
    assert not check_mailbox("support@obsidian.example", nowhere, mail_server.secrets)[1].works
