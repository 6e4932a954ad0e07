"""Push messages, and mails that gather what is still new."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.notices import sending


@job("notices.push")
def push(notice: int) -> None:
    sending.push_notice(notice)


@job("notices.digest", every=dt.timedelta(minutes=10))
def digest() -> None:
    sending.mail_digests()
