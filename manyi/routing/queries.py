"""What is asked of waiting work and of decisions."""

from __future__ import annotations

from manyi.desk.models import Ticket
from manyi.routing.models import Decision


def decisions_of(ticket: Ticket, limit: int = 20) -> list[Decision]:
    """Why a ticket went where it went, newest first."""
    found = Decision.objects.filter(ticket=ticket).select_related("chosen", "queue").order_by("-pk")
    return list(found[:limit])
