"""Customers who are to be called."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.core.crypto import EncryptedTextField


class CallBack(models.Model):
    """A customer is to be called at ``due_at`` about a ticket, by whoever works on it; open until ``ended_at``.

    ``attempts`` did not reach him; ``told_at`` is when the colleague was reminded. Nobody's ``by_staff`` means that the
    customer asked himself.
    """

    class Outcome(models.TextChoices):
        REACHED = "reached", _("Reached")
        FAILED = "failed", _("Not reached")
        DROPPED = "dropped", _("No longer needed")

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    phone = EncryptedTextField()
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True, default="")
    ended_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at__isnull=True), name="call_back_one_open"),
        )
        indexes = (
            models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="call_back_due"),
            models.Index(fields=["ticket", "-id"], name="call_back_ticket"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.outcome or 'open'}"
