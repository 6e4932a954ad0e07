"""What stands in the rail and among the settings: each app adds its entries in its own ``navigation.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from manyi.core.actors import Actor
from manyi.core.errors import Text


@dataclass(frozen=True, slots=True)
class Group:
    """A heading among the settings, by rank (low first)."""

    rank: int
    label: Text


COMPANY = Group(10, _("Company"))
TICKETS = Group(20, _("Tickets"))
SERVING = Group(30, _("Times and routing"))
CHANNELS = Group(40, _("Channels"))
KNOWLEDGE = Group(50, _("Knowledge"))
OWN = Group(60, _("My settings"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One place: its URL name, label, lucide icon, rank (low first) and the permission that shows it ("" for all).

    ``also`` are beginnings of other addresses that belong to it; ``badge`` counts what waits there; ``group`` is its
    heading among the settings.
    """

    url_name: str
    label: Text
    icon: str
    rank: int
    permission: str = ""
    shown: Callable[[Actor], bool] | None = None

    def is_for(self, viewer: Actor) -> bool:
        """Whether this viewer may open the place."""
        return (not self.permission or viewer.can(self.permission)) and (self.shown is None or self.shown(viewer))

    also: tuple[str, ...] = ()
    badge: Badge | None = None
    group: Group = COMPANY


@dataclass(frozen=True, slots=True)
class Badge:
    """A number beside a place, none shown for 0: counted for the viewer when a whole page is drawn.

    The page at ``url_name`` answers ``core/rail_badge.html`` anew whenever one of ``verbs`` happens.
    """

    count: Callable[[Actor], int]
    url_name: str
    verbs: tuple[str, ...]


_entries: list[Entry] = []
_settings: list[Entry] = []
_scripts: list[str] = []


def add(entry: Entry) -> None:
    """Add a place to the rail."""
    if entry not in _entries:
        _entries.append(entry)
        _entries.sort(key=lambda found: found.rank)


def entries(viewer: Actor) -> list[Entry]:
    """The places this viewer may open, in order."""
    return [entry for entry in _entries if entry.is_for(viewer)]


def add_setting(entry: Entry) -> None:
    """Add a page to the list on the left of the settings."""
    if entry not in _settings:
        _settings.append(entry)
        _settings.sort(key=lambda found: (found.group.rank, found.rank))


def settings_pages(viewer: Actor) -> list[Entry]:
    """The settings this viewer may open, in order."""
    return [entry for entry in _settings if entry.is_for(viewer)]


@dataclass(frozen=True, slots=True)
class Float:
    """A small part at the edge of every page, empty most of the time: the page at ``url_name`` answers it with this
    id. It is asked for when somebody who is online opens a page, and whenever one of ``verbs`` happens.

    With ``is_banner`` it lies across the top, for everybody who is here; ``wakes`` is for those who are not online.
    """

    id: str
    url_name: str
    verbs: tuple[str, ...]
    is_banner: bool = False
    wakes: bool = False

    def is_asked_for(self, presence: str) -> bool:
        """Whether the page of a colleague with this presence asks for it at once."""
        if self.wakes:
            return presence != "online"
        return presence == "online" or (self.is_banner and presence not in ("", "offline"))


_floats: list[Float] = []


def add_float(part: Float) -> None:
    """Add such a part."""
    if part not in _floats:
        _floats.append(part)


def floats() -> list[Float]:
    """All such parts."""
    return _floats


def add_script(path: str) -> None:
    """Load a module of an app's static files on every page of the staff."""
    if path not in _scripts:
        _scripts.append(path)


def scripts() -> tuple[str, ...]:
    """The modules that apps load on every page of the staff."""
    return tuple(_scripts)
