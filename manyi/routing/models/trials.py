"""Policies tried out on a simulated floor."""

from __future__ import annotations

from django.db import models


class Trial(models.Model):
    """Two policies side by side on the company's own days; ``result`` as ``running.Comparison.as_json``.

    ``weights`` are the two as they were when asked, tried on one ``queue`` alone if named; ``done`` of ``total`` runs
    are finished; ``problem`` says why there is no result.
    """

    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    runs = models.PositiveSmallIntegerField()
    weights = models.JSONField(default=list)
    queue = models.ForeignKey("routing.Queue", models.CASCADE, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")
    result = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.done}/{self.total}"
