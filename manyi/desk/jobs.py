"""What the desk does when time has passed."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.desk import actions
from manyi.desk.actions import promises, sops, translating


@job("desk.silence", every=dt.timedelta(seconds=60))
def close_by_silence() -> None:
    actions.close_silent()


@job("desk.promises", every=dt.timedelta(seconds=60))
def remind_of_promises() -> None:
    promises.remind_of_promises()


@job("desk.tasks", every=dt.timedelta(seconds=60))
def call_overdue_tasks() -> None:
    actions.escalate_overdue()


@job("desk.send_planned")
def send_planned(planned: int) -> None:
    actions.send_when_due(planned)


@job("desk.wake", every=dt.timedelta(seconds=20))
def wake() -> None:
    actions.wake_due()


@job("desk.bulk")
def bulk(run: int) -> None:
    actions.continue_bulk(run)


@job("desk.sops", every=dt.timedelta(seconds=60))
def tell_late_steps() -> None:
    sops.tell_late_steps()


@job("desk.translate")
def translate(translation: int) -> None:
    translating.translate(translation)
