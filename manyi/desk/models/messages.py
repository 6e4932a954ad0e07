"""What is said on a ticket, by whom, with which files; and what somebody is about to say."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.core.crypto import EncryptedTextField


class MessageKind(models.TextChoices):
    INBOUND = "in", _("From customer")
    OUTBOUND = "out", _("To customer")
    NOTE = "note", _("Internal note")


class DeliveryState(models.TextChoices):
    """How far an outbound message has come; empty where there is nothing to deliver."""

    NONE = "", ""
    QUEUED = "queued", _("Sending")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Not sent")
    BOUNCED = "bounced", _("Returned")


REMOTE_MARK = "data-remote-src"
"""In a mail's HTML the attribute that holds the address of a picture from elsewhere, so that it is not loaded."""


class Message(models.Model):
    """One thing said. ``text`` is for reading; ``html`` is the sanitised rich form; ``quoted`` the folded history.

    ``external_id`` is the channel's own name for it (Message-ID of a mail, client key of a chat message): unique per
    channel, so nothing is ever taken in twice. ``addresses`` (JSON, encrypted) keeps To and Cc of a mail.
    """

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=4, choices=MessageKind.choices)
    channel = models.CharField(max_length=10)
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    customer = models.ForeignKey("customers.Customer", models.SET_NULL, null=True, related_name="+", db_index=False)
    text = models.TextField()
    html = models.TextField(default="")
    quoted = models.TextField(default="")
    at = models.DateTimeField()
    external_id = models.CharField(max_length=255, null=True)
    addresses = EncryptedTextField(default="")
    delivery = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.NONE, blank=True)
    delivery_error = models.CharField(max_length=300, default="")
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["ticket", "id"], name="message_ticket"),)
        constraints = (
            models.UniqueConstraint(
                fields=["channel", "external_id"], condition=Q(external_id__isnull=False), name="message_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Attachment(models.Model):
    """A file sent with a message, or uploaded for one that is still being written (``message`` empty)."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", null=True)
    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments", null=True)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content_id = models.CharField(max_length=200, default="")
    uploaded_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """A colleague called in a note; ``seen_at`` is set when he opens the ticket."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["message", "staff"], name="mention_once"),)
        indexes = (
            models.Index(fields=["staff", "id"], name="mention_staff"),
            models.Index(fields=["staff"], condition=Q(seen_at=None), name="mention_unseen"),
        )

    def __str__(self) -> str:
        return f"@{self.staff_id}"


class Draft(models.Model):
    """What a colleague has typed on a ticket and not sent yet, one per kind; ``files`` are ids of uploads."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=MessageKind.choices)
    text = models.TextField()
    files = models.JSONField(default=list)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "staff", "kind"], name="draft_once"),)
        indexes = (models.Index(fields=["staff"], name="draft_staff"),)

    def __str__(self) -> str:
        return f"{self.kind} draft of {self.staff_id}"
