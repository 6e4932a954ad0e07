"""Approvals: what an agent may not decide alone, asked of a leader and answered in one click."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.i18n import label


class ApprovalRule(models.Model):
    """What needs an approval above which amount. ``approver`` decides; without one the leader of the ticket's team."""

    names = models.JSONField(_("Names"), default=dict)
    limit = models.DecimalField(_("Free up to this amount"), max_digits=12, decimal_places=2, default=0)
    approver = models.ForeignKey("people.Staff", models.SET_NULL, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(_("In use"), default=True)

    def __str__(self) -> str:
        return label(self.names)


class ApprovalState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("approval", "Waiting")
    APPROVED = "approved", pgettext_lazy("approval", "Approved")
    REFUSED = "refused", pgettext_lazy("approval", "Refused")


class Approval(models.Model):
    """One question to an approver; ``is_free`` when the amount was within what agents decide themselves."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    rule = models.ForeignKey(ApprovalRule, models.PROTECT, related_name="+", db_index=False)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.TextField()
    asked_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    approver = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    is_free = models.BooleanField(default=False)
    words = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["ticket", "id"], name="approval_ticket"),
            models.Index(fields=["approver", "id"], condition=Q(state="asked"), name="approval_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.rule_id} {self.amount}"
