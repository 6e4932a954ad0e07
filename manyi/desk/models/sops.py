"""Standard operating procedures: versions of steps, runs on tickets, what was done in each step."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.i18n import label


class Sop(models.Model):
    """A procedure. ``types`` are keys of the ticket types it is offered for first; ``version`` is the one in force."""

    key = models.SlugField(unique=True)
    names = models.JSONField(_("Names"), default=dict)
    types = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("In use"), default=True)

    def __str__(self) -> str:
        return label(self.names)


class SopVersion(models.Model):
    """The steps of one version; without ``published_at`` it is the draft."""

    sop = models.ForeignKey(Sop, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    steps = models.JSONField(default=list)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sop", "number"], name="sop_version_once"),)

    def __str__(self) -> str:
        return f"{self.sop_id} v{self.number}"


class RunState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("sop", "Running")
    DONE = "done", pgettext_lazy("sop", "Done")
    STOPPED = "stopped", pgettext_lazy("sop", "Stopped")


class SopRun(models.Model):
    """A procedure on a ticket, in the version with which it began; ``data`` is all that was written down."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=50, blank=True, default="")
    state = models.CharField(max_length=7, choices=RunState.choices, default=RunState.RUNNING)
    data = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    step_at = models.DateTimeField()
    step_due_at = models.DateTimeField(null=True)
    late_told = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "id"], name="sop_run_ticket"),
            models.Index(fields=["step_due_at"], condition=Q(state="running", late_told=False), name="sop_run_due"),
        )
        constraints = (
            models.UniqueConstraint(fields=["ticket", "version"], condition=Q(state="running"), name="sop_run_once"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.step or self.state}"


class SopStep(models.Model):
    """One step that was left: done with its data, or (``is_deviation``) left another way, with the reason."""

    run = models.ForeignKey(SopRun, models.CASCADE, related_name="done")
    step = models.CharField(max_length=50)
    to = models.CharField(max_length=50, blank=True, default="")
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)
    is_deviation = models.BooleanField(default=False)
    reason = models.CharField(max_length=500, blank=True, default="")
    is_late = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.step} of {self.run_id}"
