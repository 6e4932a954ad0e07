"""Cards below a conversation, such as "Is it solved?" or a survey. Apps above offer theirs with :func:`offer`.

A card is plain data the widget knows how to draw; ``kind`` says which drawing. Known kinds: ``resolution`` (ours),
``survey`` (``url`` is where the answer is posted as form data) and ``queue`` (``text`` says where the visitor stands;
with ``calls`` he may ask to be called, at one of ``times`` or at once). Who calls is said with :func:`take_call_backs`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from manyi.core.actors import Actor
from manyi.desk.models import Status, Ticket

Card = dict[str, Any]
Provider = Callable[[Ticket], Card | None]
_providers: list[Provider] = []
_waiting_providers: list[Provider] = []
CallBackTaker = Callable[[Ticket, Actor, str, dt.datetime | None], None]
_takers: list[CallBackTaker] = []


def offer(provider: Provider) -> Provider:
    """Add a source of cards: called with the ticket whenever its conversation is shown, returns a card or None."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def offer_while_waiting(provider: Provider) -> Provider:
    """As :func:`offer`, for conversations that nobody has taken yet."""
    if provider not in _waiting_providers:
        _waiting_providers.append(provider)
    return provider


def take_call_backs(taker: CallBackTaker) -> CallBackTaker:
    """Add somebody who has visitors called: with the ticket, the visitor, the number, and the time asked for."""
    if taker not in _takers:
        _takers.append(taker)
    return taker


def hand_on_call_back(ticket: Ticket, by: Actor, phone: str, at: dt.datetime | None) -> None:
    """Let a visitor be called. Inside an action."""
    for taker in _takers:
        taker(ticket, by, phone, at)


def cards_of(ticket: Ticket) -> list[Card]:
    """The cards this conversation shows now; while somebody works on it there are none."""
    if ticket.status < Status.RESOLVED:
        providers = [] if ticket.assignee_id is not None or ticket.waiting_since is None else _waiting_providers
    else:
        providers = _providers
    return [card for provider in providers if (card := provider(ticket)) is not None]


@offer
def resolution(ticket: Ticket) -> Card | None:
    """A proposed solution waits for the customer's word."""
    return {"kind": "resolution"} if ticket.status == Status.RESOLVED else None
