"""What programs read of the library."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from typing_extensions import TypedDict

from manyi.core.errors import Invalid
from manyi.knowledge import queries
from manyi.knowledge.models import Article, Category, Version
from manyi.knowledge.showing import shown

KindName = Literal["article", "case", "faq", "sop", "script", "policy"]
AudienceName = Literal["public", "signed_in", "staff", "teams"]
StateName = Literal["draft", "in_review", "scheduled", "published", "review_due", "expired", "archived"]
LanguageName = Literal["zh-hans", "en"]


class ArticleOut(TypedDict):
    """An article as a whole; ``languages`` are those it is in force in, ``behind`` the translations to bring up."""

    id: int
    kind: str
    title: str
    category: str | None
    audience: str
    state: str
    language: str
    languages: list[str]
    behind: list[str]
    tags: list[str]
    owner_id: int | None
    review_on: str | None
    expires_on: str | None
    uses: int
    helpful: int
    unhelpful: int
    created_at: dt.datetime
    updated_at: dt.datetime
    published_at: dt.datetime | None


class VersionOut(TypedDict):
    """A text as it was written; ``body`` is Markdown. ``source_id`` is what a translation was made from."""

    id: int
    article_id: int
    language: str
    number: int
    state: str
    title: str
    body: str
    note: str
    source_id: int | None
    author_id: int | None
    approved_by_id: int | None
    effective_from: dt.datetime | None
    saved_at: dt.datetime
    saves: int


class FoundVersion(TypedDict):
    """An article with the text that was asked for; ``html`` is that text as colleagues see it."""

    article: ArticleOut
    version: VersionOut
    html: str


def articles_out(articles: list[Article]) -> list[ArticleOut]:
    """Articles, in a few queries however many."""
    tags = queries.tags_of(articles)
    return [_article_out(line, tags.get(line.article.pk, [])) for line in queries.lines(articles)]


def _article_out(line: queries.Line, tags: list[str]) -> ArticleOut:
    row = line.article
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": line.title,
        "category": row.category.key if row.category else None,
        "audience": row.audience,
        "state": row.state,
        "language": row.language,
        "languages": list(line.languages),
        "behind": list(line.behind),
        "tags": tags,
        "owner_id": row.owner_id,
        "review_on": row.review_on.isoformat() if row.review_on else None,
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "uses": row.uses,
        "helpful": row.helpful,
        "unhelpful": row.unhelpful,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "published_at": row.published_at,
    }


def version_out(row: Version) -> VersionOut:
    """One text."""
    return {
        "id": row.pk,
        "article_id": row.article_id,
        "language": row.language,
        "number": row.number,
        "state": row.state,
        "title": row.title,
        "body": row.body,
        "note": row.note,
        "source_id": row.source_id,
        "author_id": row.author_id,
        "approved_by_id": row.approved_by_id,
        "effective_from": row.effective_from,
        "saved_at": row.saved_at,
        "saves": row.saves,
    }


def found_version(article: Article, version: Version) -> FoundVersion:
    """An article with one of its texts."""
    return {
        "article": articles_out([article])[0],
        "version": version_out(version),
        "html": str(shown(version).html),
    }


def category_named(key: str, field: str) -> Category | None:
    """The category a field names by its key; none for an empty one. Raises :class:`Invalid` at the field."""
    found = queries.category_by_key(key) if key else None
    if key and found is None:
        raise Invalid(fields={field: key})
    return found
