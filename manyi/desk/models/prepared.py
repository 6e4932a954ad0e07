"""What colleagues keep ready: text blocks that are inserted while writing, and macros that do several things at once.

Whole scripts stand in the library.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Shared(models.Model):
    """Something kept for one colleague, a team, or (neither) for all; ``used`` counts how often it was taken."""

    name = models.CharField(_("Name"), max_length=80)
    staff = models.ForeignKey("people.Staff", models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, related_name="+")
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=~Q(staff__isnull=False, team__isnull=False), name="%(class)s_one_audience"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def audience(self) -> str:
        """``me``, ``team`` or ``all``."""
        return "me" if self.staff_id else "team" if self.team_id else "all"


class Wording(Shared):
    """A text block (``::``): a piece of an answer, with variables such as {customer.name}."""

    text = models.TextField(_("Text"))
    keywords = models.CharField(_("Also found by"), max_length=120, blank=True, default="")


class Macro(Shared):
    """Several steps on a ticket by one click: a list of ``{"do": kind, "value": text}``, done in order."""

    steps = models.JSONField(default=list)
