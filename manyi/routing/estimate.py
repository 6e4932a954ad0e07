"""How long a waiting customer will wait: honest ranges, from what was served lately and from earlier errors. Pure."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_SERVED = 3
LEAST_RATIOS = 20
UNPROVEN = (0.5, 1.6)
"""Without enough earlier estimates to judge by, the range is this wide."""


def expected(place: int, *, served: int, window: float, agents: int, handling: float) -> float | None:
    """Seconds until a place (counted from 1) is served: by the pace of the last ``window`` seconds when enough was
    served, else by ``agents`` who each finish something every ``handling`` seconds; None when nobody is here."""
    if agents <= 0:
        return None
    if served >= LEAST_SERVED:
        return place * window / served
    return place * handling / agents


def bounds(seconds: float, ratios: Sequence[float]) -> tuple[float, float]:
    """From when to when the customer is told, so that eight of ten earlier estimates would have been right.

    ``ratios`` are the waits that came true over what had been expected.
    """
    if len(ratios) < LEAST_RATIOS:
        low, high = UNPROVEN
    else:
        ordered = sorted(ratios)
        low, high = ordered[len(ordered) // 10], ordered[len(ordered) * 9 // 10]
    return seconds * low, max(seconds * high, 60.0)
