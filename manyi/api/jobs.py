"""Housekeeping of the API."""

from __future__ import annotations

import datetime as dt

from manyi.api import idempotency
from manyi.core.jobs import job


@job("api.forget_old_requests", every=dt.timedelta(hours=1))
def forget_old_requests() -> None:
    """Drop the answers kept for idempotency keys after a day."""
    idempotency.forget_old()
