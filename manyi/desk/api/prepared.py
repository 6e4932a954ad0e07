"""Text blocks and macros."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpResponse
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Body, Id, Key, Line, Resource, Text, answer
from manyi.desk import access, actions, queries
from manyi.desk.models import Macro, Wording
from manyi.desk.queries import programs
from manyi.desk.queries.reference import reference
from manyi.people.models import Team

resource = Resource()
Audience = Literal["me", "team", "all"]


class WordingOut(TypedDict):
    """A text block: a piece of an answer that is kept ready. Whole scripts stand in the library."""

    id: int
    name: str
    text: str
    keywords: str
    audience: Audience
    used: int


class WordingsOut(TypedDict):
    """Text blocks of the token's colleague, the most used first."""

    wordings: list[WordingOut]


def _wording(row: Wording) -> WordingOut:
    return {
        "id": row.pk,
        "name": row.name,
        "text": row.text,
        "keywords": row.keywords,
        "audience": row.audience,  # type: ignore[typeddict-item]
        "used": row.used,
    }


def _team(request: ApiRequest, audience: str) -> Team | None:
    return programs.team_by_id(reference().team_of(request.viewer.id)) if audience == "team" else None


@resource.on("GET", "/wordings", scope="tickets:read", returns=WordingsOut)
def list_wordings(request: ApiRequest) -> WordingsOut:
    """List text blocks"""
    return {"wordings": [_wording(row) for row in queries.wordings(request.viewer)[:500]]}


class WordingIn(Body):
    """A text to keep ready; variables such as {customer.name} are filled in when it is used."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    text: Annotated[Text, Field(min_length=1, max_length=20_000)]
    keywords: Annotated[Line, Field(max_length=120)] = ""
    audience: Audience = "me"


@resource.on("POST", "/wordings", scope="tickets:write", returns=WordingOut, status=201)
def save_wording(request: ApiRequest, body: WordingIn) -> WordingOut:
    """Keep a text block"""
    team = _team(request, body.audience)
    return _wording(actions.save_wording(None, by=request.viewer, team=team, **body.model_dump()))


@resource.on("PUT", "/wordings/{wording_id}", scope="tickets:write", returns=WordingOut)
def change_wording(request: ApiRequest, wording_id: Id, body: WordingIn) -> WordingOut:
    """Change a text block"""
    row = queries.get_wording(request.viewer, wording_id)
    team = _team(request, body.audience)
    return _wording(actions.save_wording(row, by=request.viewer, team=team, **body.model_dump()))


@resource.on("DELETE", "/wordings/{wording_id}", scope="tickets:write", status=204)
def delete_wording(request: ApiRequest, wording_id: Id) -> HttpResponse:
    """Delete a text block"""
    actions.delete_wording(queries.get_wording(request.viewer, wording_id), by=request.viewer)
    return answer(None)


class FilledOut(TypedDict):
    """A text block for one ticket; ``missing`` names the variables that have no value there."""

    text: str
    missing: list[str]


@resource.on("POST", "/tickets/{number}/wordings/{wording_id}", scope="messages:write", returns=FilledOut)
def use_wording(request: ApiRequest, number: str, wording_id: Id) -> FilledOut:
    """Fill a text block in for a ticket"""
    ticket = access.get_ticket(request.viewer, number)
    row = queries.get_wording(request.viewer, wording_id)
    text, missing = actions.use_wording(row, ticket, by=request.viewer)
    return {"text": text, "missing": missing}


class Step(TypedDict):
    """One step of a macro: ``do`` is its kind, ``value`` a text, names with commas, or one of the kind's choices."""

    do: str
    value: str


class MacroOut(TypedDict):
    """Several steps by one call."""

    id: int
    name: str
    steps: list[Step]
    audience: Audience
    used: int


class MacrosOut(TypedDict):
    """Macros of the token's colleague, the most used first."""

    macros: list[MacroOut]


def _macro(row: Macro) -> MacroOut:
    return {"id": row.pk, "name": row.name, "steps": row.steps, "audience": row.audience, "used": row.used}  # type: ignore[typeddict-item]


@resource.on("GET", "/macros", scope="tickets:read", returns=MacrosOut)
def list_macros(request: ApiRequest) -> MacrosOut:
    """List macros"""
    return {"macros": [_macro(row) for row in queries.macros(request.viewer)[:500]]}


class StepIn(Body):
    """One step of a macro."""

    do: Key
    value: Annotated[Text, Field(max_length=20_000)] = ""


class MacroIn(Body):
    """A macro to keep; its steps are done in order."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    steps: Annotated[list[StepIn], Field(min_length=1, max_length=20)]
    audience: Audience = "me"


@resource.on("POST", "/macros", scope="tickets:write", returns=MacroOut, status=201)
def save_macro(request: ApiRequest, body: MacroIn) -> MacroOut:
    """Keep a macro"""
    team = _team(request, body.audience)
    return _macro(actions.save_macro(None, by=request.viewer, team=team, **body.model_dump()))


@resource.on("PUT", "/macros/{macro_id}", scope="tickets:write", returns=MacroOut)
def change_macro(request: ApiRequest, macro_id: Id, body: MacroIn) -> MacroOut:
    """Change a macro"""
    row = queries.get_macro(request.viewer, macro_id)
    team = _team(request, body.audience)
    return _macro(actions.save_macro(row, by=request.viewer, team=team, **body.model_dump()))


@resource.on("DELETE", "/macros/{macro_id}", scope="tickets:write", status=204)
def delete_macro(request: ApiRequest, macro_id: Id) -> HttpResponse:
    """Delete a macro"""
    actions.delete_macro(queries.get_macro(request.viewer, macro_id), by=request.viewer)
    return answer(None)


@resource.on("POST", "/tickets/{number}/macros/{macro_id}", scope="tickets:write", status=204)
def run_macro(request: ApiRequest, number: str, macro_id: Id) -> HttpResponse:
    """Run a macro on a ticket

    All steps are done, or none; steps that reply or write notes also need what ``messages:write`` lets through.
    """
    ticket = access.get_ticket(request.viewer, number)
    actions.run_macro(queries.get_macro(request.viewer, macro_id), ticket, by=request.viewer)
    return answer(None)
