"""How customers get in without a password."""

from __future__ import annotations

from django.db import models


class EntryLink(models.Model):
    """A link mailed to a customer's own address: it proves the address, works once, for half an hour."""

    identity = models.ForeignKey("customers.Identity", models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of identity {self.identity_id}"


class ContactAttempt(models.Model):
    """Somebody about to write to us who was shown articles first, and how it ended.

    ``outcome`` is empty until it has ended: ``sent`` when he wrote all the same, ``solved`` when he read one of the
    articles and did not write, or said that it helped.
    """

    words = models.CharField(max_length=200)
    offered = models.JSONField(default=list)
    opened = models.ForeignKey("knowledge.Article", models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=6, blank=True, default="")
    begun_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["begun_at"], condition=models.Q(outcome=""), name="contact_attempt_open"),)

    def __str__(self) -> str:
        return self.words


class HelpLook(models.Model):
    """How the help centre looks and what it says first: one row. Colours are ``#rrggbb``, empty for the usual one."""

    accent = models.CharField(max_length=7, blank=True, default="")
    accent_dark = models.CharField(max_length=7, blank=True, default="")
    greetings = models.JSONField(default=dict)
    notices = models.JSONField(default=dict)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="help_look_is_one_row"),)

    def __str__(self) -> str:
        return "look of the help centre"
