"""What each event counts for: the one definition of every measure. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from manyi.core.events import Payload
from manyi.desk.events import MessageSent, ResolutionProposed, TicketClosed, TicketCreated, TicketReopened
from manyi.desk.models import Status
from manyi.insight.models import Measure
from manyi.listening.events import RatingGiven
from manyi.sla.events import TargetBreached

COUNTED: tuple[type[Payload], ...] = (
    TicketCreated,
    MessageSent,
    ResolutionProposed,
    TicketClosed,
    TicketReopened,
    TargetBreached,
    RatingGiven,
)
SATISFIED_FROM = 4
SOURCES: dict[str, tuple[type[Payload], ...]] = {
    Measure.CREATED: (TicketCreated,),
    Measure.FIRST_REPLY: (MessageSent,),
    Measure.SOLVED: (ResolutionProposed, TicketClosed),
    Measure.CLOSED: (TicketClosed,),
    Measure.REOPENED: (TicketReopened,),
    Measure.BREACHED: (TargetBreached,),
    Measure.RATED: (RatingGiven,),
    Measure.SATISFIED: (RatingGiven,),
}
"""Which events a measure is counted from, so that the tickets behind a number are found along the log's index."""


def measured(payload: Payload) -> Iterator[tuple[Measure, float]]:
    """The measures an event counts for, each with its amount (seconds, points, else 0)."""
    match payload:
        case TicketCreated():
            yield Measure.CREATED, 0
        case MessageSent(is_first=True, waited=float() | int() as waited):
            yield Measure.FIRST_REPLY, waited
        case ResolutionProposed():
            yield Measure.SOLVED, 0
        case TicketClosed(old=old):
            yield Measure.CLOSED, 0
            if old < Status.RESOLVED:
                yield Measure.SOLVED, 0
        case TicketReopened():
            yield Measure.REOPENED, 0
        case TargetBreached(kind="first" | "next" | ""):
            yield Measure.BREACHED, 0
        case RatingGiven(overall=overall):
            yield Measure.RATED, overall
            if overall >= SATISFIED_FROM:
                yield Measure.SATISFIED, 0
