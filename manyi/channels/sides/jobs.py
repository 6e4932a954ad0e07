"""Sending, outside of requests."""

from __future__ import annotations

from manyi.channels.sides import sending
from manyi.core.jobs import job


@job("sides.deliver")
def deliver(message: int) -> None:
    sending.deliver(message)
