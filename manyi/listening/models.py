"""What customers say about our service."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

DIMENSIONS = ("solution", "attitude", "speed", "transparency")
STARS = (MinValueValidator(1), MaxValueValidator(5))


class Survey(models.Model):
    """One question to one customer about one closed ticket. Its link is signed, works once, and expires."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["customer", "-id"], condition=Q(answered_at=None), name="survey_open"),)

    def __str__(self) -> str:
        return f"survey {self.pk}"


class Rating(models.Model):
    """The answer: overall and four dimensions from 1 to 5, and a comment. It belongs to who served at that time."""

    survey = models.OneToOneField(Survey, models.CASCADE, related_name="rating")
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    overall = models.PositiveSmallIntegerField(validators=STARS)
    solution = models.PositiveSmallIntegerField(null=True, validators=STARS)
    attitude = models.PositiveSmallIntegerField(null=True, validators=STARS)
    speed = models.PositiveSmallIntegerField(null=True, validators=STARS)
    transparency = models.PositiveSmallIntegerField(null=True, validators=STARS)
    comment = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["at"], name="rating_at"),)

    def __str__(self) -> str:
        return f"{self.overall}/5"
