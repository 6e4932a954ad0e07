"""What keeps a ticket in one hand: hand-overs with what the next person must know, and promises with their time."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Handover(models.Model):
    """A transfer: from whom to whom, why, and the summary the next person reads first."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    old_assignee = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    new_assignee = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    new_team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+", db_index=False)
    reason = models.CharField(_("Reason"), max_length=500)
    summary = models.TextField(_("Summary"), blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["ticket", "-id"], name="handover_ticket"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.at}"


class PromiseState(models.TextChoices):
    FOUND = "found", _("Found in the text")
    OPEN = "open", pgettext_lazy("promise", "Promised")
    KEPT = "kept", pgettext_lazy("promise", "Kept")
    DROPPED = "dropped", pgettext_lazy("promise", "Not needed")


class Promise(models.Model):
    """What we told a customer we would do, and until when. ``found`` ones wait for a colleague to confirm them.

    ``reminds_at`` is when its keeper hears of it next; ``missed_at`` is set when the time passed and it was not kept.
    """

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey("desk.Message", models.SET_NULL, null=True, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    text = models.CharField(_("What was promised"), max_length=300)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=PromiseState.choices, default=PromiseState.FOUND)
    reminds_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "id"], name="promise_ticket"),
            models.Index(fields=["staff", "due_at"], condition=Q(state="open"), name="promise_open_staff"),
            models.Index(fields=["reminds_at"], condition=Q(reminds_at__isnull=False), name="promise_reminds"),
        )

    def __str__(self) -> str:
        return self.text
