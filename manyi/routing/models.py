"""Whose turn it is."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    """When a colleague was last given work automatically; the longest ago comes next."""

    staff = models.OneToOneField("people.Staff", models.CASCADE, primary_key=True, related_name="+")
    last_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.last_at}"
