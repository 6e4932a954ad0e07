"""Handing mails to the SMTP server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from manyi.channels.adapters import Undeliverable
from manyi.channels.email.config import Mailbox, Server

TIMEOUT = 30.0


@contextmanager
def connected(server: Server) -> Iterator[smtplib.SMTP]:
    """A signed-in SMTP connection. Raises what ``smtplib`` and ``socket`` raise."""
    context = ssl.create_default_context()
    if server.security == "ssl":
        client: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port or 465, timeout=TIMEOUT, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port or 587, timeout=TIMEOUT)
    with client:
        if server.security == "starttls":
            client.starttls(context=context)
        if server.user:
            client.login(server.user, server.password)
        yield client


def send(mailbox: Mailbox, raw: bytes, to: Sequence[str]) -> None:
    """Send one mail. Raises :class:`Undeliverable` when every receiver was refused for good."""
    try:
        with connected(mailbox.smtp) as client:
            client.sendmail(mailbox.address, list(to), raw)
    except smtplib.SMTPRecipientsRefused as error:
        answers = list(error.recipients.values())
        if all(code >= 500 for code, _text in answers):
            raise Undeliverable("; ".join(f"{code} {_words(text)}" for code, text in answers)) from error
        raise
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        if error.smtp_code >= 500:
            raise Undeliverable(f"{error.smtp_code} {_words(error.smtp_error)}") from error
        raise


def _words(text: bytes | str) -> str:
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else text
