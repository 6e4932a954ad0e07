"""What all channels share: configured ends, raw input kept before it is read, deliveries out, threads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from manyi.core.crypto import EncryptedTextField


class Inbox(models.Model):
    """One configured end of a channel (接入点): a mailbox, a site's chat widget, a form.

    ``address`` is its public name: the mail address, or the site key in the widget's script tag. ``config`` holds
    what may be seen, ``secrets`` (JSON, encrypted) what may not. Health is the last success, and the last error with
    its time.
    """

    kind = models.CharField(_("Channel"), max_length=10)
    name = models.CharField(_("Name"), max_length=80)
    address = models.CharField(_("Address"), max_length=200)
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, blank=True, related_name="+")
    config = models.JSONField(default=dict)
    secrets = EncryptedTextField(default="")
    is_enabled = models.BooleanField(_("In use"), default=True)
    created_at = models.DateTimeField()
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="")
    last_error_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "address"], name="inbox_once"),)

    def __str__(self) -> str:
        return self.name


class InboundState(models.TextChoices):
    WAITING = "waiting", _("Not read yet")
    DONE = "done", _("Taken in")
    IGNORED = "ignored", _("Set aside")
    FAILED = "failed", _("Could not be read")


class Inbound(models.Model):
    """Something from outside exactly as it came, kept before anybody interprets it, so it is never lost or doubled.

    ``key`` is the sender's own name for it, or the hash of the bytes; ``why`` says why it was set aside or failed.
    """

    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=InboundState.choices, default=InboundState.WAITING)
    why = models.TextField(default="")
    message = models.ForeignKey("desk.Message", models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["inbox", "key"], name="inbound_once"),)
        indexes = (
            models.Index(fields=["id"], condition=Q(state="waiting"), name="inbound_waiting"),
            models.Index(fields=["state", "-id"], name="inbound_state"),
        )

    def __str__(self) -> str:
        return f"{self.inbox_id} {self.key}"


class Thread(models.Model):
    """How a ticket talks over one inbox: the remote address (encrypted) and what a reply must refer to."""

    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="+", db_index=False)
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+")
    remote = EncryptedTextField(default="")
    refers_to = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "inbox"], name="thread_once"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} over {self.inbox_id}"


class Delivery(models.Model):
    """One outbound message on its way, carried at least once under a stable ``external_id``."""

    message = models.OneToOneField("desk.Message", models.CASCADE, related_name="+")
    inbox = models.ForeignKey(Inbox, models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=255)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="")

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=Q(sent_at=None, failed_at=None), name="delivery_waiting"),
            models.Index(fields=["external_id"], name="delivery_external"),
        )

    def __str__(self) -> str:
        return self.external_id
