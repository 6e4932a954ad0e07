"""What a company sets up about its tickets: the type tree and custom fields."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.i18n import label


class OnSilence(models.TextChoices):
    """What becomes of a proposed solution when the customer says nothing."""

    CLOSE = "close", _("It closes")
    VISIT = "visit", _("It closes, and the customer is visited")
    STAY = "stay", _("It stays until the customer confirms")


class TicketType(models.Model):
    """A node of the type tree; roots are enquiry, after-sale, complaint, suggestion unless the company chose others."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    key = models.SlugField(_("Key"), unique=True)
    names = models.JSONField(_("Names"), default=dict)
    rank = models.PositiveSmallIntegerField(_("Order"), default=0)
    silence_hours = models.PositiveSmallIntegerField(_("Hours of silence until a proposed solution closes"), default=72)
    on_silence = models.CharField(
        _("When the customer says nothing"), max_length=5, choices=OnSilence.choices, default=OnSilence.CLOSE
    )
    is_active = models.BooleanField(_("In use"), default=True)

    class Meta:
        ordering = ("rank", "id")

    def __str__(self) -> str:
        return label(self.names)


class FieldKind(models.TextChoices):
    TEXT = "text", _("Text")
    NUMBER = "number", pgettext_lazy("kind of field", "Number")
    DATE = "date", _("Date")
    CHOICE = "choice", _("Choice")
    YES_NO = "yes_no", _("Yes or no")


class CustomField(models.Model):
    """A typed field of tickets, for all types or for some, perhaps required before a solution is proposed."""

    key = models.SlugField(_("Key"), unique=True)
    names = models.JSONField(_("Names"), default=dict)
    kind = models.CharField(_("Kind"), max_length=8, choices=FieldKind.choices, default=FieldKind.TEXT)
    options = models.JSONField(_("Choices"), default=list)
    types = models.ManyToManyField(TicketType, blank=True, related_name="+", verbose_name=_("Only for these types"))
    is_required = models.BooleanField(_("Required at resolution"), default=False)
    rank = models.PositiveSmallIntegerField(_("Order"), default=0)

    class Meta:
        ordering = ("rank", "id")

    def __str__(self) -> str:
        return label(self.names)
