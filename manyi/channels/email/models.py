"""How far we have read each mailbox."""

from __future__ import annotations

from django.db import models


class MailboxPosition(models.Model):
    """The last IMAP UID taken in. A new ``validity`` means the server numbered its mails anew."""

    inbox = models.OneToOneField("channels.Inbox", models.CASCADE, primary_key=True, related_name="+")
    validity = models.BigIntegerField()
    last_uid = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.inbox_id} {self.validity}.{self.last_uid}"
