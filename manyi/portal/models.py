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
