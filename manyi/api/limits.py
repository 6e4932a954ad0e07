"""How often a token may ask: a bucket of requests per token for reads and one for writes, refilled all the time.

The buckets live in the process. Each web worker gives out its share of the limit, so a program whose requests reach
the workers evenly gets all of it, and one that always reaches the same worker gets that share.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from django.conf import settings

from manyi.core.errors import TooMany
from manyi.people.tokens import Caller

A_MINUTE = {"read": 3000, "write": 600}
UNLIMITED = "bulk"


@dataclass(slots=True)
class Bucket:
    """What is left of one limit; ``size`` requests a minute."""

    size: float
    left: float
    at: float

    def spend(self) -> bool:
        """Take one request out; False when the bucket is empty."""
        now = time.monotonic()
        self.left = min(self.size, self.left + (now - self.at) * self.size / 60)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True

    def seconds_until(self, wanted: float) -> int:
        """How long until this much is in it again."""
        return max(0, math.ceil((wanted - self.left) * 60 / self.size))

    def headers(self) -> dict[str, str]:
        """The state as the ``RateLimit`` headers say it."""
        return {
            "RateLimit-Limit": str(int(self.size)),
            "RateLimit-Remaining": str(int(self.left)),
            "RateLimit-Reset": str(self.seconds_until(self.size)),
        }


_buckets: dict[tuple[int, str], Bucket] = {}


def bucket_of(caller: Caller, method: str) -> Bucket | None:
    """The bucket a request is taken from; None without limit."""
    if UNLIMITED in caller.scopes:
        return None
    kind = "read" if method in ("GET", "HEAD") else "write"
    found = _buckets.get((caller.token_id, kind))
    if found is None:
        size = A_MINUTE[kind] / settings.VALUES["web_workers"]
        found = _buckets[caller.token_id, kind] = Bucket(size, size, time.monotonic())
    return found


def spend(bucket: Bucket | None) -> None:
    """Count one request. Raises :class:`TooMany` with the seconds to wait."""
    if bucket is not None and not bucket.spend():
        raise TooMany(retry_after=max(1, bucket.seconds_until(1)))


def refill() -> None:
    """Forget what was spent."""
    _buckets.clear()
