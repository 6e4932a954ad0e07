"""How fast one visitor and one address may go, counted in this process: a brake on machines, not a wall."""

from __future__ import annotations

import time

from manyi.core.errors import TooMany

_left: dict[str, tuple[float, float]] = {}


def slow_down(who: str, *, per_minute: int) -> None:
    """Take one from ``who``'s allowance. Raises :class:`TooMany` when it is used up."""
    at = time.monotonic()
    left, since = _left.get(who, (float(per_minute), at))
    left = min(float(per_minute), left + (at - since) * per_minute / 60)
    if left < 1:
        raise TooMany(retry_after=max(1, round(60 / per_minute)))
    if len(_left) > 50_000:
        _left.clear()
    _left[who] = (left - 1, at)


def forget() -> None:
    """Give everybody his full allowance again."""
    _left.clear()
