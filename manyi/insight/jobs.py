"""What the numbers do when time has passed."""

from __future__ import annotations

import datetime as dt
import time

from manyi.core.jobs import job
from manyi.insight.actions import JUDGED_AT_ONCE
from manyi.insight.actions import judge_first_contacts as judge

LONGEST = 20.0


@job("insight.first_contact", every=dt.timedelta(minutes=5))
def judge_first_contacts() -> None:
    """As many as can be judged within some seconds; the rest next time."""
    end = time.monotonic() + LONGEST
    while judge() == JUDGED_AT_ONCE and time.monotonic() < end:
        pass
