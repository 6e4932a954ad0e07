"""The answer clock starts with the customer's word, in the same transaction."""

from __future__ import annotations

from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.desk.events import MessageReceived
from manyi.sla import actions


@on(MessageReceived, inline=True)
def start_clock(event: Recorded) -> None:
    if isinstance(event.payload, MessageReceived):
        actions.start_clock(event.ticket, channel=event.payload.channel)
