"""What the clocks leave behind."""

from __future__ import annotations

from django.db import models


class Breach(models.Model):
    """An answer that was due and had not come. One row per due time, so a breach is never counted twice."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    due_at = models.DateTimeField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "due_at"], name="breach_once"),)
        indexes = (models.Index(fields=["due_at"], name="breach_due"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.due_at}"
