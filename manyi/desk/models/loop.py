"""Closing the loop: return visits by rule, with what came of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.i18n import label


class VisitRule(models.Model):
    """After which closures a customer is asked again: types (empty: all), share in percent, hours after the closure."""

    names = models.JSONField(_("Names"), default=dict)
    types = models.ManyToManyField("desk.TicketType", blank=True, related_name="+", verbose_name=_("For types"))
    hours = models.PositiveSmallIntegerField(_("Hours after closing"), default=48)
    share = models.PositiveSmallIntegerField(_("Share in percent"), default=100)
    is_active = models.BooleanField(_("In use"), default=True)

    def __str__(self) -> str:
        return label(self.names)


class VisitState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    DONE = "done", pgettext_lazy("visit", "Done")
    DROPPED = "dropped", pgettext_lazy("visit", "Not needed")


class VisitOutcome(models.TextChoices):
    SOLVED = "solved", _("It is solved")
    UNSOLVED = "unsolved", _("It is not solved")
    UNREACHED = "unreached", _("Not reached")


class Visit(models.Model):
    """One return visit: who asks, when, and what the customer said. ``score`` is 1 to 5, empty when not given."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    rule = models.ForeignKey(VisitRule, models.SET_NULL, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=VisitState.choices, default=VisitState.PLANNED)
    outcome = models.CharField(max_length=9, choices=VisitOutcome.choices, blank=True, default="")
    score = models.PositiveSmallIntegerField(null=True)
    words = models.TextField(blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "id"], name="visit_ticket"),
            models.Index(fields=["staff", "due_at"], condition=Q(state="planned"), name="visit_planned_staff"),
            models.Index(fields=["due_at", "id"], condition=Q(state="planned"), name="visit_planned"),
        )
        constraints = (
            models.UniqueConstraint(fields=["ticket"], condition=Q(state="planned"), name="visit_one_planned"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.state}"
