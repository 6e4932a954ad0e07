"""The help centre's pages: topics, articles as they are shown, policies that changed, what the help prevents."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.core.i18n import label
from manyi.knowledge import queries as knowledge
from manyi.knowledge.access import get_article, visible_articles
from manyi.knowledge.models import Article, Category, Kind, SearchDone, Variable, Version, VersionState
from manyi.knowledge.queries.searching import Found, find_articles
from manyi.knowledge.text.markdown import Shown, plain, show
from manyi.portal.models import ContactAttempt, HelpLook

SHOWN_KINDS = (Kind.ARTICLE, Kind.FAQ, Kind.POLICY, Kind.CASE)
MOST_IN_TOPIC, MOST_POPULAR, MOST_CHANGES, MOST_SUGGESTED = 200, 6, 30, 4
SUMMARY = 160
Titled = tuple[Article, str]


class Topic(NamedTuple):
    """A shelf of the help centre with its articles and the shelves below it."""

    category: Category
    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Page:
    """An article as it is shown; ``is_foreign`` when there is no text in the asked language."""

    article: Article
    version: Version
    shown: Shown
    summary: str
    is_foreign: bool
    related: list[Titled]


def articles(viewer: Actor | None) -> QuerySet[Article]:
    """What the help centre shows to somebody: articles for customers, never scripts or inner procedures."""
    return visible_articles(viewer).filter(kind__in=SHOWN_KINDS)


def topics(viewer: Actor | None, parent: Category | None = None) -> list[Topic]:
    """The shelves directly below one (the top ones by default) that hold anything for this reader."""
    counts = dict(articles(viewer).order_by().values_list("category_id").annotate(count=Count("pk")))
    rows = list(Category.objects.all())
    below: dict[int | None, list[Category]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)

    def total(category: Category) -> int:
        return int(counts.get(category.pk, 0)) + sum(total(child) for child in below.get(category.pk, []))

    found = [Topic(row, label(row.names), total(row)) for row in below.get(parent.pk if parent else None, [])]
    return [topic for topic in found if topic.articles]


def in_topic(viewer: Actor | None, category: Category) -> list[Titled]:
    """The articles of one shelf, most used first."""
    return _titled(articles(viewer).filter(category=category).order_by("-uses", "id")[:MOST_IN_TOPIC])


def popular(viewer: Actor | None) -> list[Titled]:
    """What most people look for, in the active language first."""
    rows = knowledge.own_language_first(articles(viewer))
    return _titled(rows.order_by("-is_own", "-uses", "-updated_at", "id")[:MOST_POPULAR])


def _titled(rows: QuerySet[Article]) -> list[Titled]:
    found = list(rows)
    titles = knowledge.titles(found)
    return [(row, titles[row.pk]) for row in found if row.pk in titles]


def page_of(viewer: Actor | None, article_id: int) -> Page:
    """An article for a reader in the active language. Raises :class:`NotFound` when it is not for him."""
    article = get_article(viewer, article_id)
    version = knowledge.in_force(article) if article.kind in SHOWN_KINDS else None
    if version is None:
        raise NotFound()
    values = {row.key: label(row.values) for row in Variable.objects.all()}
    shown = show(version.body, article=_address, file=_file_address, values=values)
    wanted = translation.get_language() or ""
    near = [(row, title) for row, title in knowledge.related(viewer, article) if row.kind in SHOWN_KINDS]
    return Page(article, version, shown, summary_of(version), version.language != wanted, near)


def summary_of(version: Version) -> str:
    """The beginning of a text, in one line."""
    return " ".join(plain(version.body[: SUMMARY * 8]).split())[:SUMMARY]


def _address(article_id: int) -> str:
    return reverse("help_article", args=[translation.get_language(), article_id])


def _file_address(file_id: int) -> str:
    return reverse("help_file", args=[file_id])


def suggestions(viewer: Actor | None, words: str, limit: int = MOST_SUGGESTED) -> list[Found]:
    """Articles that may answer what somebody is about to write to us."""
    return find_articles(viewer, words, kinds=SHOWN_KINDS, only_live=True, limit=limit).hits


def changed_policies(language: str) -> list[Version]:
    """Texts of public policies in force or announced, the newest first."""
    rows = Version.objects.filter(
        article__in=articles(None).filter(kind=Kind.POLICY), language=language, effective_from__isnull=False
    ).filter(
        Q(state__in=(VersionState.PUBLISHED, VersionState.SUPERSEDED))
        | Q(state=VersionState.SCHEDULED, announcement__announced_at__isnull=False)
    )
    return list(rows.select_related("article", "announcement").order_by("-effective_from")[:MOST_CHANGES])


def public_texts() -> list[tuple[int, str, dt.datetime | None]]:
    """Every text anybody may read: article, language, since when."""
    rows = Version.objects.filter(article__in=articles(None), state=VersionState.PUBLISHED)
    return list(rows.order_by("article_id").values_list("article_id", "language", "effective_from")[:50_000])


@dataclass(frozen=True, slots=True)
class HelpFigures:
    """What the help centre did over some days. ``offered``: contacts begun that were shown articles."""

    searches: int
    in_vain: int
    offered: int
    opened: int
    solved: int
    sent: int

    @property
    def deflection(self) -> float | None:
        """Share of the contacts begun and ended that needed nobody."""
        ended = self.solved + self.sent
        return self.solved / ended if ended else None


def figures(days: int = 30) -> HelpFigures:
    """The help centre over the last days."""
    since = timezone.now() - dt.timedelta(days=days)
    searches = SearchDone.objects.filter(place="help", at__gte=since)
    tries = ContactAttempt.objects.filter(begun_at__gte=since)
    counted = tries.aggregate(
        offered=Count("pk"),
        opened=Count("pk", filter=Q(opened__isnull=False)),
        solved=Count("pk", filter=Q(outcome="solved")),
        sent=Count("pk", filter=Q(outcome="sent")),
    )
    return HelpFigures(searches=searches.count(), in_vain=searches.filter(found=0).count(), **counted)


def look() -> HelpLook:
    """How the help centre looks; as it comes before anybody has chosen."""
    return HelpLook.objects.filter(pk=1).first() or HelpLook(pk=1)
