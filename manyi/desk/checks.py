"""What other apps want to be sure of before a customer is answered, e.g. that a changed policy has been read, and when
forms are short."""

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


def shortens_forms(leave: Leave) -> Leave:
    """Declare when a ticket shows only the fields it needs, and may be solved although those are empty."""
    if leave not in _leaves:
        _leaves.append(leave)
    return leave


def is_form_short(ticket: Ticket) -> bool:
    """Whether somebody shortens the form of this ticket now; ask only where that would change something."""
    return any(leave(ticket) for leave in _leaves)
