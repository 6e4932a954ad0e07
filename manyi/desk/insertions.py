"""What can be inserted while writing: each source has the signs that call it, finds entries and gives their text.

The desk brings text blocks (``::``); an app above adds its own, e.g. scripts (``/``) and articles (``??``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from manyi.core.actors import Actor
from manyi.core.errors import NotFound, Text
from manyi.desk import actions, queries
from manyi.desk.models import Ticket


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to choose: ``note`` is shown small beside its name."""

    id: int
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of insertion.

    ``signs`` call it, the first one as hints show it; input methods write some of them in their own width.
    ``text`` gives what is inserted, and the names of variables that could not be filled.
    """

    key: str
    signs: tuple[str, ...]
    label: Text
    find: Callable[[Actor, Ticket, str], list[Entry]]
    text: Callable[[Actor, Ticket, int], tuple[str, list[str]]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Offer this while writing; called once, when an app starts."""
    _sources[source.key] = source


def sources() -> list[Source]:
    """All kinds, in the order of the apps."""
    return list(_sources.values())


def get_source(key: str) -> Source:
    """One kind. Raises :class:`NotFound`."""
    if key not in _sources:
        raise NotFound()
    return _sources[key]


def _wordings(viewer: Actor, ticket: Ticket, query: str) -> list[Entry]:
    found = queries.find_wordings(viewer, query)
    return [Entry(row.pk, row.name, " ".join(row.text.split())[:80]) for row in found]


def _wording(viewer: Actor, ticket: Ticket, pk: int) -> tuple[str, list[str]]:
    return actions.use_wording(queries.get_wording(viewer, pk), ticket, by=viewer)


register(Source("blocks", ("::", "：：", ":："), _("Text block"), _wordings, _wording))
