"""Text blocks and macros a colleague may take: those of his own, of his team, and those for all."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from django.db.models import Q, QuerySet

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.desk.models import Macro, TicketTag, Wording
from manyi.desk.queries.reference import reference
from manyi.desk.queries.sql import rows

SHOWN = 12


class MacroLine(NamedTuple):
    """A macro as menus show it."""

    id: int
    name: str
    steps: list[dict[str, str]]


def _for(viewer: Actor) -> Q:
    own = Q(staff_id=viewer.as_staff) | Q(staff=None, team=None)
    team = reference().team_of(viewer.id)
    return own | Q(team_id=team) if team else own


def wordings(viewer: Actor) -> QuerySet[Wording]:
    """Text blocks of this colleague, the most used first."""
    return Wording.objects.filter(_for(viewer)).select_related("team").order_by("-used", "name", "id")


def get_wording(viewer: Actor, pk: int) -> Wording:
    """One of them. Raises :class:`NotFound`."""
    found = wordings(viewer).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def find_wordings(viewer: Actor, query: str, limit: int = SHOWN) -> list[Wording]:
    """Text blocks whose name, keywords or text have all the words; names that begin so come first."""
    found = wordings(viewer)
    for word in query.split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(keywords__icontains=word) | Q(text__icontains=word))
    start = query.lower()
    few = list(found[:100])
    few.sort(
        key=lambda row: (not row.name.lower().startswith(start), start not in f"{row.name} {row.keywords}".lower())
    )
    return few[:limit]


def macros(viewer: Actor) -> QuerySet[Macro]:
    """Macros of this colleague, the most used first."""
    return Macro.objects.filter(_for(viewer)).select_related("team").order_by("-used", "name", "id")


def get_macro(viewer: Actor, pk: int) -> Macro:
    """One of them. Raises :class:`NotFound`."""
    found = macros(viewer).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def macro_lines(viewer: Actor, limit: int = 100) -> list[MacroLine]:
    """The same for menus, in one cheap read."""
    found = rows(
        "SELECT id, name, steps FROM desk_macro WHERE staff_id = %s OR team_id = %s"  # noqa: S608
        f" OR (staff_id IS NULL AND team_id IS NULL) ORDER BY used DESC, name, id LIMIT {int(limit)}",
        (viewer.id or 0, reference().team_of(viewer.id) or 0),
    )
    return [MacroLine(pk, name, _steps(steps)) for pk, name, steps in found]


def _steps(value: Any) -> list[dict[str, str]]:
    found: list[dict[str, str]] = msgspec.json.decode(value) if isinstance(value, str | bytes) else value
    return found


def tags_of(ticket_id: int) -> list[str]:
    """The names of a ticket's tags, sorted."""
    return list(TicketTag.objects.filter(ticket_id=ticket_id).order_by("tag__name").values_list("tag__name", flat=True))
