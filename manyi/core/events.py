"""The event log: the one record of what happened, and the only news between apps.

An app declares its verbs in ``events.py`` as small typed payloads. An action calls :func:`record` inside
:func:`manyi.core.actions.action`; the rows are written at the end of the outermost action, in commit order, so a reader
at "id > last" never skips one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

import msgspec

from manyi.core.actors import ActorKind


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """Base of every event's typed content: reasons, old and new values, ids. Never personal data."""

    verb: ClassVar[str] = ""


P = TypeVar("P", bound=type[Payload])

_verbs: dict[str, type[Payload]] = {}


def verb(name: str) -> Callable[[P], P]:
    """Declare a payload class under its verb, e.g. ``@verb("ticket.created")``."""

    def declare(cls: P) -> P:
        if name in _verbs and _verbs[name].__qualname__ != cls.__qualname__:
            raise ValueError(f"two payloads claim the verb {name}")
        cls.verb = name
        _verbs[name] = cls
        return cls

    return declare


def verbs() -> Mapping[str, type[Payload]]:
    """Every declared verb with its payload class."""
    return MappingProxyType(_verbs)


@dataclass(slots=True)
class Recorded:
    """One event as readers get it. ``id`` is None for inline reactions, which run before the log row is written.

    ``ticket`` is the live row for inline reactions when the action had one.
    """

    payload: Payload
    at: dt.datetime
    actor_kind: ActorKind
    actor_id: int | None
    ticket_id: int | None = None
    customer_id: int | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    correlation: str = ""
    id: int | None = None
    ticket: Any = None

    @property
    def verb(self) -> str:
        return self.payload.verb

    @property
    def staff_id(self) -> int | None:
        return self.actor_id if self.actor_kind is ActorKind.STAFF else None


def encode(payload: Payload) -> str:
    """The payload as stored: compact JSON."""
    return msgspec.json.encode(payload).decode()


def decode(name: str, content: str | bytes) -> Payload:
    """A stored payload as its typed class. Raises ``KeyError`` for a verb no installed app declares."""
    return msgspec.json.decode(content, type=_verbs[name])
