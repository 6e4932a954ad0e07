"""What other apps want to be sure of before a customer is answered, e.g. that a changed policy has been read."""

from __future__ import annotations

from collections.abc import Callable

from manyi.core.actors import Actor
from manyi.desk.models import Ticket

Check = Callable[[Ticket, Actor], None]
_checks: list[Check] = []


def before_reply(check: Check) -> Check:
    """Declare a check; it raises a refusal, and costs nothing when it has nothing to say."""
    if check not in _checks:
        _checks.append(check)
    return check


def check_reply(ticket: Ticket, by: Actor) -> None:
    """Ask every check."""
    for check in _checks:
        check(ticket, by)
