"""Policy changes: which there are, whom they concern, who has read them, what they touch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from manyi.core.actors import Actor, Scope
from manyi.desk.permissions import REPLY
from manyi.knowledge.access import visible_articles
from manyi.knowledge.models import (
    LIVE,
    Acknowledgement,
    Announcement,
    Article,
    Audience,
    Citation,
    Citing,
    Kind,
    Question,
    State,
    Version,
    VersionState,
)
from manyi.people.models import Role, Staff
from manyi.people.roles import permissions_of

BINDING = (VersionState.SCHEDULED, VersionState.PUBLISHED)


def policies(viewer: Actor) -> list[Article]:
    """The policies a person may read and that hold or are going to, newest change first."""
    rows = visible_articles(viewer).filter(kind=Kind.POLICY, state__in=(*LIVE, State.SCHEDULED))
    return list(rows.select_related("category", "owner").order_by("-updated_at", "-id"))


def changes(viewer: Actor | None = None) -> QuerySet[Version]:
    """The announced changes that hold or are going to hold, newest first; for ``viewer`` those he may read."""
    rows = Version.objects.filter(
        state__in=BINDING, announcement__announced_at__isnull=False, article__state__in=(*LIVE, State.SCHEDULED)
    )
    if viewer is not None:
        rows = rows.filter(article__in=visible_articles(viewer))
    return rows.select_related("article", "announcement", "author", "approved_by").order_by("-effective_from", "-id")


def concerned(version: Version) -> QuerySet[Staff]:
    """The colleagues who have to acknowledge a change: those who answer customers, were here when it took effect, and
    belong to the teams it concerns.
    """
    serving = [role.pk for role in Role.objects.all() if REPLY in permissions_of(role)]
    rows = Staff.objects.filter(is_active=True, role__in=serving)
    if version.effective_from is not None:
        rows = rows.filter(created_at__lte=version.effective_from)
    teams = set(version.article.concerned_teams.values_list("pk", flat=True))
    if not teams and version.article.audience == Audience.TEAMS:
        teams = set(version.article.teams.values_list("pk", flat=True))
    return rows.filter(team__in=teams) if teams else rows


def is_concerned(version: Version, staff_id: int) -> bool:
    """Whether a colleague has to acknowledge a change."""
    return concerned(version).filter(pk=staff_id).exists()


def unread(viewer: Actor) -> list[Version]:
    """The changes that concern the viewer and that he has not acknowledged, the first to take effect first."""
    if viewer.staff_id is None:
        return []
    read = Acknowledgement.objects.filter(staff_id=viewer.staff_id, acknowledged_at__isnull=False)
    rows = changes(viewer).exclude(pk__in=read.values("version"))
    return [row for row in reversed(rows) if is_concerned(row, viewer.staff_id)]


@dataclass(frozen=True, slots=True)
class Reader:
    """A colleague a change concerns, and how far he is."""

    staff: Staff
    opened_at: dt.datetime | None
    acknowledged_at: dt.datetime | None


def readers(viewer: Actor, version: Version) -> list[Reader]:
    """Whom a change concerns among those the viewer leads, who has not read it first."""
    rows = concerned(version).select_related("team", "department")
    if viewer.scope is not Scope.ALL:
        rows = rows.filter(Q(team_id__in=viewer.team_ids) | Q(team__leader_id=viewer.staff_id) | Q(pk=viewer.staff_id))
    marks = {row.staff_id: row for row in Acknowledgement.objects.filter(version=version)}
    found = [
        Reader(staff, *((mark.opened_at, mark.acknowledged_at) if (mark := marks.get(staff.pk)) else (None, None)))
        for staff in rows.order_by("team__name", "name")
    ]
    return sorted(found, key=lambda one: (one.acknowledged_at is not None, one.opened_at is not None))


def announcement_of(version: Version) -> Announcement | None:
    """How a version was announced, if it was."""
    return Announcement.objects.filter(version=version).select_related("asked_by", "granted_by").first()


def acknowledgement_of(viewer: Actor, version: Version) -> Acknowledgement | None:
    """How far the viewer is with a change."""
    return Acknowledgement.objects.filter(version=version, staff_id=viewer.staff_id or 0).first()


def questions(article: Article, *, waiting: bool = False) -> list[Question]:
    """The approved questions about a policy, those most asked first; or those that wait for an answer."""
    rows = Question.objects.filter(article=article, approved_at__isnull=waiting).select_related("version")
    return list(rows.order_by("-asked", "id"))


def citing(article: Article) -> list[Citation]:
    """What lasts and relies on an article, flagged first."""
    rows = Citation.objects.filter(version__article=article).exclude(kind=Citing.MESSAGE).select_related("version")
    return sorted(rows.order_by("kind", "label"), key=lambda row: row.flagged_at is None)


def flagged(viewer: Actor) -> list[Citation]:
    """Everything that relies on a text another one has taken over from, in what the viewer may read."""
    rows = Citation.objects.filter(flagged_at__isnull=False, version__article__in=visible_articles(viewer))
    return list(rows.select_related("version__article").order_by("flagged_at", "id"))


def told(article: Article, limit: int = 50) -> list[Citation]:
    """Messages in which customers were told an article, newest first, with the version they were told."""
    rows = Citation.objects.filter(version__article=article, kind=Citing.MESSAGE)
    return list(rows.select_related("version", "ticket", "staff").order_by("-at", "-id")[:limit])


def told_counts(article: Article) -> dict[int, int]:
    """How many messages cite each version of an article."""
    counts: dict[int, int] = {}
    for version_id in Citation.objects.filter(version__article=article, kind=Citing.MESSAGE).values_list(
        "version_id", flat=True
    ):
        counts[version_id] = counts.get(version_id, 0) + 1
    return counts


def topics_of(articles: Iterable[Article]) -> dict[int, tuple[frozenset[int], frozenset[int]]]:
    """Ticket types and tags of articles, by the article's id."""
    ids = [article.pk for article in articles]
    types: dict[int, set[int]] = {pk: set() for pk in ids}
    tags: dict[int, set[int]] = {pk: set() for pk in ids}
    for article_id, type_id in Article.types.through.objects.filter(article__in=ids).values_list(
        "article_id", "tickettype_id"
    ):
        types[article_id].add(type_id)
    for article_id, tag_id in Article.tags.through.objects.filter(article__in=ids).values_list("article_id", "tag_id"):
        tags[article_id].add(tag_id)
    return {pk: (frozenset(types[pk]), frozenset(tags[pk])) for pk in ids}
