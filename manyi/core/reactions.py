"""What apps do when others' events happen, declared with :func:`on` in each app's ``reactions.py``.

``inline`` reactions run inside the action's transaction and must be quick and sure. All others run later from a durable
position in the log, at least once, and must be harmless when run twice for one event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from manyi.core.events import Payload, Recorded

Handler = Callable[[Recorded], None]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A handler with the reader it belongs to (the app's name) and when it runs."""

    app: str
    handler: Handler
    inline: bool

    @property
    def name(self) -> str:
        return f"{self.app}.{self.handler.__name__}"


_by_verb: dict[str, list[Reaction]] = {}


def on(*payloads: type[Payload], inline: bool = False) -> Callable[[Handler], Handler]:
    """Declare a reaction to one or several events."""

    def declare(handler: Handler) -> Handler:
        app = handler.__module__.removeprefix("manyi.").removesuffix(".reactions")
        reaction = Reaction(app, handler, inline)
        for payload in payloads:
            known = _by_verb.setdefault(payload.verb, [])
            if reaction not in known:
                known.append(reaction)
        return handler

    return declare


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
