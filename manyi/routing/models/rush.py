"""Playbooks for a surge, and each time one was in force."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _


class Playbook(models.Model):
    """What changes in rush mode; ``plan`` as ``routing.rush.Plan``, in its ``version``."""

    names = models.JSONField(_("Names"), default=dict)
    plan = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.names.get("zh-hans") or self.names.get("en") or self.pk)


class Rush(models.Model):
    """Rush mode on one queue (none: the one for the rest), at most one at a time, with the plan as it was then.

    ``why`` are the figures at the beginning and which limits were reached; nobody's ``by_staff`` means by itself.
    ``calm_since`` is when the queue was calm for the first time without a break.
    """

    class End(models.TextChoices):
        TIME = "time", _("Its time was over")
        CALM = "calm", _("It was calm again")
        HAND = "hand", _("Ended by hand")
        GONE = "gone", _("The queue was removed")

    queue = models.ForeignKey("routing.Queue", models.SET_NULL, null=True, related_name="+", db_index=False)
    names = models.JSONField(default=dict)
    playbook = models.ForeignKey(Playbook, models.SET_NULL, null=True, related_name="+")
    playbook_names = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    plan = models.JSONField(default=dict)
    why = models.JSONField(default=dict)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    calm_since = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=4, choices=End.choices, blank=True, default="")
    ended_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Coalesce(F("queue_id"), Value(0)), condition=Q(ended_at__isnull=True), name="rush_one_open"
            ),
        )
        indexes = (models.Index(fields=["queue", "-id"], name="rush_queue"),)

    def __str__(self) -> str:
        return f"{self.queue_id} {self.end or 'on'}"
