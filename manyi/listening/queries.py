"""What can be asked about listening."""

from __future__ import annotations

from django.utils import timezone

from manyi.desk.models import Ticket
from manyi.listening.models import Rating, Survey


def open_survey(ticket: Ticket) -> Survey | None:
    """The survey of this ticket that still waits for an answer, for the chat card and the portal."""
    found = Survey.objects.filter(ticket=ticket, answered_at=None, expires_at__gt=timezone.now())
    return found.order_by("-id").first()


def ratings_of(ticket: Ticket) -> list[Rating]:
    """The answers given on a ticket, newest first."""
    return list(Rating.objects.filter(ticket=ticket).order_by("-id"))


def comment_of(rating_id: int) -> str:
    """What the customer wrote with a rating."""
    return Rating.objects.filter(pk=rating_id).values_list("comment", flat=True).first() or ""
