"""What happens when we listen."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("survey.sent")
class SurveySent(Payload, frozen=True):
    survey: int
    channel: str


@verb("survey.answered")
class RatingGiven(Payload, frozen=True):
    survey: int
    rating: int
    overall: int
    dimensions: dict[str, int] = {}
    has_comment: bool = False
