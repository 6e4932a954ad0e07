"""What a page says to reach the live stream: its address, and a token with the topics its viewer may hear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from manyi.core import log
from manyi.core.actors import Actor, Scope
from manyi.core.live import make_token
from manyi.core.middleware import live_origin

NO_TEAM = "team:0"


@dataclass(frozen=True, slots=True)
class Live:
    """What ``<m-live>`` needs; ``position`` is where the log was when the page was made."""

    url: str
    token: str
    position: int


def live(request: HttpRequest, topics: Iterable[str] = (), position: int | None = None) -> Live:
    """The stream of a page. Ask for it before the page's own queries, so that nothing falls between the two.

    ``topics`` are those of the tickets shown (``ticket:ID``, ``chat:ID``), which the view has checked; ``position`` is
    where the log was before it read anything, else where it is now.
    """
    return Live(live_url(request), live_token(request, topics), log.newest() if position is None else position)


def live_url(request: HttpRequest) -> str:
    """The stream's address as this browser reaches it; what is typed goes to the same address with ``/say``."""
    return f"{live_origin(request)}/live"


def live_token(request: HttpRequest, topics: Iterable[str] = ()) -> str:
    """A signed token for the signed-in colleague; empty for everybody else."""
    viewer: Actor | None = getattr(request, "viewer", None)
    if viewer is None:
        return ""
    return make_token(settings.SECRET_KEY, f"staff:{viewer.id}", {*staff_topics(viewer), *topics}, viewer.name)


def staff_topics(viewer: Actor) -> Iterator[str]:
    """What a colleague hears on every page: the tickets in reach, and what concerns the person.

    Tickets of no team are in reach of all who see a team's.
    """
    yield f"staff:{viewer.id}"
    if viewer.scope is Scope.ALL:
        yield "all"
    elif viewer.scope is not Scope.OWN:
        yield NO_TEAM
        yield from (f"team:{team}" for team in viewer.team_ids)
