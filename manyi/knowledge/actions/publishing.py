"""Coming into force and coming to an end: at once, or by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict
from manyi.knowledge.actions.citing import flag_citations, renew_citations
from manyi.knowledge.actions.crediting import accept_contribution
from manyi.knowledge.actions.shared import change, locked_article, locked_version, restate
from manyi.knowledge.events import (
    ArticleArchived,
    ArticleBroughtBack,
    ArticleConfirmed,
    ArticleExpired,
    ReviewDue,
    VersionPublished,
)
from manyi.knowledge.models import LIVE, Article, State, Version, VersionState
from manyi.knowledge.permissions import MANAGE, WRITE

BATCH = 200


def put_in_force(version: Version, *, by: Actor) -> None:
    """A locked, approved version takes over from the one before it; inside an action."""
    article = version.article
    old = article.versions.filter(language=version.language, state=VersionState.PUBLISHED).first()
    if old is not None:
        change(old, state=VersionState.SUPERSEDED)
    change(version, state=VersionState.PUBLISHED)
    if article.state == State.REVIEW_DUE and version.language == article.language:
        article.state = State.PUBLISHED
    restate(article, published_at=article.published_at or now())
    flag_citations(version, by=by)
    renew_citations(version)
    accept_contribution(article, by=by)
    record(
        VersionPublished(
            article=article.pk,
            version=version.pk,
            language=version.language,
            kind=article.kind,
            old=old.pk if old else None,
        ),
        by=by,
    )


def run_clock() -> int:
    """Do what is due by now: scheduled versions, review dates, expiry. Returns how much was done."""
    return publish_due() + note_reviews() + note_expiries()


def publish_due() -> int:
    """Put every scheduled version whose time has come in force, the earliest first."""
    due = Version.objects.filter(state=VersionState.SCHEDULED, effective_from__lte=now())
    return sum(_publish(pk) for pk in due.order_by("effective_from", "id").values_list("pk", flat=True)[:BATCH])


@action
def _publish(version_id: int) -> bool:
    try:
        version = locked_version(Version.objects.get(pk=version_id), VersionState.SCHEDULED)
    except (Conflict, Version.DoesNotExist):
        return False
    put_in_force(version, by=SYSTEM)
    return True


def note_reviews() -> int:
    """Say of every published article whose review date has come that somebody has to look at it."""
    due = Article.objects.filter(state=State.PUBLISHED, review_on__lte=_today())
    return sum(_note_review(pk) for pk in due.values_list("pk", flat=True)[:BATCH])


@action
def _note_review(article_id: int) -> bool:
    article = locked_article(Article(pk=article_id))
    if article.state != State.PUBLISHED or article.review_on is None or article.review_on > _today():
        return False
    change(article, state=State.REVIEW_DUE)
    record(ReviewDue(article=article.pk), by=SYSTEM)
    return True


def note_expiries() -> int:
    """End every published article whose last day is over."""
    due = Article.objects.filter(state__in=LIVE, expires_on__lt=_today())
    return sum(_expire(pk) for pk in due.values_list("pk", flat=True)[:BATCH])


@action
def _expire(article_id: int) -> bool:
    article = locked_article(Article(pk=article_id))
    if not article.is_live or article.expires_on is None or article.expires_on >= _today():
        return False
    change(article, state=State.EXPIRED, ended_at=now())
    record(ArticleExpired(article=article.pk), by=SYSTEM)
    return True


def _today() -> dt.date:
    return timezone.localdate(now())


@action
def confirm(article: Article, *, by: Actor, review_on: dt.date | None = None) -> Article:
    """Say that an article still holds as it is; ``review_on`` is when to look again."""
    require(by, WRITE)
    article = locked_article(article)
    if not article.is_live:
        raise Conflict()
    if article.state == State.PUBLISHED and article.review_on == review_on:
        return article
    change(article, state=State.PUBLISHED, review_on=review_on)
    record(ArticleConfirmed(article=article.pk, review_on=review_on.isoformat() if review_on else ""), by=by)
    return article


@action
def archive(article: Article, *, by: Actor, reason: str = "") -> Article:
    """Take an article out of use; what cites it keeps its version."""
    require(by, MANAGE)
    article = locked_article(article)
    if article.state == State.ARCHIVED:
        return article
    change(article, state=State.ARCHIVED, ended_at=article.ended_at or now(), updated_at=now())
    record(ArticleArchived(article=article.pk, reason=reason[:500]), by=by)
    return article


@action
def bring_back(article: Article, *, by: Actor) -> Article:
    """Let an expired or archived article be read again; an expiry date that is over is taken away."""
    require(by, MANAGE)
    article = locked_article(article)
    if article.state not in (State.EXPIRED, State.ARCHIVED):
        return article
    article.state = State.DRAFT
    is_over = article.expires_on is not None and article.expires_on < _today()
    restate(article, ended_at=None, expires_on=None if is_over else article.expires_on)
    record(ArticleBroughtBack(article=article.pk), by=by)
    return article
