"""Where queues are set up, and what stands at the edge of every page."""

from __future__ import annotations

from manyi.core.navigation import Float, add_float

add_float(Float("offers", "offers", ("offer.made", "offer.ended")))
