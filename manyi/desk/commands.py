"""What the command bar offers: each app may add its own commands, on every page or on the ticket that is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from manyi.core.actors import Actor
from manyi.core.errors import Text
from manyi.desk.models import Ticket


@dataclass(frozen=True, slots=True)
class Command:
    """One line: it opens ``url``, or with ``is_deed`` posts ``values`` there from the ticket's page.

    ``words`` finds it besides its label; ``keys`` is the shortcut shown beside it.
    """

    label: Text
    url: str
    group: Text
    values: dict[str, str] = field(default_factory=dict)
    is_deed: bool = False
    note: str = ""
    keys: str = ""
    words: str = ""


Provider = Callable[[Actor, Ticket | None], Iterable[Command]]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Offer more commands; called once, when an app starts."""
    _providers.append(provider)


def commands(viewer: Actor, ticket: Ticket | None) -> list[Command]:
    """All commands for this viewer, with those of the open ticket first."""
    return [command for provider in _providers for command in provider(viewer, ticket)]
