"""Scripts a colleague keeps for himself: nobody else reads them, so nobody else reviews them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid, NotFound
from manyi.desk.models import Tag
from manyi.knowledge.actions.publishing import put_in_force
from manyi.knowledge.actions.reviewing import submit
from manyi.knowledge.actions.shared import change, checked_text, locked_article
from manyi.knowledge.actions.writing import begin_article, change_tags, write_next
from manyi.knowledge.events import ArticleArchived
from manyi.knowledge.models import Article, Audience, Kind, State, Version, VersionState
from manyi.knowledge.permissions import CONTRIBUTE, READ


@action
def keep_script(
    article: Article | None, *, by: Actor, title: str, body: str, language: str = "zh-hans", tags: Iterable[str] = ()
) -> Article:
    """Write a script for oneself, or change it; it can be used at once. The same again is no new version."""
    require(by, READ)
    title, body = checked_text(title, body)
    if not body:
        raise Invalid(fields={"body": _("Write down the text.")})
    if article is None:
        article = _begin(title, body, language, tags, by=by)
        version = article.versions.get()
    else:
        article = _own(article, by)
        change_tags(article, tags, by=by)
        current = article.versions.get(state=VersionState.PUBLISHED)
        if (current.title, current.body) == (title, body):
            return article
        version = write_next(article, article.language, title, body, by=by)
    version.article = article
    change(version, effective_from=now())
    put_in_force(version, by=by)
    return article


def _begin(title: str, body: str, language: str, tags: Iterable[str], *, by: Actor) -> Article:
    columns = {"kind": Kind.SCRIPT, "audience": Audience.OWN, "owner_id": by.as_staff}
    return begin_article(by=by, title=title, body=body, language=language, columns=columns, related={"tags": tags})


@action
def forget_script(article: Article, *, by: Actor) -> None:
    """Keep a script of one's own no longer."""
    article = _own(article, by)
    if article.state != State.ARCHIVED:
        change(article, state=State.ARCHIVED, ended_at=now(), updated_at=now())
        record(ArticleArchived(article=article.pk, reason=""), by=by)


@action
def propose_script(article: Article, *, by: Actor) -> Version:
    """Propose a script of one's own for all colleagues: a copy of it goes to review, the own one stays as it is."""
    require(by, CONTRIBUTE)
    article = _own(article, by)
    current = article.versions.get(state=VersionState.PUBLISHED)
    proposed = begin_article(
        by=by,
        title=current.title,
        body=current.body,
        language=current.language,
        columns={"kind": Kind.SCRIPT, "audience": Audience.STAFF, "owner_id": by.as_staff},
        related={"tags": Tag.objects.filter(pk__in=article.tags.all()).values_list("name", flat=True)},
    )
    return submit(proposed.versions.get(), by=by)


def _own(article: Article, by: Actor) -> Article:
    """The locked script, if it is one's own. Raises :class:`NotFound` otherwise."""
    article = locked_article(article)
    if article.audience != Audience.OWN or article.owner_id is None or article.owner_id != by.staff_id:
        raise NotFound()
    return article
