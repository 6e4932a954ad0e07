"""Clock bars in the head of a ticket, hung there by the app that keeps the clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from manyi.desk.models import Ticket


@dataclass(frozen=True, slots=True)
class ClockBar:
    """One clock: what it measures, how much of it is used (percent), when it is due (None while it stands still)."""

    label: str
    share: int
    due_at: dt.datetime | None
    is_late: bool = False
    url: str = ""


Bars = Callable[[Ticket], list[ClockBar]]
_providers: list[Bars] = []


def register(bars: Bars) -> None:
    """Show these clocks in the head of every ticket; called once, when an app starts."""
    _providers.append(bars)


def clock_bars(ticket: Ticket) -> list[ClockBar]:
    """The clocks of a ticket, in the order of the apps."""
    return [bar for bars in _providers for bar in bars(ticket)]
