"""Articles that answer an open ticket, found without any outside model."""

from __future__ import annotations

from dataclasses import dataclass

from manyi.core.actors import Actor
from manyi.desk.models import Ticket
from manyi.knowledge.access import visible_articles
from manyi.knowledge.models import LIVE, Article, Kind, Version
from manyi.knowledge.queries.express import question_of, rank
from manyi.knowledge.queries.reading import currents
from manyi.knowledge.queries.searching import find_ids
from manyi.knowledge.text.markdown import steps

LOOKED_AT = 30
LEAST = 0.15


@dataclass(frozen=True, slots=True)
class Suggested:
    """An article for a ticket, in the ticket's language if it has one; why it is offered; how it can be used."""

    article: Article
    version: Version
    is_same_type: bool
    is_same_tag: bool
    has_steps: bool


def suggested(viewer: Actor, ticket: Ticket, *, text: str = "", limit: int = 5) -> list[Suggested]:
    """The articles nearest to what a ticket asks (or to ``text``), best first; none rather than far ones."""
    order = find_ids(viewer, text or question_of(ticket))[:LOOKED_AT]
    rows = list(visible_articles(viewer).filter(state__in=LIVE, pk__in=order))
    place = {pk: number for number, pk in enumerate(order)}
    near = rank(rows, ticket)
    found = {one.article.pk: one.score + (LOOKED_AT - place[one.article.pk]) / LOOKED_AT for one in near}
    best = sorted(near, key=lambda one: -found[one.article.pk])
    if not text:
        best = [one for one in best if one.score >= LEAST]
    texts = currents([one.article for one in best], ticket.language or "")
    return [
        Suggested(
            article=one.article,
            version=texts[one.article.pk],
            is_same_type=one.is_same_type,
            is_same_tag=one.is_same_tag,
            has_steps=one.article.kind != Kind.POLICY and bool(steps(texts[one.article.pk].body)),
        )
        for one in best[:limit]
        if one.article.pk in texts
    ]
