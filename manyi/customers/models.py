"""The people who are served, their companies, and the addresses we know them by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from manyi.core.crypto import EncryptedTextField


class Company(models.Model):
    """A company whose people we serve (企业客户)."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ValueClass(models.TextChoices):
    A = "A", "A"
    B = "B", "B"
    C = "C", "C"


class Customer(models.Model):
    """A person who is served. A merged customer keeps its row and points to the one that stands."""

    name = models.CharField(_("Name"), max_length=120, blank=True, default="")
    company = models.ForeignKey(Company, models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(_("Language"), max_length=10, blank=True, default="")
    value_class = models.CharField(_("Value class"), max_length=1, choices=ValueClass.choices, blank=True, default="")
    is_vip = models.BooleanField(_("VIP"), default=False)
    notes = EncryptedTextField(_("Notes"), blank=True, default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["name"], name="customer_name"),)

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class NamePiece(models.Model):
    """A customer's name from one of its words or Chinese characters on, folded: what it is found by."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    piece = models.CharField(max_length=40)

    class Meta:
        # The operator class lets PostgreSQL look for beginnings whatever the collation; others don't know it.
        indexes = (
            models.Index(
                fields=["piece", "customer"], opclasses=["varchar_pattern_ops", "int8_ops"], name="customer_name_piece"
            ),
        )

    def __str__(self) -> str:
        return self.piece


class IdentityKind(models.TextChoices):
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Phone")
    VISITOR = "visitor", _("Chat visitor")
    EXTERNAL = "external", _("External id")
    OPENID = "openid", _("WeChat")


class Identity(models.Model):
    """One address of a customer on one kind of channel: encrypted, found by its blind index.

    ``loose_index`` is equal for addresses one person may have written differently; it finds duplicates.
    """

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=8, choices=IdentityKind.choices)
    value = EncryptedTextField()
    value_index = models.CharField(max_length=32)
    loose_index = models.CharField(max_length=32, blank=True, default="")
    is_verified = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "value_index"], name="identity_once"),)
        indexes = (models.Index(fields=["loose_index"], condition=~Q(loose_index=""), name="identity_loose"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.customer_id}"


class DuplicateProposal(models.Model):
    """Two customers who may be one person, with the reasons found."""

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_as = models.CharField(max_length=10, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_once"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="duplicate_ordered"),
        )
        indexes = (models.Index(fields=["-score", "id"], condition=Q(settled_at=None), name="duplicate_open"),)

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class CustomerMerge(models.Model):
    """One merge, with what was moved, so that it can be undone."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    moved = models.JSONField(default=dict)
    by_staff = models.ForeignKey("people.Staff", models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"


class Reveal(models.Model):
    """A masked field shown in clear to somebody, and why."""

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    staff = models.ForeignKey("people.Staff", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.staff_id} saw {self.identity_id}"


class OrderStatus(models.TextChoices):
    PLACED = "placed", pgettext_lazy("order", "Placed")
    PAID = "paid", pgettext_lazy("order", "Paid")
    SHIPPED = "shipped", pgettext_lazy("order", "Shipped")
    DELIVERED = "delivered", pgettext_lazy("order", "Delivered")
    RETURNED = "returned", pgettext_lazy("order", "Returned")
    REFUNDED = "refunded", pgettext_lazy("order", "Refunded")
    CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")


class Order(models.Model):
    """A customer's order as the shop tells it. ``title`` says what was ordered, ``url`` leads to it in the shop."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", db_index=False)
    number = models.CharField(_("Order number"), max_length=60, unique=True)
    title = models.CharField(_("What was ordered"), max_length=200, blank=True, default="")
    status = models.CharField(_("Status"), max_length=9, choices=OrderStatus.choices)
    placed_at = models.DateTimeField(_("Placed"))
    total = models.DecimalField(_("Total"), max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    url = models.URLField(max_length=500, blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["customer", "-placed_at"], name="order_customer"),)

    def __str__(self) -> str:
        return self.number

    @property
    def steps(self) -> int:
        """How far it has come, of four; 0 for an order that went back or was given up."""
        way = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELIVERED)
        return way.index(OrderStatus(self.status)) + 1 if self.status in way else 0
