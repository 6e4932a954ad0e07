"""What waits: replies that are written but not sent yet, tickets somebody has put aside, and how a colleague works."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class PlannedReply(models.Model):
    """A reply that is sent at ``send_at``; the row is gone once it is sent or taken back.

    ``is_grace``: it only waits a few seconds so that it can be taken back. Any other is held (``held_at``) when the
    customer writes first. ``then`` and ``reason`` say how the
    ticket ends with it. ``key`` becomes the message's external id, so it is sent once.
    """

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    text = models.TextField()
    files = models.JSONField(default=list)
    then = models.CharField(max_length=8, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    key = models.CharField(max_length=64, unique=True)
    send_at = models.DateTimeField()
    is_grace = models.BooleanField(default=False)
    held_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["ticket", "send_at"], name="planned_ticket"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} at {self.send_at:%F %T}"


class Snooze(models.Model):
    """A ticket a colleague has put aside until a time or until the customer writes, whichever is first.

    ``until`` empty: only until the customer writes. Awake again, the row stays and offers the same time once more.
    """

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    until = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "staff"], name="snooze_once"),)
        indexes = (
            models.Index(fields=["staff", "ticket"], condition=Q(woken_at=None), name="snooze_asleep"),
            models.Index(fields=["until"], condition=Q(woken_at=None), name="snooze_due"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} of {self.staff_id}"


class WorkStyle(models.Model):
    """How one colleague likes to work; who has no row has the defaults."""

    staff = models.OneToOneField("people.Staff", models.CASCADE, primary_key=True, related_name="+")
    undo_seconds = models.PositiveSmallIntegerField(default=5)
    shows_length = models.BooleanField(default=False)
    shows_tone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"style of {self.staff_id}"
