"""What the library's actions share: rows locked once, texts checked, the state of an article after a change."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from manyi.core.actions import now
from manyi.core.errors import Conflict, Invalid
from manyi.knowledge.models import Article, State, Version, VersionState

LONGEST_TITLE = 200
LONGEST_BODY = 200_000


def locked_article(article: Article) -> Article:
    """The article as it is now, locked to the end of the action."""
    return Article.objects.select_for_update(of=("self",), no_key=True).get(pk=article.pk)


def locked_version(version: Version, *states: str) -> Version:
    """A version with its article, both locked. Raises :class:`Conflict` when it is in none of these states."""
    article = locked_article(Article(pk=version.article_id))
    found = Version.objects.select_for_update(of=("self",), no_key=True).filter(pk=version.pk).first()
    if found is None or (states and found.state not in states):
        raise Conflict()
    found.article = article
    return found


def checked_text(title: str, body: str) -> tuple[str, str]:
    """Title and text as they are kept. Raises :class:`Invalid` when one is missing or too long."""
    title, body = " ".join(title.split()), body.replace("\r\n", "\n").strip()
    faults = {}
    if not title:
        faults["title"] = _("Give it a title.")
    if len(title) > LONGEST_TITLE:
        faults["title"] = _("A title has at most %(count)d characters.") % {"count": LONGEST_TITLE}
    if len(body) > LONGEST_BODY:
        faults["body"] = _("This text is too long for one article.")
    if faults:
        raise Invalid(fields=faults)
    return title, body


def change(row: Any, **values: Any) -> None:
    """Set columns of a locked row."""
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def restate(article: Article, **values: Any) -> None:
    """Bring an article's state up to its versions, unless it has come to its end; ``values`` change with it."""
    if article.state not in (State.EXPIRED, State.ARCHIVED):
        values["state"] = _state_of(article)
    change(article, **values, updated_at=now())


def _state_of(article: Article) -> str:
    states = set(article.versions.values_list("state", flat=True))
    if VersionState.PUBLISHED in states:
        return State.REVIEW_DUE if article.state == State.REVIEW_DUE else State.PUBLISHED
    for version, state in (
        (VersionState.SCHEDULED, State.SCHEDULED),
        (VersionState.IN_REVIEW, State.IN_REVIEW),
    ):
        if version in states:
            return state
    return State.DRAFT
