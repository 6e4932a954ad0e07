"""Writing: a new article, a draft of its next version in some language, what is said about the article as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.desk.models import Tag, TicketType
from manyi.knowledge.actions.relating import relate
from manyi.knowledge.actions.shared import change, checked_text, locked_article, locked_version, restate
from manyi.knowledge.events import ArticleChanged, ArticleCreated, DraftDropped, DraftSaved
from manyi.knowledge.models import (
    OPEN,
    SHARED,
    Article,
    Audience,
    Category,
    Kind,
    Version,
    VersionState,
)
from manyi.knowledge.permissions import WRITE
from manyi.people.models import Staff, Team

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@action
def create_article(
    *,
    by: Actor,
    title: str,
    body: str,
    kind: str = Kind.ARTICLE,
    language: str = "zh-hans",
    category: Category | None = None,
    audience: str = Audience.STAFF,
    teams: Iterable[Team] = (),
    concerned_teams: Iterable[Team] = (),
    types: Iterable[TicketType] = (),
    tags: Iterable[str] = (),
    owner: Staff | None = None,
    review_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    effective_from: dt.datetime | None = None,
    note: str = "",
) -> Article:
    """Begin an article with a draft of its original. The owner is its author unless another is named."""
    require(by, WRITE)
    _require_choices(kind=kind, audience=audience, language=language)
    return begin_article(
        by=by,
        title=title,
        body=body,
        language=language,
        effective_from=effective_from,
        note=note,
        columns={
            "kind": kind,
            "category": category,
            "audience": audience,
            "owner_id": owner.pk if owner else by.staff_id,
            "review_on": review_on,
            "expires_on": expires_on,
        },
        related={"teams": teams, "concerned_teams": concerned_teams, "types": types, "tags": tags},
    )


@action
def begin_article(
    *,
    by: Actor,
    title: str,
    body: str,
    language: str,
    columns: dict[str, Any],
    related: dict[str, Iterable[Any]],
    effective_from: dt.datetime | None = None,
    note: str = "",
) -> Article:
    """The row, its relations and first draft; who may is asked by the actions that call this."""
    title, body = checked_text(title, body)
    article = Article.objects.create(language=language, created_at=now(), updated_at=now(), **columns)
    _relate(article, **related)
    _require_teams(article)
    record(ArticleCreated(article=article.pk, kind=article.kind, language=language, audience=article.audience), by=by)
    write_next(article, language, title, body, by=by, note=note, effective_from=effective_from)
    return article


@action
def change_article(
    article: Article,
    *,
    by: Actor,
    teams: Iterable[Team] | None = None,
    concerned_teams: Iterable[Team] | None = None,
    types: Iterable[TicketType] | None = None,
    tags: Iterable[str] | None = None,
    **values: Any,
) -> Article:
    """Change what is said about the article as a whole: kind, category, audience, owner, dates; relations if given.

    Nothing different is no event.
    """
    require(by, WRITE)
    article = locked_article(article)
    _require_shared(article)
    _require_choices(**values)
    changed = {name: value for name, value in values.items() if getattr(article, name) != value}
    fields = list(changed)
    if changed:
        change(article, **changed)
    fields += _relate(article, teams=teams, concerned_teams=concerned_teams, types=types, tags=tags)
    if not fields:
        return article
    _require_teams(article)
    change(article, updated_at=now())
    record(ArticleChanged(article=article.pk, fields=fields), by=by)
    return article


def change_tags(article: Article, tags: Iterable[str], *, by: Actor) -> None:
    """Give a locked article these tags; inside an action."""
    if _relate(article, tags=tags):
        record(ArticleChanged(article=article.pk, fields=["tags"]), by=by)


@action
def save_draft(
    article: Article,
    *,
    by: Actor,
    title: str,
    body: str,
    language: str = "",
    note: str = "",
    effective_from: dt.datetime | None = None,
    source: Version | None = None,
    saves: int | None = None,
) -> Version:
    """Save the draft of an article's next version in a language (the original's by default), beginning it if need be.

    ``source`` is the original's version a translation is made from. With ``saves`` (how often it had been saved when it
    was opened) a draft somebody else has saved since raises :class:`Conflict`, as does one that is in review.
    """
    require(by, WRITE)
    article = locked_article(article)
    _require_shared(article)
    language = language or article.language
    _require_choices(language=language)
    title, body = checked_text(title, body)
    draft = article.versions.filter(language=language, state__in=OPEN).first()
    if draft is None:
        return write_next(
            article, language, title, body, by=by, note=note, effective_from=effective_from, source=source
        )
    if draft.state == VersionState.IN_REVIEW:
        raise Conflict(_("This version is being reviewed. Take it back before you change it."))
    if saves is not None and saves != draft.saves:
        raise Conflict(_("A colleague has saved this draft in the meantime. Open it again and add your changes."))
    wanted: dict[str, Any] = {"title": title, "body": body, "note": note[:1000], "effective_from": effective_from}
    if source is not None:
        wanted["source_id"] = source.pk
    if all(getattr(draft, name) == value for name, value in wanted.items()):
        return draft
    change(draft, **wanted, writers=_with(draft.writers, by), saved_at=now(), saves=draft.saves + 1)
    relate(draft)
    record(DraftSaved(article=article.pk, version=draft.pk, language=language, number=draft.number), by=by)
    return draft


def write_next(
    article: Article,
    language: str,
    title: str,
    body: str,
    *,
    by: Actor,
    note: str = "",
    effective_from: dt.datetime | None = None,
    source: Version | None = None,
) -> Version:
    """The draft of the next version in a language, where none is open; inside an action."""
    last = article.versions.filter(language=language).order_by("-number").values_list("number", flat=True).first()
    if source is None and language != article.language:
        source = article.versions.filter(language=article.language, state=VersionState.PUBLISHED).first()
    version = Version.objects.create(
        article=article,
        language=language,
        number=(last or 0) + 1,
        title=title,
        body=body,
        note=note[:1000],
        source=source,
        author_id=by.staff_id,
        writers=_with([], by),
        created_at=now(),
        saved_at=now(),
        effective_from=effective_from,
    )
    relate(version)
    restate(article)
    record(DraftSaved(article=article.pk, version=version.pk, language=language, number=version.number), by=by)
    return version


def _with(writers: list[int], by: Actor) -> list[int]:
    return writers if by.staff_id is None or by.staff_id in writers else [*writers, by.staff_id]


@action
def drop_draft(version: Version, *, by: Actor) -> None:
    """Throw away a draft that nobody has reviewed. The only version of an article can't be dropped."""
    require(by, WRITE)
    version = locked_version(version, VersionState.DRAFT)
    if version.article.versions.count() == 1:
        raise Conflict(_("This is all there is of the article; archive it instead."))
    payload = DraftDropped(article=version.article_id, language=version.language, number=version.number)
    article = version.article
    version.delete()
    restate(article)
    record(payload, by=by)


@action
def restore_version(version: Version, *, by: Actor) -> Version:
    """Begin a draft with the text of an earlier version. Raises :class:`Conflict` while another draft is open."""
    require(by, WRITE)
    if version.article.versions.filter(language=version.language, state__in=OPEN).exists():
        raise Conflict(_("There is a draft already. Publish it or throw it away first."))
    note = _("As in version %(number)d") % {"number": version.number}
    return save_draft(
        version.article, by=by, title=version.title, body=version.body, language=version.language, note=note
    )


def _require_choices(**values: Any) -> None:
    """Raise :class:`Invalid` at the fields whose value is not among those to choose from."""
    allowed = {"kind": Kind.values, "audience": SHARED, "language": LANGUAGES}
    wrong = [name for name, choices in allowed.items() if name in values and values[name] not in choices]
    if wrong:
        raise Invalid(fields={name: _("This is not one of the choices.") for name in wrong})


def _require_shared(article: Article) -> None:
    """What somebody keeps for himself is not reviewed, so it never becomes anybody else's."""
    if article.audience == Audience.OWN:
        raise Conflict(_("This script is only for you. Propose it, to share it."))


def _require_teams(article: Article) -> None:
    if article.audience == Audience.TEAMS and not article.teams.exists():
        raise Invalid(fields={"teams": _("Choose the teams that may read it.")})


def _relate(article: Article, **related: Iterable[Any] | None) -> list[str]:
    """Set the relations that are given; returns the names of those that changed. Tags come as words."""
    changed = []
    for name, wanted in related.items():
        if wanted is None:
            continue
        rows = [_tag(word) for word in wanted if word.strip()] if name == "tags" else list(wanted)
        relation = getattr(article, name)
        if {row.pk for row in rows} != set(relation.values_list("pk", flat=True)):
            relation.set(rows)
            changed.append(name)
    return changed


def _tag(word: str) -> Tag:
    return Tag.objects.get_or_create(name=word.strip().removeprefix("#")[:40])[0]
