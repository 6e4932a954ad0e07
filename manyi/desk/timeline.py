"""Events as sentences of a timeline. Each app says its own verbs with :func:`says`; unspoken ones are silent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from manyi.core.events import Payload


class Names(Protocol):
    """Who is who, for sentences."""

    def name(self, staff_id: int | None) -> str: ...
    def team(self, team_id: int | None) -> str: ...
    def type_label(self, type_id: int | None) -> str: ...
    def field_label(self, key: str) -> str: ...


P = TypeVar("P", bound=Payload)
Sentence = Callable[[P, Names], str]
_sentences: dict[str, Callable[..., str]] = {}


def says(payload: type[P]) -> Callable[[Sentence[P]], Sentence[P]]:
    """Declare how an event reads: a short phrase that follows a colleague's name, empty to stay silent."""

    def declare(function: Sentence[P]) -> Sentence[P]:
        _sentences[payload.verb] = function
        return function

    return declare


def sentence(payload: Payload, names: Names) -> str:
    """The event in words of the active language; empty for one that has none."""
    found = _sentences.get(payload.verb)
    return found(payload, names) if found is not None else ""
