"""What time brings: offers run out, queues overflow."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.routing import actions


@job("routing.timers", every=dt.timedelta(seconds=2))
def run_timers() -> None:
    actions.expire_offers()
    actions.overflow()
    actions.ask_again()


@job("routing.trial")
def run_trial(trial: int) -> None:
    actions.run_trial(trial)
