"""Looking for overdue answers."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.sla import actions


@job("sla.breaches", every=dt.timedelta(seconds=15))
def note_breaches() -> None:
    actions.note_breaches()
