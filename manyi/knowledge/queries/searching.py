"""Searching the library: the best articles for some words, as far as the reader may see them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils import translation
from markupsafe import Markup

from manyi.core.actors import Actor
from manyi.core.search.finding import Hit, search
from manyi.core.search.marking import marked, pattern_for
from manyi.knowledge.access import visible_articles
from manyi.knowledge.marks import LIVE, filters_for
from manyi.knowledge.models import Article, Kind, Version, VersionState
from manyi.knowledge.text.markdown import plain

SHOWN = 20
SPOKEN = (f"={Kind.SCRIPT}",)
"""Scripts stand below the articles they are made from, where both answer; while writing they are asked for by kind."""
USEFUL = 0.3
LINE = 120
TITLE = 200
LOOKED_AT = 10_000
"""Characters of a text in which the words are looked for to be shown."""


class Found(NamedTuple):
    """An article found, in the reader's language if it has one; ``title`` and ``line`` have the words marked."""

    article: Article
    language: str
    title: Markup
    line: Markup


class FoundArticles(NamedTuple):
    """The best articles, best first, and how the words should have been written, where that was guessed.

    ``useful`` are those that are more than a guess.
    """

    hits: list[Found]
    corrected: str
    useful: int


def find_articles(
    viewer: Actor | None,
    text: str,
    *,
    kinds: Sequence[str] = (),
    categories: Iterable[int] = (),
    only_live: bool = False,
    limit: int = SHOWN,
) -> FoundArticles:
    """The articles a reader may see that fit some words best; None is somebody who has not signed in."""
    language = translation.get_language() or ""
    filters = filters_for(viewer)
    for group in ([f"={kind}" for kind in kinds], [f"=category{pk}" for pk in categories], [LIVE] if only_live else []):
        filters += [group] if group else []
    results = search(text, filters=filters, behind=SPOKEN, language=language, limit=limit)
    articles = visible_articles(viewer).select_related("category").in_bulk([hit.subject for hit in results.hits])
    hits = [hit for hit in results.hits if hit.subject in articles]
    pattern = pattern_for(results.understood)
    return FoundArticles(
        [Found(articles[hit.subject], version.language, *_marked(version, pattern)) for hit, version in _texts(hits)],
        results.understood.corrected,
        sum(hit.score >= USEFUL for hit in hits),
    )


def find_ids(
    viewer: Actor | None, text: str, *, kinds: Sequence[str] = (), any_word: bool = True, limit: int = 100
) -> list[int]:
    """The ids alone, best first; without ``any_word`` only of articles that hold every word."""
    return ranked_ids(viewer, text, kinds=kinds, any_word=any_word, limit=limit).ids


class Ranked(NamedTuple):
    """Articles by id, best first; how many of them are more than a guess; what the words look like in a text."""

    ids: list[int]
    useful: int
    pattern: re.Pattern[str]


def ranked_ids(
    viewer: Actor | None, text: str, *, kinds: Sequence[str] = (), any_word: bool = True, limit: int = 100
) -> Ranked:
    """The articles a reader may see that fit some words best, by id."""
    language = translation.get_language() or ""
    filters = [*filters_for(viewer), *([[f"={kind}" for kind in kinds]] if kinds else [])]
    found = search(text, filters=filters, behind=SPOKEN, language=language, limit=limit, loosely=any_word)
    ids = [hit.subject for hit in found.hits]
    visible = set(visible_articles(viewer).filter(pk__in=ids).values_list("pk", flat=True))
    shown = [hit for hit in found.hits if hit.subject in visible]
    useful = sum(hit.score >= USEFUL for hit in shown)
    return Ranked([hit.subject for hit in shown], useful, pattern_for(found.understood))


def marked_texts(versions: Iterable[Version], pattern: re.Pattern[str]) -> dict[int, tuple[Markup, Markup]]:
    """Title and the piece of the text where the words stand, marked, by the article's id."""
    return {one.article_id: _marked(one, pattern) for one in versions}


def _marked(version: Version, pattern: re.Pattern[str]) -> tuple[Markup, Markup]:
    body = marked(plain(version.body[:LOOKED_AT]), pattern, LINE)
    return marked(version.title, pattern, TITLE), body


def _texts(hits: Sequence[Hit]) -> Iterable[tuple[Hit, Version]]:
    """Each hit with the text in force in the reader's language, if there is one, else that which was found."""
    wanted = translation.get_language() or ""
    rows = Version.objects.filter(article__in=[hit.subject for hit in hits]).order_by("number")
    found: dict[tuple[int, str], Version] = {}
    for row in rows:
        known = found.get((row.article_id, row.language))
        if known is None or known.state != VersionState.PUBLISHED:
            found[row.article_id, row.language] = row
    both = ((hit, found.get((hit.subject, wanted))) for hit in hits)
    return [
        (hit, own if own is not None and own.state == VersionState.PUBLISHED else found[hit.subject, hit.language])
        for hit, own in both
        if (hit.subject, hit.language) in found
    ]
