"""Taking mails out of mailboxes: IMAP IDLE where the server has it, polling where it hasn't.

A mail is stored, with the position moved, in one transaction; so a kill at any moment neither loses nor doubles one.
"""

from __future__ import annotations

import logging
import ssl
import threading
import time

from django.db import close_old_connections
from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.mailbox import BaseMailBox

from manyi.channels import actions
from manyi.channels.email.config import KIND, Mailbox, mailbox_of
from manyi.channels.email.models import MailboxPosition
from manyi.channels.email.refusals import FAILURES, reason
from manyi.channels.models import Inbox
from manyi.core.actions import unit
from manyi.core.worker import service

log = logging.getLogger("manyi.email")

TIMEOUT = 30.0
IDLE_FOR = 9 * 60
LOOK_FOR_STOP = 1.0
LOOK_FOR_MAILBOXES = 5.0
WAIT_AFTER_ERROR = 15.0


def connect(mailbox: Mailbox) -> BaseMailBox:
    """A signed-in IMAP connection with the folder open."""
    server = mailbox.imap
    context = ssl.create_default_context()
    client: BaseMailBox
    if server.security == "ssl":
        client = MailBox(server.host, server.port or 993, timeout=TIMEOUT, ssl_context=context)
    elif server.security == "starttls":
        client = MailBoxStartTls(server.host, server.port or 143, timeout=TIMEOUT, ssl_context=context)
    else:
        client = MailBoxUnencrypted(server.host, server.port or 143, timeout=TIMEOUT)
    return client.login(server.user, server.password, initial_folder=mailbox.folder)


def fetch_new(client: BaseMailBox, inbox: Inbox, folder: str) -> int:
    """Store every mail past our position, oldest first; returns how many. The first time, only unread ones count."""
    _told_of_more(client)
    validity = int(client.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])
    position = MailboxPosition.objects.filter(inbox=inbox, validity=validity).first()
    found = client.uids(f"UID {position.last_uid + 1}:*" if position else "UNSEEN")
    uids = sorted(int(uid) for uid in found)
    fresh = [uid for uid in uids if position is None or uid > position.last_uid]
    for uid in fresh:
        _store(client, inbox, validity, uid)
    if position is None and not fresh:
        newest = max((int(uid) for uid in client.uids("ALL")), default=0)
        _move(inbox, validity, newest)
    return len(fresh)


def _told_of_more(client: BaseMailBox) -> bool:
    """Whether the server has said, among its answers since the last call, that there are more mails."""
    _name, counts = client.client.response("EXISTS")
    return counts != [None]


def _store(client: BaseMailBox, inbox: Inbox, validity: int, uid: int) -> None:
    raw = _raw(client, uid)
    with unit():
        if raw:
            actions.store_inbound(inbox, raw, key=f"imap:{validity}:{uid}")
        _move(inbox, validity, uid)
    client.flag(str(uid), "\\Seen", True)


def _raw(client: BaseMailBox, uid: int) -> bytes:
    _status, parts = client.client.uid("fetch", str(uid), "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")


def _move(inbox: Inbox, validity: int, uid: int) -> None:
    MailboxPosition.objects.update_or_create(inbox=inbox, defaults={"validity": validity, "last_uid": uid})


@service("email.fetch")
def fetch_all(stop: threading.Event) -> None:
    """Keep one thread for each mailbox that is in use; new ones are found within seconds."""
    threads: dict[int, threading.Thread] = {}
    while not stop.is_set():
        for inbox in Inbox.objects.filter(kind=KIND, is_enabled=True):
            running = threads.get(inbox.pk)
            if mailbox_of(inbox).imap.host and (running is None or not running.is_alive()):
                thread = threading.Thread(target=watch, args=(inbox.pk, stop), name=f"mail-{inbox.pk}", daemon=True)
                threads[inbox.pk] = thread
                thread.start()
        close_old_connections()
        stop.wait(LOOK_FOR_MAILBOXES)
    for thread in threads.values():
        thread.join(LOOK_FOR_STOP * 3)


def watch(inbox_id: int, stop: threading.Event) -> None:
    """Fetch from one mailbox until told to stop, or until it is changed or switched off."""
    try:
        while not stop.is_set():
            inbox = Inbox.objects.filter(pk=inbox_id, is_enabled=True).first()
            if inbox is None:
                return
            _session(inbox, stop)
    finally:
        close_old_connections()


def _session(inbox: Inbox, stop: threading.Event) -> None:
    mailbox = mailbox_of(inbox)
    try:
        with connect(mailbox) as client:
            while not stop.is_set() and _unchanged(inbox):
                fetch_new(client, inbox, mailbox.folder)
                actions.note_health(inbox)
                _wait_for_mail(client, mailbox, stop)
    except FAILURES as error:
        log.warning("mailbox %s: %s", inbox.pk, error)
        actions.note_health(inbox, error=reason(error))
        stop.wait(WAIT_AFTER_ERROR)


def _unchanged(inbox: Inbox) -> bool:
    row = Inbox.objects.filter(pk=inbox.pk, is_enabled=True).first()
    return row is not None and (row.config, row.secrets) == (inbox.config, inbox.secrets)


def _wait_for_mail(client: BaseMailBox, mailbox: Mailbox, stop: threading.Event) -> None:
    # What came after the search and was told with its answer is not told again while idling.
    if _told_of_more(client):
        return
    if "IDLE" not in client.client.capabilities:
        stop.wait(mailbox.poll_seconds)
        return
    client.idle.start()  # type: ignore[no-untyped-call]
    until = time.monotonic() + min(IDLE_FOR, mailbox.poll_seconds * 10)
    try:
        while not stop.is_set() and time.monotonic() < until:
            if client.idle.poll(timeout=LOOK_FOR_STOP):
                return
    finally:
        client.idle.stop()  # type: ignore[no-untyped-call]
