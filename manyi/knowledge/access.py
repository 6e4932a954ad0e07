"""Which articles a person reaches: the only door for pages, API, search and jobs on behalf of somebody."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from manyi.core.actors import Actor, ActorKind, Scope
from manyi.core.errors import NotFound
from manyi.knowledge.models import (
    APPROVED,
    LIVE,
    Announcement,
    Article,
    ArticleFile,
    Audience,
    Category,
    Version,
    VersionState,
)
from manyi.knowledge.permissions import MANAGE, READ, REVIEW, WRITE

EDITING = (WRITE, REVIEW, MANAGE)


def is_editor(viewer: Actor) -> bool:
    """Whether a person works on the library, and so sees what is not published."""
    return viewer.kind is ActorKind.SYSTEM or any(viewer.can(permission) for permission in EDITING)


def visible_articles(viewer: Actor | None) -> QuerySet[Article]:
    """All articles a person may read; None is somebody who has not signed in.

    Colleagues who don't edit, customers and visitors find only what is published; authors also what is their own.
    """
    if viewer is None:
        return Article.objects.filter(audience=Audience.PUBLIC, state__in=LIVE)
    if viewer.kind is ActorKind.SYSTEM:
        return Article.objects.all()
    if viewer.kind is ActorKind.CUSTOMER:
        return Article.objects.filter(audience__in=(Audience.PUBLIC, Audience.SIGNED_IN), state__in=LIVE)
    if not viewer.can(READ):
        return Article.objects.none()
    readable = _for_staff(viewer)
    shown = readable if is_editor(viewer) else readable & Q(state__in=LIVE)
    return Article.objects.filter(shown | Q(owner_id=viewer.id))


def _for_staff(viewer: Actor) -> Q:
    if viewer.scope is Scope.ALL:
        return ~Q(audience=Audience.OWN)
    mine = Article.teams.through.objects.filter(
        Q(team_id__in=viewer.team_ids) | Q(team__members=viewer.id or 0)
    ).values("article_id")
    return ~Q(audience__in=(Audience.TEAMS, Audience.OWN)) | Q(id__in=mine)


def get_article(viewer: Actor | None, article_id: int) -> Article:
    """An article by id. Raises :class:`NotFound` when it is not there or not for this person."""
    found = visible_articles(viewer).select_related("category", "owner").filter(pk=article_id).first()
    if found is None:
        raise NotFound()
    return found


def get_version(viewer: Actor, version_id: int) -> Version:
    """A version of a reachable article; drafts only for those who edit. Raises :class:`NotFound`."""
    rows = Version.objects.select_related("article__category", "article__owner", "author", "approved_by", "reviewer")
    found = rows.filter(pk=version_id, article__in=visible_articles(viewer)).first()
    if found is None or not may_read(viewer, found):
        raise NotFound()
    return found


def may_read(viewer: Actor, version: Version) -> bool:
    """Whether a version of a reachable article is for this person: texts in work are for editors and the author."""
    is_scheduled = version.state == VersionState.SCHEDULED
    is_announced = is_scheduled and Announcement.objects.filter(version=version, announced_at__isnull=False).exists()
    if version.state in APPROVED and (not is_scheduled or is_announced):
        return True
    return is_editor(viewer) or viewer.staff_id in (version.author_id, version.article.owner_id)


def get_file(viewer: Actor | None, file_id: int) -> ArticleFile:
    """A file of a reachable article. Raises :class:`NotFound`."""
    rows = ArticleFile.objects.select_related("file").filter(article__in=visible_articles(viewer))
    found = rows.filter(pk=file_id).first()
    if found is None:
        raise NotFound()
    return found


def get_category(category_id: int) -> Category:
    """A category by id. Raises :class:`NotFound`."""
    found = Category.objects.filter(pk=category_id).first()
    if found is None:
        raise NotFound()
    return found
