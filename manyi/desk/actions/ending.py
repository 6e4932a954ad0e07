"""Proposing a solution and closing, when a mail of a moment ago can still be taken back: the mail always goes first."""

from __future__ import annotations

from manyi.core.actions import action
from manyi.core.actors import Actor
from manyi.desk.actions import lifecycle
from manyi.desk.actions.locking import locked
from manyi.desk.actions.planning import send_grace
from manyi.desk.models import Ticket


@action
def propose_resolution(ticket: Ticket, *, by: Actor, reason: str = "") -> Ticket:
    """As :func:`lifecycle.propose_resolution`; what still waits to be taken back is sent before."""
    send_grace(locked(ticket))
    return lifecycle.propose_resolution(ticket, by=by, reason=reason)


@action
def close_ticket(ticket: Ticket, *, by: Actor, reason: str = "", how: str = "staff") -> Ticket:
    """As :func:`lifecycle.close_ticket`; what still waits to be taken back is sent before."""
    send_grace(locked(ticket))
    return lifecycle.close_ticket(ticket, by=by, reason=reason, how=how)
