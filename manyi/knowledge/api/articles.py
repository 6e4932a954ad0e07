"""Articles: found, read as they hold or held, begun, changed, archived."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.errors import Invalid, NotFound
from manyi.core.rest import ApiRequest, Body, Day, Id, Key, Limit, Line, Page, PageQuery, Resource, Text, When
from manyi.desk.queries import reference
from manyi.knowledge import access, actions, queries
from manyi.knowledge.api.shapes import (
    ArticleOut,
    AudienceName,
    FoundVersion,
    KindName,
    LanguageName,
    StateName,
    VersionOut,
    articles_out,
    category_named,
    found_version,
    version_out,
)
from manyi.knowledge.permissions import READ
from manyi.people.access import get_staff

resource = Resource()
Tags = Annotated[list[Line], Field(max_length=50)]


class ArticleQuery(PageQuery):
    """Which articles; with ``q`` the best for these words, on one page."""

    limit: Limit = 50
    q: Line = ""
    kind: KindName | None = None
    category: Key = ""
    state: StateName | None = None
    audience: AudienceName | None = None
    language: LanguageName | None = None
    tag: Line = ""


@resource.on("GET", "/knowledge/articles", scope="knowledge:read", returns=Page[ArticleOut])
def list_articles(request: ApiRequest, query: Query[ArticleQuery]) -> Page[ArticleOut]:
    """List articles

    Those in use; editors also get what is in work. The newest change first, with ``q`` the best for the words.
    """
    require(request.viewer, READ)
    category = queries.category_by_key(query.category) if query.category else None
    if query.category and category is None:
        return {"items": [], "next": None}
    filters = queries.Filters(
        text=query.q.strip(),
        kind=query.kind or "",
        category=category.pk if category else 0,
        state=query.state or "",
        audience=query.audience or "",
        language=query.language or "",
        tag=query.tag,
    )
    found = queries.shelf(request.viewer, filters, after=query.cursor, limit=query.limit)
    return {"items": articles_out([line.article for line in found.lines]), "next": found.after or None}


class MomentQuery(Body):
    """In which language, and of which moment (now by default)."""

    language: LanguageName | None = None
    at: When | None = None


@resource.on("GET", "/knowledge/articles/{article_id}", scope="knowledge:read", returns=FoundVersion)
def get_article(request: ApiRequest, article_id: Id, query: Query[MomentQuery]) -> FoundVersion:
    """Read an article

    The text in force now, or that of a moment (``at``), for instance when an order was placed.
    """
    row = access.get_article(request.viewer, article_id)
    version = queries.in_force(row, query.at, query.language or "")
    if version is None or not access.may_read(request.viewer, version):
        raise NotFound()
    return found_version(row, version)


class ArticleIn(Body):
    """A new article with its first draft; ``category`` and ``types`` by key."""

    title: Line
    body: Text
    kind: KindName = "article"
    language: LanguageName = "zh-hans"
    category: Key = ""
    audience: AudienceName = "staff"
    teams: Annotated[list[Id], Field(max_length=200)] = []
    types: Annotated[list[Key], Field(max_length=200)] = []
    tags: Tags = []
    owner_id: Id | None = None
    review_on: Day | None = None
    expires_on: Day | None = None
    effective_from: When | None = None
    note: Annotated[str, Field(max_length=1000)] = ""


@resource.on("POST", "/knowledge/articles", scope="knowledge:write", returns=VersionOut, status=201)
def add_article(request: ApiRequest, body: ArticleIn) -> VersionOut:
    """Begin an article

    It is a draft until somebody else has reviewed it.
    """
    text = {name: getattr(body, name) for name in ("title", "body", "language", "effective_from", "note")}
    made = actions.create_article(by=request.viewer, **text, **_about(request, body))
    return version_out(made.versions.get())


class ArticleChange(Body):
    """What is said about an article as a whole; what is left out stays."""

    kind: KindName | None = None
    category: Key | None = None
    audience: AudienceName | None = None
    teams: Annotated[list[Id], Field(max_length=200)] | None = None
    types: Annotated[list[Key], Field(max_length=200)] | None = None
    tags: Tags | None = None
    owner_id: Id | None = None
    review_on: Day | None = None
    expires_on: Day | None = None


@resource.on("PATCH", "/knowledge/articles/{article_id}", scope="knowledge:write", returns=ArticleOut)
def change_article(request: ApiRequest, article_id: Id, body: ArticleChange) -> ArticleOut:
    """Change what is said about an article

    Its texts are changed by drafts.
    """
    row = access.get_article(request.viewer, article_id)
    actions.change_article(row, by=request.viewer, **_about(request, body))
    return articles_out([access.get_article(request.viewer, article_id)])[0]


def _about(request: ApiRequest, body: ArticleIn | ArticleChange) -> dict[str, Any]:
    """The given parts as the actions take them."""
    given = body.model_fields_set if isinstance(body, ArticleChange) else type(body).model_fields.keys()
    plain = ("kind", "audience", "review_on", "expires_on", "tags")
    found: dict[str, Any] = {name: getattr(body, name) for name in plain if name in given}
    if "category" in given:
        found["category"] = category_named(body.category or "", "category")
    if "teams" in given and body.teams is not None:
        found["teams"] = list(queries.teams_by_id(body.teams).values())
    if "types" in given and body.types is not None:
        found["types"] = _types(body.types)
    if "owner_id" in given and body.owner_id is not None:
        found["owner"] = get_staff(request.viewer, body.owner_id)
    return {name: value for name, value in found.items() if value is not None or name in CLEARED}


CLEARED = ("category", "review_on", "expires_on")


def _types(keys: list[str]) -> list[Any]:
    known = {kind.key: kind.id for kind in reference().types.values()}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise Invalid(fields={"types": ", ".join(unknown)})
    return queries.types_by_id([known[key] for key in keys])


class DraftIn(Body):
    """The next text in a language; ``saves`` guards against overwriting a colleague's."""

    title: Line
    body: Text
    language: LanguageName | None = None
    note: Annotated[str, Field(max_length=1000)] = ""
    effective_from: When | None = None
    saves: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


@resource.on("PUT", "/knowledge/articles/{article_id}/draft", scope="knowledge:write", returns=VersionOut)
def save_article_draft(request: ApiRequest, article_id: Id, body: DraftIn) -> VersionOut:
    """Save the draft of the next version

    In the original's language by default; another language is a translation.
    """
    row = access.get_article(request.viewer, article_id)
    version = actions.save_draft(
        row,
        by=request.viewer,
        title=body.title,
        body=body.body,
        language=body.language or "",
        note=body.note,
        effective_from=body.effective_from,
        saves=body.saves,
    )
    return version_out(version)


class VersionsOut(TypedDict):
    """All versions in a language, newest first."""

    versions: list[VersionOut]


@resource.on("GET", "/knowledge/articles/{article_id}/versions", scope="knowledge:read", returns=VersionsOut)
def list_article_versions(request: ApiRequest, article_id: Id, language: LanguageName | None = None) -> VersionsOut:
    """List the versions of an article

    In the original's language by default.
    """
    row = access.get_article(request.viewer, article_id)
    found = [one for one in queries.versions_of(row, language or "") if access.may_read(request.viewer, one)]
    return {"versions": [version_out(one) for one in found]}


class EndingIn(Body):
    """What becomes of the article."""

    do: Literal["archive", "bring_back", "confirm"]
    reason: Annotated[str, Field(max_length=500)] = ""


@resource.on("POST", "/knowledge/articles/{article_id}/ending", scope="knowledge:write", returns=ArticleOut)
def end_article(request: ApiRequest, article_id: Id, body: EndingIn) -> ArticleOut:
    """Archive an article, bring it back, or confirm that it still holds"""
    row = access.get_article(request.viewer, article_id)
    if body.do == "archive":
        actions.archive(row, by=request.viewer, reason=body.reason)
    elif body.do == "bring_back":
        actions.bring_back(row, by=request.viewer)
    else:
        actions.confirm(row, by=request.viewer, review_on=queries.next_review(row))
    return articles_out([access.get_article(request.viewer, article_id)])[0]
