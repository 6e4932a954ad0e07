"""What an article's page shows beside its text."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from manyi.core.actions import now
from manyi.core.actors import Actor
from manyi.knowledge.access import may_read
from manyi.knowledge.models import (
    Article,
    Citation,
    Citing,
    Contribution,
    Feedback,
    Question,
    Remark,
    Version,
    VersionState,
)

HALF_YEAR = dt.timedelta(days=182)


def languages_of(article: Article) -> list[str]:
    """The languages an article is in force in, that of the original first."""
    rows = article.versions.filter(state=VersionState.PUBLISHED).values_list("language", flat=True)
    return sorted(rows, key=lambda code: (code != article.language, code))


def upcoming(viewer: Actor, article: Article) -> list[Version]:
    """Versions that are written or approved but don't hold yet, as far as the viewer may read them."""
    states = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.SCHEDULED)
    rows = article.versions.filter(state__in=states).select_related("article", "author").order_by("effective_from")
    return [row for row in rows if may_read(viewer, row)]


def told_count(article: Article) -> int:
    """How many messages to customers cite an article."""
    return Citation.objects.filter(version__article=article, kind=Citing.MESSAGE).count()


def opinion_of(viewer: Actor, version: Version) -> str:
    """What the viewer has said of a text."""
    rows = Feedback.objects.filter(version=version, staff_id=viewer.staff_id or 0)
    return rows.values_list("opinion", flat=True).first() or ""


def contribution_of(article: Article) -> Contribution | None:
    """Whose proposal an article was."""
    return Contribution.objects.select_related("staff", "ticket").filter(article=article).first()


def next_review(article: Article) -> dt.date:
    """When an article that was just looked at is to be looked at again."""
    return timezone.localdate(now() + HALF_YEAR)


def remarks(version: Version) -> list[Remark]:
    """What was said about a version, oldest first."""
    return list(Remark.objects.filter(version=version).select_related("staff").order_by("at", "id"))


def base_of(version: Version) -> Version | None:
    """What a version is compared with: the text it is to take over from."""
    rows = Version.objects.filter(article=version.article_id, language=version.language).exclude(pk=version.pk)
    in_force = rows.filter(state=VersionState.PUBLISHED).first()
    if in_force is not None and in_force.number < version.number:
        return in_force
    return rows.filter(number__lt=version.number).order_by("-number").first()


def open_feedback(viewer: Actor, articles: QuerySet[Article], limit: int = 100) -> list[Feedback]:
    """What readers found wrong, out of date or of no help, and nobody has seen to, newest first."""
    rows = Feedback.objects.filter(article__in=articles, settled_at=None).exclude(opinion="helpful")
    return list(rows.select_related("article", "version", "staff", "ticket").order_by("-at", "-id")[:limit])


def get_feedback(articles: QuerySet[Article], feedback_id: int) -> Feedback | None:
    """An opinion on one of these articles."""
    return Feedback.objects.filter(pk=feedback_id, article__in=articles).first()


def get_question(article: Article, question_id: int) -> Question | None:
    """A question about a policy."""
    return Question.objects.filter(pk=question_id, article=article).first()
