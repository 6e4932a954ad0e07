"""How tickets relate to people and to each other: followers, links, merges, saved views."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Follower(models.Model):
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "staff"], name="follower_once"),)

    def __str__(self) -> str:
        return f"{self.staff_id} follows {self.ticket_id}"


class LinkKind(models.TextChoices):
    RELATED = "related", _("Related")
    SPLIT = "split", _("Split off")
    FOLLOW_UP = "follow_up", _("Follow-up")
    REPEAT = "repeat", _("Repeat contact")


class TicketLink(models.Model):
    """``ticket`` is connected with ``other``; a split or follow-up points from the new ticket to the old one."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+")
    other = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=LinkKind.choices, default=LinkKind.RELATED)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "other"], name="link_once"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} – {self.other_id}"


class TicketMerge(models.Model):
    """One merge, with what was moved and how the merged ticket stood, so that it can be undone."""

    kept = models.ForeignKey("desk.Ticket", models.PROTECT, related_name="+")
    merged = models.ForeignKey("desk.Ticket", models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class SavedView(models.Model):
    """A filter kept under a name, for one colleague, a team, or (neither) for all."""

    name = models.CharField(_("Name"), max_length=60)
    staff = models.ForeignKey("people.Staff", models.CASCADE, null=True, related_name="+")
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, related_name="+")
    filter = models.JSONField(default=dict)
    rank = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(staff__isnull=False, team__isnull=False), name="view_one_audience"),
        )

    def __str__(self) -> str:
        return self.name
