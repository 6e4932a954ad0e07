"""The counts follow the log."""

from __future__ import annotations

from collections.abc import Sequence

from manyi.core.events import Recorded
from manyi.core.reactions import on_several
from manyi.insight import actions
from manyi.insight.facts import COUNTED


@on_several(*COUNTED)
def count(events: Sequence[Recorded]) -> None:
    actions.count_events(events)
