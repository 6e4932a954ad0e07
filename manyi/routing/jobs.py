"""What time brings: offers run out, queues overflow, customers are to be called, rush mode begins and ends."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.routing import actions


@job("routing.timers", every=dt.timedelta(seconds=2))
def run_timers() -> None:
    actions.expire_offers()
    actions.overflow()
    actions.ask_again()
    actions.remind_call_backs()


@job("routing.rush", every=dt.timedelta(seconds=10))
def run_rush() -> None:
    actions.watch_rushes()


@job("routing.trial")
def run_trial(trial: int) -> None:
    actions.run_trial(trial)
