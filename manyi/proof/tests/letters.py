"""Mails of customers, and what came back to them."""

from __future__ import annotations

import uuid

from manyi.channels.email.mail import Mail
from manyi.channels.email.reading import read_mail
from manyi.proof.tests.service import Service, until


def new_address() -> str:
    """A customer nobody knows yet."""
    return f"{uuid.uuid4().hex[:10]}@example.com"


def write_in(service: Service, sender: str, text: str, *, subject: str, answer_to: str = "") -> str:
    """A mail of the customer drops into the mailbox; returns its Message-ID."""
    name = f"<{uuid.uuid4().hex}@example.com>"
    answering = f"In-Reply-To: {answer_to}\r\nReferences: {answer_to}\r\n" if answer_to else ""
    head = f"From: {sender}\r\nTo: support@obsidian.example\r\nSubject: {subject}\r\nMessage-ID: {name}\r\n{answering}"
    mime = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
    date = "Date: Mon, 02 Mar 2026 09:00:00 +0800\r\n"
    service.mail.put("support", f"{head}{date}{mime}\r\n{text}\r\n".encode())
    return name


def received(service: Service, address: str, words: str) -> Mail:
    """The mail with these words that the customer gets from us; waits for it."""

    def find() -> Mail | None:
        mails = (read_mail(sent.raw) for sent in list(service.mail.sent) if address in sent.receivers)
        return next((mail for mail in mails if words in mail.text), None)

    found: Mail = until(find, f"a mail with “{words}” to {address}")
    return found
