"""What the company sets up for its library: categories, variables, words that mean the same."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.errors import NotFound
from manyi.core.rest import ApiRequest, Body, Id, Key, Line, Resource
from manyi.core.search.synonyms import groups
from manyi.knowledge import actions, queries
from manyi.knowledge.api.shapes import LanguageName, category_named
from manyi.knowledge.models import Category, Variable
from manyi.knowledge.permissions import READ

resource = Resource()
Slug = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,50}$")]
InLanguages = dict[LanguageName, Line]


class CategoryOut(TypedDict):
    """A shelf of the library; ``articles`` counts those in use that one may read."""

    key: str
    names: dict[str, str]
    parent: str | None
    articles: int


class CategoriesOut(TypedDict):
    """All categories, in the order of their tree."""

    categories: list[CategoryOut]


@resource.on("GET", "/knowledge/categories", scope="knowledge:read", returns=CategoriesOut)
def list_categories(request: ApiRequest) -> CategoriesOut:
    """List the categories"""
    found = queries.shelves(request.viewer)
    keys = {row.pk: row.key for row, _depth, _count in found}
    return {
        "categories": [
            {"key": row.key, "names": row.names, "parent": keys.get(row.parent_id or 0), "articles": count}
            for row, _depth, count in found
        ]
    }


class CategoryIn(Body):
    """A category by languages; ``parent`` is the key of the one above it."""

    names: InLanguages
    parent: Key = ""
    icon: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")] = "book-open"
    rank: Annotated[int, Field(ge=0, le=32_000)] = 0


@resource.on("PUT", "/knowledge/categories/{key}", scope="knowledge:write", returns=CategoriesOut)
def save_category(request: ApiRequest, key: Slug, body: CategoryIn) -> CategoriesOut:
    """Add a category or change the one with this key"""
    actions.save_category(
        queries.category_by_key(key),
        by=request.viewer,
        key=key,
        names=_plain(body.names),
        parent=category_named(body.parent, "parent"),
        icon=body.icon,
        rank=body.rank,
    )
    return list_categories(request)


@resource.on("DELETE", "/knowledge/categories/{key}", scope="knowledge:write", status=204)
def delete_category(request: ApiRequest, key: Slug) -> None:
    """Delete an empty category"""
    actions.delete_category(_there(queries.category_by_key(key)), by=request.viewer)


def _plain(given: InLanguages) -> dict[str, str]:
    return {str(language): text for language, text in given.items()}


def _there(row: Category | None) -> Category:
    if row is None:
        raise NotFound()
    return row


class VariableOut(TypedDict):
    """A value texts use by its key, in each language."""

    key: str
    names: dict[str, str]
    values: dict[str, str]


class VariablesOut(TypedDict):
    """All variables, by key."""

    variables: list[VariableOut]


@resource.on("GET", "/knowledge/variables", scope="knowledge:read", returns=VariablesOut)
def list_variables(request: ApiRequest) -> VariablesOut:
    """List the variables"""
    require(request.viewer, READ)
    return {"variables": [_variable_out(row) for row in queries.variables()]}


class VariableIn(Body):
    """What it is called and what stands in its place, by language."""

    names: InLanguages
    values: InLanguages


@resource.on("PUT", "/knowledge/variables/{key}", scope="knowledge:write", returns=VariableOut)
def save_variable(request: ApiRequest, key: Slug, body: VariableIn) -> VariableOut:
    """Add a variable or change the one with this key"""
    known = next((row for row in queries.variables() if row.key == key), None)
    row = actions.save_variable(known, by=request.viewer, key=key, names=_plain(body.names), values=_plain(body.values))
    return _variable_out(row)


def _variable_out(row: Variable) -> VariableOut:
    return {"key": row.key, "names": row.names, "values": row.values}


class SynonymGroup(TypedDict):
    """Phrases the search takes for the same."""

    id: int
    phrases: list[str]


class SynonymsOut(TypedDict):
    """All groups."""

    groups: list[SynonymGroup]


@resource.on("GET", "/knowledge/synonyms", scope="knowledge:read", returns=SynonymsOut)
def list_synonyms(request: ApiRequest) -> SynonymsOut:
    """List what the search takes for the same"""
    require(request.viewer, READ)
    return {"groups": [{"id": number, "phrases": phrases} for number, phrases in groups().items()]}


class SynonymsIn(Body):
    """The phrases of a group."""

    phrases: Annotated[list[Line], Field(min_length=2, max_length=20)]


@resource.on("POST", "/knowledge/synonyms", scope="knowledge:write", returns=SynonymsOut, status=201)
def add_synonyms(request: ApiRequest, body: SynonymsIn) -> SynonymsOut:
    """Add a group of phrases that mean the same"""
    actions.save_synonyms(body.phrases, by=request.viewer)
    return list_synonyms(request)


@resource.on("PUT", "/knowledge/synonyms/{group_id}", scope="knowledge:write", returns=SynonymsOut)
def change_synonyms(request: ApiRequest, group_id: Id, body: SynonymsIn) -> SynonymsOut:
    """Replace the phrases of a group"""
    actions.save_synonyms(body.phrases, by=request.viewer, group=_known(group_id))
    return list_synonyms(request)


@resource.on("DELETE", "/knowledge/synonyms/{group_id}", scope="knowledge:write", status=204)
def delete_synonyms(request: ApiRequest, group_id: Id) -> None:
    """Delete a group"""
    actions.save_synonyms([], by=request.viewer, group=_known(group_id))


def _known(group: int) -> int:
    if group not in groups():
        raise NotFound()
    return group
