"""Scripts for an answer: what fits the words typed, in the language of the ticket."""

from __future__ import annotations

from manyi.core.actors import Actor
from manyi.desk.models import Ticket
from manyi.knowledge.access import visible_articles
from manyi.knowledge.models import LIVE, Article, Audience, Kind, Version
from manyi.knowledge.queries.reading import currents
from manyi.knowledge.queries.searching import find_ids

FEW = 12


def scripts(viewer: Actor, ticket: Ticket, query: str = "", limit: int = FEW) -> list[Version]:
    """The scripts a colleague may use, each in the ticket's language if it is there.

    The best for the words of the query; without one his own first, then the most used.
    """
    rows = visible_articles(viewer).filter(kind=Kind.SCRIPT, state__in=LIVE)
    if query:
        order = find_ids(viewer, query, kinds=(Kind.SCRIPT,), limit=limit)
        found = sorted(rows.filter(pk__in=order), key=lambda row: order.index(row.pk))
    else:
        own = list(rows.filter(audience=Audience.OWN).order_by("-uses", "-id")[:limit])
        found = [*own, *rows.exclude(audience=Audience.OWN).order_by("-uses", "-id")[: limit - len(own)]]
    texts = currents(found, ticket.language or "")
    return [texts[row.pk] for row in found if row.pk in texts]


def own_script(viewer: Actor, article_id: int) -> Article | None:
    """A script the viewer keeps for himself."""
    rows = visible_articles(viewer).filter(audience=Audience.OWN, owner_id=viewer.staff_id, state__in=LIVE)
    return rows.filter(pk=article_id).first()
