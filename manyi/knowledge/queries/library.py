"""The library's list: which articles, in what order, with what is shown of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import translation
from markupsafe import Markup

from manyi.core.actors import Actor
from manyi.knowledge.access import is_editor, visible_articles
from manyi.knowledge.models import LIVE, Article, Category, Kind, State, Version, VersionState
from manyi.knowledge.queries.reading import currents, titles
from manyi.knowledge.queries.searching import marked_texts, ranked_ids

PAGE = 40
MOST_FOUND = 100
MOST_WORDS = 24
ORDERS = {"new": ("-updated_at", "-id"), "used": ("-uses", "-id")}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of the library is asked for; empty fields ask for everything."""

    text: str = ""
    kind: str = ""
    category: int = 0
    state: str = ""
    audience: str = ""
    language: str = ""
    mine: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An article in a list; where words were looked for, they are marked in title and excerpt."""

    article: Article
    title: str
    languages: tuple[str, ...]
    behind: tuple[str, ...]
    has_open: bool
    excerpt: str = ""


@dataclass(slots=True)
class Shelf:
    """A page of the library; ``after`` is where the next one begins, empty at the end.

    ``useful`` is how many of the found are more than a guess.
    """

    lines: list[Line] = field(default_factory=list)
    after: str = ""
    useful: int = 0


def shelf(viewer: Actor, filters: Filters, *, after: str = "", limit: int = PAGE) -> Shelf:
    """A page of articles, newest change first; with a text the best for it."""
    rows = _filtered(viewer, filters).select_related("category", "owner")
    if filters.text:
        best = ranked_ids(viewer, filters.text)
        found = sorted(rows.filter(pk__in=best.ids), key=lambda row: best.ids.index(row.pk))
        shown = marked_texts(currents(found).values(), best.pattern)
        marked = [_as_found(line, shown.get(line.article.pk)) for line in lines(found[:MOST_FOUND])]
        return Shelf(marked, useful=min(best.useful, len(found)))
    place = _place(after)
    if place is not None:
        rows = rows.filter(Q(updated_at__lt=place[0]) | Q(updated_at=place[0], pk__lt=place[1]))
    found = list(rows.order_by(*ORDERS["new"])[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Shelf(lines(found[:limit]), f"{last.updated_at.isoformat()}_{last.pk}" if last else "")


def _as_found(line: Line, shown: tuple[Markup, Markup] | None) -> Line:
    return replace(line, title=shown[0], excerpt=shown[1]) if shown else line


def _place(after: str) -> tuple[dt.datetime, int] | None:
    at, _line, pk = after.rpartition("_")
    try:
        return (dt.datetime.fromisoformat(at), int(pk)) if at else None
    except ValueError:
        return None


def _filtered(viewer: Actor, filters: Filters) -> QuerySet[Article]:
    rows = visible_articles(viewer)
    for name in ("kind", "audience"):
        if getattr(filters, name):
            rows = rows.filter(**{name: getattr(filters, name)})
    if filters.category:
        rows = rows.filter(category__in=below(filters.category))
    if filters.state:
        rows = rows.filter(state=filters.state)
    elif not filters.mine:
        rows = (
            rows.filter(state__in=(*LIVE, State.SCHEDULED))
            if not is_editor(viewer)
            else rows.exclude(state__in=(State.EXPIRED, State.ARCHIVED))
        )
    if filters.mine:
        rows = rows.filter(owner_id=viewer.staff_id)
    if filters.tag:
        rows = rows.filter(tags__name=filters.tag)
    if filters.language:
        rows = rows.filter(
            pk__in=Version.objects.filter(language=filters.language, state=VersionState.PUBLISHED).values("article")
        )
    return rows


def below(category_id: int) -> list[int]:
    """A category and everything under it."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    found = [category_id]
    for pk in found:
        found += [child for child, parent in parents.items() if parent == pk and child not in found]
    return found


def lines(articles: Sequence[Article]) -> list[Line]:
    """Articles with their titles and languages, in three queries however many."""
    named = titles(articles)
    versions: dict[int, list[tuple[str, str, int, int | None]]] = {}
    for pk, *about in Version.objects.filter(article__in=[row.pk for row in articles]).values_list(
        "article_id", "language", "state", "pk", "source_id"
    ):
        versions.setdefault(pk, []).append(tuple(about))  # type: ignore[arg-type]
    return [_line(row, named.get(row.pk, ""), versions.get(row.pk, [])) for row in articles]


def _line(article: Article, title: str, versions: list[tuple[str, str, int, int | None]]) -> Line:
    in_force = {language: (pk, source) for language, state, pk, source in versions if state == VersionState.PUBLISHED}
    original = in_force.get(article.language)
    late = [
        language
        for language, (_pk, source) in in_force.items()
        if original and language != article.language and source != original[0]
    ]
    has_open = any(state in (VersionState.DRAFT, VersionState.IN_REVIEW) for _l, state, _p, _s in versions)
    return Line(article, title, tuple(sorted(in_force, reverse=True)), tuple(late), has_open)


def shelves(viewer: Actor) -> list[tuple[Category, int, int]]:
    """The categories in the order of their tree: each with its depth and how many articles it holds."""
    counts = dict(
        visible_articles(viewer)
        .filter(state__in=LIVE)
        .order_by()
        .values_list("category_id")
        .annotate(count=Count("pk", distinct=True))
    )
    children: dict[int | None, list[Category]] = {}
    for row in Category.objects.all():
        children.setdefault(row.parent_id, []).append(row)

    def walk(parent: int | None, depth: int) -> list[tuple[Category, int, int]]:
        found = []
        for row in children.get(parent, []):
            found += [(row, depth, counts.get(row.pk, 0)), *walk(row.pk, depth + 1)]
        return found

    return walk(None, 0)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for somebody who works on the library."""

    reviews: int = 0
    drafts: int = 0
    due: int = 0


def waiting(viewer: Actor) -> Waiting:
    """What waits for the viewer: versions to review, his drafts, articles of his to look at again."""
    if not is_editor(viewer):
        return Waiting()
    reachable = Version.objects.filter(article__in=visible_articles(viewer))
    return Waiting(
        reviews=reviewable(viewer).count(),
        drafts=reachable.filter(state=VersionState.DRAFT, author_id=viewer.staff_id).count(),
        due=visible_articles(viewer).filter(state=State.REVIEW_DUE, owner_id=viewer.staff_id).count(),
    )


def reviewable(viewer: Actor) -> QuerySet[Version]:
    """Versions in review the viewer may decide on, those asked of him first, then the oldest."""
    rows = Version.objects.filter(state=VersionState.IN_REVIEW, article__in=visible_articles(viewer))
    rows = rows.exclude(author_id=viewer.staff_id) if viewer.staff_id else rows
    asked = Q(reviewer=None) | Q(reviewer_id=viewer.staff_id)
    return rows.filter(asked).select_related("article", "author").order_by("submitted_at")


def related(viewer: Actor | None, article: Article, limit: int = 5) -> list[tuple[Article, str]]:
    """Articles that share a category or tags with this one, with their titles.

    Those in the active language come first, then the most used.
    """
    tags = article.tags.values("pk")
    rows = visible_articles(viewer).filter(state__in=LIVE).exclude(pk=article.pk)
    near = Q(tags__in=tags) | (Q(category=article.category_id) if article.category_id else Q(pk=None))
    found = list(own_language_first(rows.filter(near).distinct()).order_by("-is_own", *ORDERS["used"])[:limit])
    shown = currents(found, translation.get_language() or "")
    return [(row, shown[row.pk].title) for row in found if row.pk in shown]


def own_language_first(rows: QuerySet[Article]) -> QuerySet[Any]:
    """Articles with ``is_own``: whether they are in force in the active language."""
    own = Version.objects.filter(
        article=OuterRef("pk"), state=VersionState.PUBLISHED, language=translation.get_language() or ""
    )
    return rows.annotate(is_own=Exists(own))


def kinds() -> list[tuple[str, str]]:
    """The kinds of articles with their names."""
    return [(kind.value, str(kind.label)) for kind in Kind]


def in_work(viewer: Actor) -> list[Version]:
    """The versions the viewer is writing or waits for, newest first."""
    states = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.SCHEDULED)
    rows = Version.objects.filter(state__in=states, author_id=viewer.staff_id).select_related("article", "reviewer")
    return list(rows.order_by("-saved_at")[:50])
