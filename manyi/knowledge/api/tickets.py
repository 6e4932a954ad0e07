"""The library on tickets, and what it lacks."""

from __future__ import annotations

import datetime as dt

from ninja import Query
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.errors import NotAllowed, NotFound
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, Text, When
from manyi.desk.access import get_ticket
from manyi.knowledge import access, actions, queries
from manyi.knowledge.api.shapes import VersionOut, version_out
from manyi.knowledge.permissions import READ

resource = Resource()


class SuggestionOut(TypedDict):
    """A text that may answer a ticket."""

    article_id: int
    version_id: int
    title: str
    kind: str
    is_same_type: bool
    is_same_tag: bool
    has_steps: bool


class CitationOut(TypedDict):
    """What a customer was told, in which version; ``is_changed`` when another one holds by now."""

    message_id: int
    version_id: int
    article_id: int
    title: str
    number: int
    how: str
    at: dt.datetime
    is_changed: bool


class TicketKnowledgeOut(TypedDict):
    """What may answer a ticket, and what was said on it."""

    suggestions: list[SuggestionOut]
    citations: list[CitationOut]


@resource.on("GET", "/tickets/{number}/knowledge", scope="knowledge:read", returns=TicketKnowledgeOut)
def get_ticket_knowledge(request: ApiRequest, number: str) -> TicketKnowledgeOut:
    """Suggest articles for a ticket, and list what its customer was told"""
    require(request.viewer, READ)
    ticket = get_ticket(request.viewer, number)
    return {
        "suggestions": [
            {
                "article_id": one.article.pk,
                "version_id": one.version.pk,
                "title": one.version.title,
                "kind": one.article.kind,
                "is_same_type": one.is_same_type,
                "is_same_tag": one.is_same_tag,
                "has_steps": one.has_steps,
            }
            for one in queries.suggested(request.viewer, ticket)
        ],
        "citations": [
            {
                "message_id": one.subject,
                "version_id": one.version_id,
                "article_id": one.version.article_id,
                "title": one.version.title,
                "number": one.version.number,
                "how": one.how,
                "at": one.at,
                "is_changed": one.version.state == "superseded",
            }
            for one in queries.cited_on(ticket)
        ],
    }


class ExpressQuery(Body):
    """Of which moment (now by default), and words to look for."""

    at: When | None = None
    q: Line = ""


class PolicyArticlesOut(TypedDict):
    """Policies with the text of the moment, the nearest to the ticket first."""

    policies: list[VersionOut]


@resource.on("GET", "/tickets/{number}/policies", scope="knowledge:read", returns=PolicyArticlesOut)
def get_ticket_policies(request: ApiRequest, number: str, query: Query[ExpressQuery]) -> PolicyArticlesOut:
    """Read the policies on a ticket's topic

    As they hold now, or as they held at a moment, for instance when the order was placed.
    """
    require(request.viewer, READ)
    ticket = get_ticket(request.viewer, number)
    near = queries.express(request.viewer, ticket, text=query.q.strip())
    texts = [queries.in_force(one.article, query.at) for one in near]
    shown = [text for text in texts if text is not None and access.may_read(request.viewer, text)]
    return {"policies": [version_out(text) for text in shown]}


class ContributionIn(Body):
    """An article proposed from a solved ticket."""

    title: Line
    problem: Text
    solution: Text


@resource.on("POST", "/tickets/{number}/contributions", scope="knowledge:write", returns=VersionOut, status=201)
def contribute_article(request: ApiRequest, number: str, body: ContributionIn) -> VersionOut:
    """Propose an article from a ticket

    Personal data is taken out; the article waits for its review.
    """
    ticket = get_ticket(request.viewer, number)
    names = queries.proposal(ticket).names
    article = actions.contribute(
        ticket, by=request.viewer, names=names, title=body.title, problem=body.problem, solution=body.solution
    )
    return version_out(article.versions.get())


class GapOut(TypedDict):
    """Something the library lacks; ``kind`` is search, question or article."""

    id: int
    kind: str
    words: str
    count: int
    weight: float
    article_id: int | None
    tickets: list[str]


class GapsOut(TypedDict):
    """What is missing, the weightiest first."""

    gaps: list[GapOut]


@resource.on("GET", "/knowledge/gaps", scope="knowledge:read", returns=GapsOut)
def list_gaps(request: ApiRequest) -> GapsOut:
    """List what the library lacks"""
    if not access.is_editor(request.viewer):
        raise NotAllowed()
    return {
        "gaps": [
            {
                "id": one.pk,
                "kind": one.kind,
                "words": one.words,
                "count": one.count,
                "weight": one.weight,
                "article_id": one.article_id,
                "tickets": one.tickets,
            }
            for one in queries.gaps()
        ]
    }


class ClosingIn(Body):
    """The article that fills a gap, if there is one."""

    article_id: Id | None = None


@resource.on("POST", "/knowledge/gaps/{gap_id}/closing", scope="knowledge:write", status=204)
def close_gap(request: ApiRequest, gap_id: Id, body: ClosingIn) -> None:
    """Say that something is no longer missing"""
    row = queries.get_gap(gap_id)
    if row is None or not access.is_editor(request.viewer):
        raise NotFound()
    answer = access.get_article(request.viewer, body.article_id) if body.article_id else None
    actions.close_gap(row, by=request.viewer, answer=answer)
