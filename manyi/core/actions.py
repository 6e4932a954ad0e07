"""What every action shares: one transaction, one clock reading, events written last.

``@action`` opens a transaction (on SQLite it takes the write lock at once), lets nested actions join it, and at the
end of the outermost one writes the collected events. On PostgreSQL the events take their ids under an advisory lock
that is held to the commit, so ids appear in commit order; SQLite has one writer anyway.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.utils import timezone

from manyi.core import reactions
from manyi.core.actors import Actor
from manyi.core.events import Payload, Recorded, encode
from manyi.core.rows import database, run, stored_time
from manyi.core.turns import turn

LOG_LOCK = 0x6D616E7969
_current: ContextVar[Unit | None] = ContextVar("manyi_unit", default=None)
correlation: ContextVar[str] = ContextVar("manyi_correlation", default="")

P = ParamSpec("P")
R = TypeVar("R")


class Unit:
    """One outermost action: its time, its events so far, the rows it has locked, and what it still does at its end."""

    __slots__ = ("at", "endings", "events", "held")

    def __init__(self, at: dt.datetime) -> None:
        self.at = at
        self.events: list[Recorded] = []
        self.held: dict[Hashable, Any] = {}
        self.endings: list[Callable[[], None]] = []


@contextmanager
def unit(*, at: dt.datetime | None = None) -> Iterator[Unit]:
    """A transaction that ends with its events in the log; nested units join the outer one.

    ``at`` sets the time of everything recorded inside, for importing history.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    with turn():
        mine = Unit(at or timezone.now())
        token = _current.set(mine)
        try:
            with transaction.atomic():
                yield mine
                while mine.endings:
                    mine.endings.pop(0)()
                _write(mine.events)
        finally:
            _current.reset(token)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function an action: it runs in a :func:`unit`."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unit():
            return function(*args, **kwargs)

    return run


def now() -> dt.datetime:
    """The time of the current action (the same for all it does), or the clock outside of one."""
    current = _current.get()
    return current.at if current is not None else timezone.now()


def held() -> dict[Hashable, Any]:
    """The rows the current action has locked, under keys their app chooses: each is read once and is one object.

    Raises ``RuntimeError`` outside an action.
    """
    return _unit().held


def at_end(ending: Callable[[], None]) -> None:
    """Do this once more is known: at the end of the current action, in its transaction, before its events are written.

    For inline reactions that answer several events of one action at once. Raises ``RuntimeError`` outside an action.
    """
    _unit().endings.append(ending)


def _unit() -> Unit:
    current = _current.get()
    if current is None:
        raise RuntimeError("this is only for actions")
    return current


def record(payload: Payload, *, by: Actor, ticket: Any = None, customer_id: int | None = None) -> Recorded:
    """Add one event to the current action and run its inline reactions.

    ``ticket`` gives the event its ticket, customer, team and assignee columns. Raises ``RuntimeError`` outside an
    action.
    """
    current = _unit()
    event = Recorded(
        payload=payload,
        at=current.at,
        actor_kind=by.kind,
        actor_id=by.id,
        ticket_id=ticket.id if ticket is not None else None,
        customer_id=ticket.customer_id if ticket is not None else customer_id,
        team_id=ticket.team_id if ticket is not None else None,
        assignee_id=ticket.assignee_id if ticket is not None else None,
        correlation=correlation.get(),
        ticket=ticket,
    )
    current.events.append(event)
    reactions.run_inline(event)
    return event


_INSERT = (
    "INSERT INTO core_event (at, verb, actor_kind, actor_id, ticket_id, customer_id, team_id, assignee_id, payload,"
    " correlation) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def _write(events: list[Recorded]) -> None:
    if not events:
        return
    on_postgresql = database().vendor == "postgresql"
    if on_postgresql:
        run("SELECT 1 FROM pg_advisory_xact_lock(%s)", [LOG_LOCK])
    for event in events:
        run(_INSERT, _row(event))
    if on_postgresql:
        run("SELECT 1 FROM pg_notify('manyi_log', '')", [])


def _row(event: Recorded) -> tuple[Any, ...]:
    return (
        stored_time(event.at), event.verb, event.actor_kind.value, event.actor_id, event.ticket_id, event.customer_id,
        event.team_id, event.assignee_id, encode(event.payload), event.correlation,
    )  # fmt: skip
