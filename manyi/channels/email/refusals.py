"""What a mail server answers when it does not do what it is asked, in a sentence for people."""

from __future__ import annotations

import imaplib
import smtplib
from typing import Final

from django.utils.translation import gettext as _
from imap_tools.errors import ImapToolsError, MailboxLoginError, UnexpectedCommandStatusError

FAILURES: Final = (OSError, imaplib.IMAP4.error, ImapToolsError, smtplib.SMTPException)
"""All that can go wrong between us and a mail server."""
ANSWERED: Final = (imaplib.IMAP4.error, ImapToolsError, smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError)
"""Where the server is there, but does not do what it is asked."""


def reason(error: Exception) -> str:
    """Why a mail server can't be used: what it refused in its own words, or that it did not answer."""
    if isinstance(error, MailboxLoginError | smtplib.SMTPAuthenticationError):
        return _("The server refuses this user or password.")
    if isinstance(error, UnexpectedCommandStatusError):
        return _("The server refuses: %(answer)s") % {"answer": _words(error.command_result[1])}
    if isinstance(error, ANSWERED):
        return _("The server refuses: %(answer)s") % {"answer": error}
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _("The server can't be reached: %(error)s") % {"error": told}


def _words(data: list[bytes | None]) -> str:
    return " ".join(line.decode("utf-8", "replace") for line in data if line)
