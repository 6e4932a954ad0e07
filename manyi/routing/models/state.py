"""What goes on: who waits, what was decided and offered, how colleagues stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Standing(models.Model):
    """How a colleague stands in his shift: when he last got something, and how many pieces since ``shift_at``."""

    staff = models.OneToOneField("people.Staff", models.CASCADE, primary_key=True, related_name="+")
    last_at = models.DateTimeField(null=True)
    shift_at = models.DateTimeField(null=True)
    given = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.staff_id} {self.given}"


class Wait(models.Model):
    """A ticket waits for somebody, from ``entered_at`` to ``ended_at``; ``step`` steps of the overflow were taken."""

    class Outcome(models.TextChoices):
        SERVED = "served", _("Served")
        LEFT = "left", _("Gave up")
        ENDED = "ended", _("No longer needed")

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    queue = models.ForeignKey("routing.Queue", models.SET_NULL, null=True, related_name="+", db_index=False)
    channel = models.CharField(max_length=10)
    entered_at = models.DateTimeField()
    step = models.PositiveSmallIntegerField(default=0)
    step_at = models.DateTimeField(null=True)
    refused = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["ticket"], condition=Q(ended_at__isnull=True), name="wait_one_open"),
        )
        indexes = (
            models.Index(fields=["queue", "entered_at"], condition=Q(ended_at__isnull=True), name="wait_open"),
            models.Index(fields=["step_at"], condition=Q(step_at__isnull=False), name="wait_step"),
            models.Index(fields=["queue", "ended_at"], name="wait_queue_ended"),
            models.Index(fields=["ticket", "id"], name="wait_ticket"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.outcome or 'waiting'}"


class Offer(models.Model):
    """A ticket offered to a colleague; without an answer until ``expires_at`` it goes on to the next."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        EXPIRED = "expired", _("No answer")
        DROPPED = "dropped", _("No longer needed")

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket"], condition=Q(outcome=""), name="offer_one_open"),)
        indexes = (
            models.Index(fields=["staff", "id"], condition=Q(outcome=""), name="offer_open_staff"),
            models.Index(fields=["expires_at"], condition=Q(outcome=""), name="offer_open_expiry"),
            models.Index(fields=["ticket", "id"], name="offer_ticket"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} to {self.staff_id} {self.outcome or 'open'}"


class Decision(models.Model):
    """Why somebody got a ticket: the policy, the priority, candidates with their scores, and what ruled others out."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    queue = models.ForeignKey("routing.Queue", models.SET_NULL, null=True, related_name="+", db_index=False)
    chosen = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    policy = models.CharField(max_length=40)
    policy_version = models.PositiveIntegerField()
    at = models.DateTimeField()
    waited = models.FloatField(default=0)
    is_offer = models.BooleanField(default=False)
    reasons = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["ticket", "-id"], name="decision_ticket"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} to {self.chosen_id}"


class Promise(models.Model):
    """What a waiting customer was first told, in seconds, and how long it took then: the error of the estimate."""

    wait = models.OneToOneField(Wait, models.CASCADE, related_name="+")
    queue = models.ForeignKey("routing.Queue", models.SET_NULL, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    position = models.PositiveIntegerField()
    expected = models.FloatField(default=0)
    low = models.FloatField()
    high = models.FloatField()
    waited = models.FloatField(null=True)

    class Meta:
        indexes = (models.Index(fields=["queue", "-id"], condition=Q(waited__isnull=False), name="promise_kept"),)

    def __str__(self) -> str:
        return f"{self.wait_id} {self.low}-{self.high}"


class Assessment(models.Model):
    """How difficult a ticket is (1 to 4, as tiers), estimated or said by a colleague, with the reasons."""

    ticket = models.OneToOneField("desk.Ticket", models.CASCADE, related_name="+")
    complexity = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.complexity}"
