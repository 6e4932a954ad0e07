"""Counts kept ready, so that a page of numbers costs the same with ten thousand tickets and with ten million."""

from __future__ import annotations

from django.db import models


class Measure(models.TextChoices):
    """What is counted. ``total`` sums seconds for first replies and points (1 to 5) for ratings."""

    CREATED = "created"
    FIRST_REPLY = "first_reply"
    SOLVED = "solved"
    CLOSED = "closed"
    REOPENED = "reopened"
    BREACHED = "breached"
    RATED = "rated"
    SATISFIED = "satisfied"


class Rollup(models.Model):
    """How often a thing happened in one hour, by team (0: none) and channel. Derived from the log; can be rebuilt."""

    hour = models.DateTimeField()
    team_id = models.BigIntegerField(default=0)
    channel = models.CharField(max_length=10, default="")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    count = models.PositiveIntegerField(default=0)
    total = models.FloatField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["measure", "hour", "team_id", "channel"], name="rollup_once"),)

    def __str__(self) -> str:
        return f"{self.measure} {self.hour} {self.count}"


class FirstContact(models.Model):
    """Whether a closed ticket was solved at first contact, judged once its window had passed; None: it does not count.

    ``month`` (``2026-11``) is that of its closure in the company's time zone, ``why`` names what broke it. Derived
    from the desk; can be judged again.
    """

    ticket = models.OneToOneField("desk.Ticket", models.CASCADE, primary_key=True, related_name="+")
    closed_at = models.DateTimeField()
    month = models.CharField(max_length=7)
    team_id = models.BigIntegerField(default=0)
    type_id = models.BigIntegerField(default=0)
    solved = models.BooleanField(null=True)
    why = models.JSONField(default=list)

    class Meta:
        indexes = (
            models.Index(fields=["month", "team_id", "type_id", "solved"], name="first_contact_month"),
            models.Index(fields=["closed_at"], name="first_contact_closed"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.month} {self.solved}"
