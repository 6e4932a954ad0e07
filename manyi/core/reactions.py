"""What apps do when others' events happen, declared with :func:`on` in each app's ``reactions.py``.

``inline`` reactions run inside the action's transaction and must be quick and sure. All others run later from a durable
position in the log, at least once, and must be harmless when run twice for one event. Those declared with
:func:`on_several` get all that has happened since at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from manyi.core.events import Payload, Recorded

Handler = Callable[[Recorded], None]
SeveralHandler = Callable[[Sequence[Recorded]], None]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A handler with the reader it belongs to (the app's name) and when it runs; ``several``: many events at once."""

    app: str
    handler: Callable[[Any], None]
    inline: bool = False
    several: bool = False

    @property
    def name(self) -> str:
        return f"{self.app}.{self.handler.__name__}"

    def run(self, events: Sequence[Recorded]) -> None:
        """React to events; to one only, unless the reaction takes several."""
        self.handler(events if self.several else events[0])


_by_verb: dict[str, list[Reaction]] = {}


def on(*payloads: type[Payload], inline: bool = False) -> Callable[[Handler], Handler]:
    """Declare a reaction to one or several events."""

    def declare(handler: Handler) -> Handler:
        _add(Reaction(_app_of(handler), handler, inline), payloads)
        return handler

    return declare


def on_several(*payloads: type[Payload]) -> Callable[[SeveralHandler], SeveralHandler]:
    """Declare a later reaction that is given, in order, all the events its reader has found at one time."""

    def declare(handler: SeveralHandler) -> SeveralHandler:
        _add(Reaction(_app_of(handler), handler, several=True), payloads)
        return handler

    return declare


def _app_of(handler: Callable[..., None]) -> str:
    return handler.__module__.removeprefix("manyi.").removesuffix(".reactions")


def _add(reaction: Reaction, payloads: Iterable[type[Payload]]) -> None:
    for payload in payloads:
        known = _by_verb.setdefault(payload.verb, [])
        if reaction not in known:
            known.append(reaction)


def run_inline(event: Recorded) -> None:
    """Run the inline reactions of one event, in the current transaction."""
    for reaction in _by_verb.get(event.verb, ()):
        if reaction.inline:
            reaction.handler(event)


def later(verb: str, app: str) -> Iterable[Reaction]:
    """The later reactions of one app to one verb."""
    return (r for r in _by_verb.get(verb, ()) if not r.inline and r.app == app)


def readers() -> list[str]:
    """Apps that have later reactions: each keeps its own position in the log."""
    return sorted({r.app for found in _by_verb.values() for r in found if not r.inline})


def event_map() -> dict[str, list[Reaction]]:
    """Verb → reactions, for ``manyi events`` and the generated page of the documentation."""
    return {verb: list(found) for verb, found in sorted(_by_verb.items())}
