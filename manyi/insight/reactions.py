"""The counts follow the log."""

from __future__ import annotations

from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.insight import actions
from manyi.insight.facts import COUNTED


@on(*COUNTED)
def count(event: Recorded) -> None:
    actions.count_event(event)
