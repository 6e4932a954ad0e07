"""What time brings: colleagues who are gone are offline, what was for a time ends."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.people import actions


@job("people.presence", every=dt.timedelta(seconds=10))
def tidy_presence() -> None:
    actions.tidy_presence()
