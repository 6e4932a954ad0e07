"""Who else takes mails in: an app registers a claim, which is asked before the tickets are."""

from __future__ import annotations

from collections.abc import Callable

from manyi.channels.email.mail import Mail
from manyi.channels.models import Inbound

Claim = Callable[[Inbound, Mail], bool]
"""Takes a mail in and says so with True, in the transaction of the reading; False leaves it to others."""

_claims: list[Claim] = []


def register(claim: Claim) -> None:
    """Ask this before a mail becomes a message of a ticket; called once, when an app starts."""
    _claims.append(claim)


def is_claimed(inbound: Inbound, mail: Mail) -> bool:
    """Whether somebody has taken the mail in."""
    return any(claim(inbound, mail) for claim in _claims)
