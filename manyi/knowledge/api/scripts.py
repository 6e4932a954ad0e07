"""Scripts: those for a ticket, filled in; those a colleague keeps for himself."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.errors import NotFound
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, Text, answer
from manyi.desk.access import get_ticket
from manyi.knowledge import access, actions, queries
from manyi.knowledge.api.shapes import LanguageName, VersionOut, version_out
from manyi.knowledge.models import Article, Kind
from manyi.knowledge.permissions import READ
from manyi.knowledge.text.markdown import variables

resource = Resource()


class ScriptQuery(Body):
    """Words to look for; without any the most used."""

    q: Line = ""


class ScriptsOut(TypedDict):
    """Scripts, the best first."""

    scripts: list[VersionOut]


@resource.on("GET", "/tickets/{number}/scripts", scope="knowledge:read", returns=ScriptsOut)
def list_ticket_scripts(request: ApiRequest, number: str, query: Query[ScriptQuery]) -> ScriptsOut:
    """Find scripts for a ticket

    In the ticket's language where there is one.
    """
    require(request.viewer, READ)
    ticket = get_ticket(request.viewer, number)
    return {"scripts": [version_out(one) for one in queries.scripts(request.viewer, ticket, query.q.strip())]}


class FilledScriptOut(TypedDict):
    """A script for one ticket; ``missing`` names the variables that have no value there."""

    text: str
    missing: list[str]


@resource.on("POST", "/tickets/{number}/scripts/{version_id}", scope="messages:write", returns=FilledScriptOut)
def use_script(request: ApiRequest, number: str, version_id: Id) -> FilledScriptOut:
    """Fill a script in for a ticket

    Its use is counted, and the version is cited on the next reply that holds it.
    """
    require(request.viewer, READ)
    ticket = get_ticket(request.viewer, number)
    version = access.get_version(request.viewer, version_id)
    if version.article.kind != Kind.SCRIPT:
        raise NotFound()
    values = queries.ticket_values(ticket, request.viewer)
    text = actions.insert(version, ticket, by=request.viewer, how="text", values=values)
    return {"text": text, "missing": sorted(variables(text))}


class ScriptIn(Body):
    """A script for oneself; variables such as {customer.name} are filled in when it is used."""

    title: Annotated[Line, Field(min_length=1, max_length=200)]
    body: Annotated[Text, Field(min_length=1, max_length=20_000)]
    language: LanguageName = "zh-hans"
    tags: Annotated[list[Line], Field(max_length=50)] = []


@resource.on("POST", "/knowledge/scripts", scope="knowledge:write", returns=VersionOut, status=201)
def keep_script(request: ApiRequest, body: ScriptIn) -> VersionOut:
    """Keep a script of one's own

    Nobody else reads it, so it needs no review.
    """
    return _current(actions.keep_script(None, by=request.viewer, **body.model_dump()))


@resource.on("PUT", "/knowledge/scripts/{article_id}", scope="knowledge:write", returns=VersionOut)
def change_script(request: ApiRequest, article_id: Id, body: ScriptIn) -> VersionOut:
    """Change a script of one's own

    Its language stays as it is.
    """
    return _current(actions.keep_script(_own(request, article_id), by=request.viewer, **body.model_dump()))


@resource.on("DELETE", "/knowledge/scripts/{article_id}", scope="knowledge:write", status=204)
def forget_script(request: ApiRequest, article_id: Id) -> HttpResponse:
    """Delete a script of one's own"""
    actions.forget_script(_own(request, article_id), by=request.viewer)
    return answer(None)


@resource.on(
    "POST", "/knowledge/scripts/{article_id}/proposal", scope="knowledge:write", returns=VersionOut, status=201
)
def propose_script(request: ApiRequest, article_id: Id) -> VersionOut:
    """Propose a script of one's own for everybody

    A copy of it waits for its review.
    """
    return version_out(actions.propose_script(_own(request, article_id), by=request.viewer))


def _own(request: ApiRequest, article_id: int) -> Article:
    found = queries.own_script(request.viewer, article_id)
    if found is None:
        raise NotFound()
    return found


def _current(article: Article) -> VersionOut:
    return version_out(article.versions.get(state="published"))
