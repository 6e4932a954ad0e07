"""Looking after answers nobody read."""

from __future__ import annotations

from manyi.channels.chat import actions
from manyi.core.jobs import job


@job("chat.mail_unread")
def mail_unread(ticket: int) -> None:
    actions.mail_unread(ticket)
