"""Calendars, policies, the clocks that run by them, and the notices they send."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.sla.clock import NEVER


class Kind(models.TextChoices):
    """What a clock measures. Tasks and steps are started by the apps that have them."""

    FIRST = "first", _("First response")
    NEXT = "next", _("Next response")
    RESOLUTION = "resolution", _("Resolution")
    TASK = "task", _("Task")
    STEP = "step", _("SOP step")


ANSWERS = frozenset({Kind.FIRST.value, Kind.NEXT.value})
"""The kinds that an answer to the customer ends."""


class Outcome(models.TextChoices):
    """How a clock ended; empty while it goes on."""

    MET = "met", pgettext_lazy("clock", "Kept")
    LATE = "late", pgettext_lazy("clock", "Late")
    DROPPED = "dropped", pgettext_lazy("clock", "No longer needed")


class Revision(models.Model):
    """One row whose number is another one after every change of calendars and policies: processes see theirs is old."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class Calendar(models.Model):
    """When work is done: the spans of each weekday (Monday first, minutes of the local day).

    It serves the policies that name it, else the customers of its classes, else its teams; the default one the rest.
    """

    names = models.JSONField(_("Names"), default=dict)
    zone = models.CharField(_("Time zone"), max_length=60, default="Asia/Shanghai")
    week = models.JSONField(default=list)
    teams = models.ManyToManyField("people.Team", related_name="+", blank=True)
    classes = models.JSONField(_("Value classes"), default=list)
    is_default = models.BooleanField(_("For everything else"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="calendar_one_default"),
        )

    def __str__(self) -> str:
        return str(self.names.get("zh-hans") or self.names.get("en") or self.pk)


class Source(models.TextChoices):
    HAND = "hand", _("By hand")
    STATUTORY = "cn", _("Chinese statutory holidays")
    ICAL = "ical", _("iCal file")


class CalendarDay(models.Model):
    """A date that differs from its weekday: closed without spans, else open at these."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days", db_index=False)
    date = models.DateField()
    spans = models.JSONField(default=list)
    names = models.JSONField(default=dict)
    source = models.CharField(max_length=4, choices=Source.choices, default=Source.HAND)
    is_provisional = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["calendar", "date"], name="calendar_day_once"),)

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.date}"


class Policy(models.Model):
    """Which targets hold for which tickets; the first active one in ``rank`` order whose conditions hold is taken."""

    names = models.JSONField(_("Names"), default=dict)
    rank = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)
    conditions = models.JSONField(default=dict)
    terms = models.JSONField(default=dict)
    calendar = models.ForeignKey(Calendar, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.names.get("zh-hans") or self.names.get("en") or self.pk)


class Clock(models.Model):
    """The measure of one target on one ticket.

    ``used`` is working time in microseconds up to ``running_since``, which is empty while the clock is paused or over.
    ``target`` is the policy's, or less where who started the clock ``asked`` for less (seconds; None: nothing asked).
    ``timer_at`` is when its next warning, breach or step of the ladder comes; what came is in ``warned`` (percent),
    ``breached_at`` and ``escalated`` (steps), so that nothing comes twice.
    """

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=40, blank=True, default="")
    policy = models.ForeignKey(Policy, models.SET_NULL, null=True, related_name="+", db_index=False)
    policy_version = models.PositiveIntegerField(default=0)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+", db_index=False)
    target = models.PositiveIntegerField()
    asked = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField()
    running_since = models.DateTimeField(null=True)
    used = models.BigIntegerField(default=0)
    paused_for = models.CharField(max_length=20, blank=True, default="")
    due_at = models.DateTimeField(default=NEVER)
    timer_at = models.DateTimeField(null=True)
    warned = models.PositiveSmallIntegerField(default=0)
    breached_at = models.DateTimeField(null=True)
    escalated = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "id"], name="clock_ticket"),
            models.Index(fields=["ticket", "id"], condition=Q(ended_at__isnull=True), name="clock_open"),
            models.Index(fields=["timer_at", "id"], condition=Q(timer_at__isnull=False), name="clock_timer"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind}"


class Recomputation(models.Model):
    """How far the open clocks have been brought to one revision; ``reached`` is the last ticket."""

    revision = models.BigIntegerField(unique=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"


class Notice(models.Model):
    """A colleague was told of a clock: a warning, a breach, or a step of the ladder."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    clock = models.ForeignKey(Clock, models.CASCADE, related_name="+", db_index=False)
    happening = models.CharField(max_length=10)
    place = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["clock", "happening", "place", "staff"], name="notice_once"),)
        indexes = (
            models.Index(fields=["staff", "-id"], name="notice_staff"),
            models.Index(fields=["staff", "-id"], condition=Q(seen_at__isnull=True), name="notice_unseen"),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.happening} {self.clock_id}"
