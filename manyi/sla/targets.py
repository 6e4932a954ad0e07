"""How soon a customer gets an answer: one target per channel, counted around the clock."""

from __future__ import annotations

import datetime as dt

ANSWER_WITHIN = {
    "chat": dt.timedelta(minutes=5),
    "voice": dt.timedelta(minutes=1),
}
OTHERWISE = dt.timedelta(hours=24)


def answer_due(channel: str, asked_at: dt.datetime) -> dt.datetime:
    """When the answer to something said on this channel at this time is due."""
    return asked_at + ANSWER_WITHIN.get(channel, OTHERWISE)
