"""What colleagues are told, how they like to be told, and announcements with who has read them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.core.crypto import EncryptedTextField


class Notice(models.Model):
    """One thing a colleague is told. While it is unseen, more of its kind on the same ticket only raise ``count``.

    ``data`` are ids and numbers its kind needs for its sentence; ``url`` is where it leads when it is of no ticket.
    """

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, null=True, related_name="+", db_index=False)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True, default="")
    count = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["staff", "-at", "-id"], name="notices_staff"),
            models.Index(fields=["staff"], condition=Q(seen_at=None), name="notices_unseen"),
            models.Index(fields=["ticket"], condition=Q(ticket__isnull=False), name="notices_ticket"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["staff", "kind", "ticket"],
                condition=Q(seen_at=None, ticket__isnull=False),
                name="notices_one_unseen",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} for {self.staff_id}"


class Digest(models.TextChoices):
    OFF = "off", _("No mail")
    HOURLY = "hourly", _("Once an hour, if there is something")
    DAILY = "daily", _("Once a day, if there is something")


class Preference(models.Model):
    """How one colleague likes to be told; ``choices`` maps a kind to the ways it takes. No row: the defaults."""

    staff = models.OneToOneField("people.Staff", models.CASCADE, primary_key=True, related_name="+")
    choices = models.JSONField(default=dict)
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.OFF)
    digested_at = models.DateTimeField(null=True)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    has_sound = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"preference of {self.staff_id}"


class Subscription(models.Model):
    """A browser that takes push messages; its address and keys are secrets."""

    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+")
    endpoint_index = models.CharField(max_length=64, unique=True)
    endpoint = EncryptedTextField()
    key = EncryptedTextField()
    secret = EncryptedTextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"browser of {self.staff_id}"


class Announcement(models.Model):
    """Something a team (or, without one, everybody) has to know; each reader says that he has read it."""

    title = models.CharField(_("Title"), max_length=120)
    text = models.TextField(_("What it says"))
    team = models.ForeignKey("people.Team", models.CASCADE, null=True, related_name="+")
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class Receipt(models.Model):
    """A colleague who was to read an announcement, and when he did."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="receipts", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["announcement", "staff"], name="receipt_once"),)
        indexes = (models.Index(fields=["staff"], condition=Q(read_at=None), name="receipt_unread"),)

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.staff_id}"
