"""Tickets and what is said of them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NO_DUE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
"""``due_at`` of a ticket on which no clock runs: sorts after everything."""


class Status(models.IntegerChoices):
    """Below 4 a ticket is open work; partial indexes and hot queries say ``status < 4`` literally."""

    NEW = 0, pgettext_lazy("status", "New")
    OPEN = 1, _("Open")
    PENDING = 2, _("Waiting for customer")
    HOLD = 3, _("On hold")
    RESOLVED = 4, _("Solution proposed")
    CLOSED = 5, pgettext_lazy("status", "Closed")


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class Stage(models.TextChoices):
    PRE_SALE = "pre", _("Pre-sale")
    IN_SALE = "in", _("In-sale")
    AFTER_SALE = "after", _("After-sale")


class TicketNumber(models.Model):
    """The last number given on a day."""

    day = models.CharField(max_length=8, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day}-{self.last:04d}"


class Ticket(models.Model):
    """One customer's one request, from first contact to closure.

    ``owner`` is responsible to the customer to the end, ``assignee`` works on it now. ``waiting_since`` is set while
    the customer waits for us, ``due_at`` is when the next answer is due. ``version`` grows with every change.
    """

    number = models.CharField(_("Number"), max_length=16, unique=True)
    subject = models.CharField(_("Subject"), max_length=200)
    type = models.ForeignKey("desk.TicketType", models.PROTECT, null=True, related_name="+")
    status = models.PositiveSmallIntegerField(_("Status"), choices=Status.choices, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(_("Priority"), choices=Priority.choices, default=Priority.NORMAL)
    stage = models.CharField(_("Stage"), max_length=5, choices=Stage.choices, blank=True, default="")
    channel = models.CharField(_("Channel"), max_length=10)
    language = models.CharField(_("Language"), max_length=10, blank=True, default="")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    assignee = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+", db_index=False)
    team = models.ForeignKey("people.Team", models.SET_NULL, null=True, related_name="+", db_index=False)
    fields = models.JSONField(default=dict)
    snippet = models.CharField(max_length=160, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=NO_DUE)
    first_replied_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", db_index=False)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        # Each list is read along one of these; the columns after ``id`` let the counts be taken from the index alone.
        indexes = (
            models.Index(
                fields=["assignee", "due_at", "id", "status", "waiting_since"],
                condition=Q(status__lt=4),
                name="ticket_open_assignee",
            ),
            models.Index(
                fields=["team", "due_at", "id", "status", "assignee", "waiting_since"],
                condition=Q(status__lt=4),
                name="ticket_open_team",
            ),
            models.Index(
                fields=["due_at", "id", "status", "assignee"], condition=Q(status__lt=4), name="ticket_open_due"
            ),
            models.Index(
                fields=["owner", "due_at", "id", "status"], condition=Q(status__lt=4), name="ticket_open_owner"
            ),
            models.Index(
                fields=["assignee", "updated_at", "id", "status"],
                condition=Q(status__gte=4),
                name="ticket_done_assignee",
            ),
            models.Index(
                fields=["owner", "updated_at", "id", "status"], condition=Q(status__gte=4), name="ticket_done_owner"
            ),
            models.Index(fields=["updated_at", "id"], condition=Q(status=4), name="ticket_proposed"),
            models.Index(fields=["team", "updated_at", "id"], condition=Q(status=4), name="ticket_proposed_team"),
            models.Index(fields=["customer", "id"], name="ticket_customer"),
            models.Index(fields=["updated_at", "id"], name="ticket_updated"),
            models.Index(fields=["team", "updated_at", "id"], name="ticket_team_updated"),
            models.Index(fields=["created_at", "id"], name="ticket_created"),
            models.Index(fields=["closed_at", "id"], condition=Q(closed_at__isnull=False), name="ticket_closed"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="ticket_merged_into"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status < Status.RESOLVED

    @property
    def is_merged(self) -> bool:
        return self.merged_into_id is not None


class Tag(models.Model):
    """A word tickets are marked with."""

    name = models.CharField(_("Name"), max_length=40, unique=True)

    def __str__(self) -> str:
        return self.name


class TicketTag(models.Model):
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["ticket", "tag"], name="ticket_tag_once"),)

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.tag_id}"


class Resolution(models.Model):
    """A solution proposed to the customer: confirmed, refused or expired into closure by silence."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    proposed_by = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, default="")
    outcome_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["closes_at"], condition=Q(outcome=""), name="resolution_waiting"),)
        constraints = (
            models.UniqueConstraint(fields=["ticket"], condition=Q(outcome=""), name="resolution_one_waiting"),
        )

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.outcome or 'waiting'}"
