"""What the portal does by the clock."""

from __future__ import annotations

import datetime as dt

from manyi.core.jobs import job
from manyi.portal import actions


@job("portal.contacts", every=dt.timedelta(minutes=10))
def end_old_contacts() -> None:
    actions.end_old_contacts()
