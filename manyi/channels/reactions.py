"""Answers leave through their channel."""

from __future__ import annotations

from manyi.channels import actions
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.core.rows import read
from manyi.desk.events import CustomerTold, MessageSent
from manyi.desk.models import Message


@on(MessageSent, CustomerTold, inline=True)
def send_answer(event: Recorded) -> None:
    """Queue the delivery in the transaction of the answer, so that neither exists without the other."""
    if isinstance(event.payload, MessageSent | CustomerTold):
        message = read(Message, id=event.payload.message)
        if message is not None:
            actions.queue_delivery(event.ticket, message)
