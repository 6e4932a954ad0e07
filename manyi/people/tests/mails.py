"""What the system mailed, as queued for the e-mail channel."""

from __future__ import annotations

from typing import Any

from manyi.core.models import Job

BACKEND = "manyi.people.mailing.InboxBackend"


def queued() -> list[dict[str, Any]]:
    """The letters waiting to leave, oldest first."""
    return [job.args for job in Job.objects.filter(name="email.system_mail").order_by("id")]


def path_in(mail: dict[str, Any], part: str) -> str:
    """The path of the link in a letter that contains ``part``."""
    link = next(word for word in mail["text"].split() if part in word)
    return "/" + link.split("/", 3)[3]
