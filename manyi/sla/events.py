"""What happens to the clocks."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("sla.breached")
class TargetBreached(Payload, frozen=True):
    """An answer was due at this time (Unix seconds) and had not been given."""

    due: float
