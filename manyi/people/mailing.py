"""Where mails of the system itself (password reset, invitations, sign-in links) go: the queue of the e-mail channel."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from manyi.core.jobs import enqueue


class InboxBackend(BaseEmailBackend):
    """Queues system mails as jobs; the e-mail channel sends them through the first mailbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            html = next((str(body) for body, kind in getattr(mail, "alternatives", []) if kind == "text/html"), "")
            enqueue(
                "email.system_mail",
                to=list(mail.to),
                subject=str(mail.subject),
                text=str(mail.body),
                html=html,
            )
        return len(email_messages)
