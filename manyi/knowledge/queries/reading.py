"""Which text holds: now, at a moment, in the reader's language; and which translations are behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import translation

from manyi.core.actions import now
from manyi.knowledge.models import APPROVED, Article, Version, VersionState


def current(article: Article, language: str = "") -> Version | None:
    """The text in force in the asked (or active) language, else that of the original, else any."""
    return currents([article], language).get(article.pk)


def currents(articles: Iterable[Article], language: str = "") -> dict[int, Version]:
    """The texts in force of several articles, by the article's id; one query."""
    rows = Version.objects.filter(article__in=list(articles), state=VersionState.PUBLISHED).select_related("article")
    return _best(rows, language)


def titles(articles: Iterable[Article], language: str = "") -> dict[int, str]:
    """Titles by the article's id: of the text in force, else of the newest."""
    rows = Version.objects.filter(article__in=list(articles)).select_related("article").defer("body")
    return {pk: version.title for pk, version in _best(rows, language).items()}


def _best(rows: QuerySet[Version], language: str) -> dict[int, Version]:
    wanted = language or translation.get_language() or ""

    def fitness(version: Version) -> tuple[bool, bool, bool, int]:
        is_current = version.state == VersionState.PUBLISHED
        return (is_current, version.language == wanted, version.language == version.article.language, version.number)

    found: dict[int, Version] = {}
    for row in rows:
        if row.article_id not in found or fitness(row) > fitness(found[row.article_id]):
            found[row.article_id] = row
    return found


def in_force(article: Article, at: dt.datetime | None = None, language: str = "") -> Version | None:
    """The text that holds at a moment (now by default), in the asked language if it has one, else in the original's.

    None before the first version and from the article's end on.
    """
    moment = at or now()
    if article.ended_at is not None and moment >= article.ended_at:
        return None
    rows = article.versions.filter(state__in=APPROVED, effective_from__lte=moment).order_by("-effective_from", "-id")
    wanted = language or translation.get_language() or article.language
    found = rows.filter(language=wanted).first()
    original = rows.filter(language=article.language).first()
    if found is None or found.language == article.language or original is None:
        return found or original
    return found if found.source_id in (None, original.pk) else original


def versions_of(article: Article, language: str = "") -> QuerySet[Version]:
    """All versions of an article in one language (the original's by default), newest first."""
    rows = article.versions.select_related("author", "approved_by", "reviewer")
    return rows.filter(language=language or article.language).order_by("-number")


def behind(article: Article) -> dict[str, Version]:
    """Translations made from an older text than the original in force, by language."""
    original = article.versions.filter(language=article.language, state=VersionState.PUBLISHED).first()
    if original is None:
        return {}
    others = article.versions.filter(state=VersionState.PUBLISHED).exclude(language=article.language)
    return {row.language: row for row in others.exclude(source=original)}
