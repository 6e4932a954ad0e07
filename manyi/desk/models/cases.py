"""Cases for super agents: one coordinator, a plan over departments, one voice to the customer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Case(models.Model):
    """A complex matter around one ticket; ``others`` are tickets of the same customer that belong to it."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    others = models.ManyToManyField("desk.Ticket", related_name="+", blank=True)
    coordinator = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    goal = models.TextField(_("Goal"))
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    result = models.TextField(_("Result"), blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "id"], name="case_ticket"),
            models.Index(fields=["coordinator", "id"], condition=Q(closed_at=None), name="case_open_coordinator"),
        )
        constraints = (models.UniqueConstraint(fields=["ticket"], condition=Q(closed_at=None), name="case_one_open"),)

    def __str__(self) -> str:
        return self.goal[:80]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CaseStep(models.Model):
    """One step of the plan: what which department does; a task once it has begun. ``after`` must be answered first."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    rank = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("Title"), max_length=200)
    body = models.TextField(blank=True, default="")
    department = models.ForeignKey("people.Department", models.CASCADE, related_name="+", db_index=False)
    hours = models.PositiveSmallIntegerField(default=8)
    customer_words = models.CharField(max_length=200, blank=True, default="")
    after = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    task = models.OneToOneField("desk.Task", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("rank", "id")

    def __str__(self) -> str:
        return self.title
