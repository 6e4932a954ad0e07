"""Side conversations: talks by mail beside a ticket, with a colleague or a partner, which the customer never sees."""

from __future__ import annotations

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.crypto import EncryptedTextField
from manyi.desk.models import DeliveryState

Person = tuple[str, str]
"""A name, perhaps empty, and an e-mail address in lower case."""


class Side(models.Model):
    """One talk beside a ticket. ``people`` is who gets our mails (JSON, encrypted: partners are persons, too).

    ``is_answered`` says that the newest word is theirs.
    """

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    inbox = models.ForeignKey("channels.Inbox", models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(_("Subject"), max_length=200)
    people = EncryptedTextField()
    begun_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    last_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["ticket", "id"], name="side_ticket"),)

    def __str__(self) -> str:
        return self.subject

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def receivers(self) -> list[Person]:
        return msgspec.json.decode(self.people, type=list[Person])


class SideKind(models.TextChoices):
    OUT = "out", pgettext_lazy("side conversation", "From us")
    IN = "in", pgettext_lazy("side conversation", "From them")
    AUTOMATIC = "auto", pgettext_lazy("side conversation", "Automatic answer")


class SideMessage(models.Model):
    """One mail of a talk.

    ``sender`` (encrypted) is the address it came from, ``html`` its sanitised layout, ``external_id`` its Message-ID.
    """

    side = models.ForeignKey(Side, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=4, choices=SideKind.choices)
    staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    sender_name = models.CharField(max_length=120, default="")
    sender = EncryptedTextField(default="")
    text = models.TextField()
    html = models.TextField(default="")
    quoted = models.TextField(default="")
    at = models.DateTimeField()
    external_id = models.CharField(max_length=255, null=True, unique=True)
    delivery = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.NONE)
    delivery_error = models.CharField(max_length=300, default="")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SideFile(models.Model):
    """A file that went or came with a mail of a talk."""

    message = models.ForeignKey(SideMessage, models.CASCADE, related_name="files")
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name
