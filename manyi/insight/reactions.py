"""The counts follow the log."""

from __future__ import annotations

from collections.abc import Sequence

from manyi.core.events import Recorded
from manyi.core.reactions import on, on_several
from manyi.desk.events import TicketReopened
from manyi.insight import actions
from manyi.insight.facts import COUNTED


@on_several(*COUNTED)
def count(events: Sequence[Recorded]) -> None:
    actions.count_events(events)


@on(TicketReopened)
def judge_again(event: Recorded) -> None:
    """It is judged anew when it has closed again."""
    if event.ticket_id is not None:
        actions.forget_first_contact(event.ticket_id)
