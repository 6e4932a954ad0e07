"""Reading and sending, outside of requests."""

from __future__ import annotations

from manyi.channels import actions
from manyi.core.jobs import job


@job("channels.read")
def read(inbound: int) -> None:
    actions.read_inbound(inbound)


@job("channels.deliver")
def deliver(delivery: int) -> None:
    actions.deliver(delivery)
