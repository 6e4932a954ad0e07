"""Messages in another language, as a translation service gave them."""

from __future__ import annotations

from django.db import models


class Translation(models.Model):
    """A message in ``language``. ``at`` is empty while it is on its way; ``error`` says why there is none."""

    message = models.ForeignKey("desk.Message", models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    text = models.TextField(blank=True, default="")
    provider = models.CharField(max_length=40, blank=True, default="")
    error = models.CharField(max_length=200, blank=True, default="")
    asked_at = models.DateTimeField()
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "language"], name="translation_once"),)

    def __str__(self) -> str:
        return f"{self.message_id} in {self.language}"
