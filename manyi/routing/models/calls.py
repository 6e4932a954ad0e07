"""Colleagues who were asked to come in."""

from __future__ import annotations

from typing import Literal

from django.db import models
from django.db.models import Q


class CallIn(models.Model):
    """A supervisor asks a colleague who is not online to come; open until ``answered_at``."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    is_coming = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["staff"], condition=Q(answered_at__isnull=True), name="call_in_one_open"),
        )
        indexes = (models.Index(fields=["staff", "id"], name="call_in_staff"),)

    @property
    def stands(self) -> Literal["asked", "coming", "declined"]:
        """How the request stands."""
        if self.answered_at is None:
            return "asked"
        return "coming" if self.is_coming else "declined"

    def __str__(self) -> str:
        return f"{self.staff_id} {self.at}"
