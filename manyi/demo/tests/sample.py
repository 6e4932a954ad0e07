"""The company most tests look at, made once."""

from datetime import datetime
from functools import cache

from manyi.demo.generate import generate
from manyi.demo.records import Company
from manyi.demo.rhythm import ZONE

UNTIL = datetime(2026, 11, 22, 14, 30, tzinfo=ZONE)


@cache
def company() -> Company:
    """The sample company at its ordinary size."""
    return generate(until=UNTIL)


@cache
def small(seed: int) -> Company:
    """A tenth of it, freshly made from that seed."""
    return generate(seed, customers=200, tickets=600, until=UNTIL)
