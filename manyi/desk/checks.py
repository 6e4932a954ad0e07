"""What other apps want to be sure of before a customer is answered, e.g. that a changed policy has been read, and when
they let required fields wait."""

from __future__ import annotations

from collections.abc import Callable

from manyi.core.actors import Actor
from manyi.desk.models import Ticket

Check = Callable[[Ticket, Actor], None]
Leave = Callable[[Ticket], bool]
_checks: list[Check] = []
_leaves: list[Leave] = []


def before_reply(check: Check) -> Check:
    """Declare a check; it raises a refusal, and costs nothing when it has nothing to say."""
    if check not in _checks:
        _checks.append(check)
    return check


def check_reply(ticket: Ticket, by: Actor) -> None:
    """Ask every check."""
    for check in _checks:
        check(ticket, by)


def lets_fields_wait(leave: Leave) -> Leave:
    """Declare when a ticket may be solved although required fields are empty; asked only where some are."""
    if leave not in _leaves:
        _leaves.append(leave)
    return leave


def may_fields_wait(ticket: Ticket) -> bool:
    """Whether somebody lets the empty fields of this ticket wait."""
    return any(leave(ticket) for leave in _leaves)
