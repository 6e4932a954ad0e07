"""One step done on many tickets, ticket by ticket, so that it can be watched and taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class BulkRun(models.Model):
    """A step (as of a macro) that a colleague has done on many tickets."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    step = models.JSONField(default=dict)
    total = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.step.get('do')} on {self.total}"


class BulkItem(models.Model):
    """What became of one ticket: ``state`` is empty while it waits, then done, refused, undone or kept.

    ``before`` and ``version`` are for undoing: a ticket that has changed since is kept as it is.
    """

    run = models.ForeignKey(BulkRun, models.CASCADE, related_name="items", db_index=False)
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=7, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    before = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "ticket"], name="bulk_item_once"),)
        indexes = (
            models.Index(fields=["run", "id"], condition=Q(state=""), name="bulk_item_waiting"),
            models.Index(fields=["ticket"], name="bulk_item_ticket"),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.ticket_id} {self.state}"
