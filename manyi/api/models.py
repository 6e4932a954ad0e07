"""What the API remembers of requests that carried an idempotency key."""

from __future__ import annotations

from django.db import models

from manyi.core.crypto import EncryptedTextField


class IdempotentRequest(models.Model):
    """A request that was done, with its answer, so that the same request sent again is answered and not done again.

    Written in the transaction of the effect. ``request_hash`` tells whether the key came with another request.
    """

    token = models.ForeignKey("people.ApiToken", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = EncryptedTextField(default="")
    created_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["token", "key"], name="request_once"),)
        indexes = (models.Index(fields=["created_at"], name="request_created"),)

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
