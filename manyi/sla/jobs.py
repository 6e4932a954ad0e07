"""Timers, recomputing and mail."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.sla import actions, notices


@job("sla.timers", every=dt.timedelta(seconds=5))
def run_timers() -> None:
    actions.run_timers()


@job("sla.begin")
def begin() -> None:
    actions.begin()


@job("sla.recompute")
def recompute(revision: int) -> None:
    actions.recompute_all(revision)


@job("sla.mail_notice")
def mail_notice(notice: int) -> None:
    notices.mail(notice)
