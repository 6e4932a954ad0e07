"""What tickets are sorted by: types, custom fields, tags, lists."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.errors import Conflict
from manyi.core.rest import ApiRequest, Body, Id, Line, Page, PageQuery, Resource, answer, page, place_of
from manyi.desk import actions
from manyi.desk.api.shapes import TicketOut, tickets_out
from manyi.desk.queries import lists, programs
from manyi.desk.queries.filters import TicketFilter
from manyi.desk.queries.reference import reference
from manyi.desk.queries.selection import page_ids

resource = Resource()


class TypeOut(TypedDict):
    """A node of the type tree; ``names`` by language."""

    key: str
    names: dict[str, str]
    parent: str | None
    is_active: bool
    silence_hours: int


class TypesOut(TypedDict):
    """All ticket types, in the order of the tree."""

    types: list[TypeOut]


@resource.on("GET", "/ticket-types", scope="tickets:read", returns=TypesOut)
def list_ticket_types(request: ApiRequest) -> TypesOut:
    """List the ticket types"""
    known = reference().types
    return {
        "types": [
            {
                "key": kind.key,
                "names": kind.names,
                "parent": known[kind.parent_id].key if kind.parent_id in known else None,
                "is_active": kind.is_active,
                "silence_hours": kind.silence_hours,
            }
            for kind in known.values()
        ]
    }


class CustomFieldOut(TypedDict):
    """A typed field of tickets; no ``types`` means all."""

    key: str
    names: dict[str, str]
    kind: Literal["text", "number", "date", "choice", "yes_no"]
    options: list[str]
    types: list[str]
    is_required: bool


class CustomFieldsOut(TypedDict):
    """All custom fields, in order."""

    fields: list[CustomFieldOut]


@resource.on("GET", "/custom-fields", scope="tickets:read", returns=CustomFieldsOut)
def list_custom_fields(request: ApiRequest) -> CustomFieldsOut:
    """List the custom fields of tickets"""
    known = reference()
    return {
        "fields": [
            {
                "key": field.key,
                "names": field.names,
                "kind": field.kind,  # type: ignore[typeddict-item]
                "options": list(field.options),
                "types": sorted(known.types[pk].key for pk in field.types if pk in known.types),
                "is_required": field.is_required,
            }
            for field in known.fields
        ]
    }


@resource.on("GET", "/tags", scope="tickets:read", returns=Page[str])
def list_tags(request: ApiRequest, query: Query[PageQuery]) -> Page[str]:
    """List the tags, by name"""
    place = place_of(query.cursor, str)
    names = programs.tag_names(place[0] if place else "", query.limit + 1)
    shown, following = page(names, query.limit, lambda name: (name,))
    return {"items": shown, "next": following}


class ViewOut(TypedDict):
    """A list of tickets as the workspace shows it: built in, or saved."""

    key: str
    name: str
    group: str


class ViewsOut(TypedDict):
    """The lists the token's colleague has."""

    views: list[ViewOut]


@resource.on("GET", "/views", scope="tickets:read", returns=ViewsOut)
def list_views(request: ApiRequest) -> ViewsOut:
    """List the built-in and saved views"""
    found = lists.lists_for(request.viewer)
    return {"views": [{"key": one.key, "name": str(one.label), "group": one.group} for one in found]}


class ViewFilter(Body):
    """What a saved view asks of tickets, in the numbers and ids the workspace uses; empty fields ask nothing."""

    status: list[Annotated[int, Field(ge=0, le=5)]] = []
    priority: list[Annotated[int, Field(ge=1, le=4)]] = []
    type: list[Id] = []
    team: list[Id] = []
    customer: list[Id] = []
    channel: list[Line] = []
    tag: list[Line] = []
    assignee: Annotated[str, Field(pattern="^(me|none|[0-9]{1,18})?$")] = ""
    owner: Annotated[str, Field(pattern="^(me|none|[0-9]{1,18})?$")] = ""
    overdue: bool = False
    waiting: bool = False

    def as_saved(self) -> dict[str, Any]:
        """What the view keeps."""
        values = self.model_dump(exclude={"overdue", "waiting"})
        flags = {"overdue": "1" if self.overdue else "", "waiting": "1" if self.waiting else ""}
        return TicketFilter.from_saved({**values, **flags}).as_saved()


class ViewIn(Body):
    """A filter to keep under a name: for oneself, one's team, or all."""

    name: Annotated[Line, Field(min_length=1, max_length=60)]
    filter: ViewFilter
    audience: Literal["me", "team", "all"] = "me"


@resource.on("POST", "/views", scope="tickets:write", returns=ViewOut, status=201)
def save_view(request: ApiRequest, body: ViewIn) -> ViewOut:
    """Save a view"""
    viewer = request.viewer
    team = programs.team_by_id(reference().team_of(viewer.id)) if body.audience == "team" else None
    view = actions.save_view(body.name, body.filter.as_saved(), by=viewer, audience=body.audience, team=team)
    return {"key": f"saved-{view.pk}", "name": view.name, "group": "saved"}


class PlaceIn(Body):
    """One place up, or down."""

    up: bool


@resource.on("PUT", "/views/{key}/place", scope="tickets:write", status=204)
def move_view(request: ApiRequest, key: str, body: PlaceIn) -> HttpResponse:
    """Put a saved view one place up or down"""
    found = lists.get_list(request.viewer, key)
    if found.saved_id is None:
        raise Conflict(_("Built-in views keep their place."))
    actions.move_view(found.saved_id, by=request.viewer, up=body.up)
    return answer(None)


@resource.on("DELETE", "/views/{key}", scope="tickets:write", status=204)
def delete_view(request: ApiRequest, key: str) -> HttpResponse:
    """Delete a saved view"""
    found = lists.get_list(request.viewer, key)
    if found.saved_id is None:
        raise Conflict(_("Built-in views can't be deleted."))
    actions.delete_view(found.saved_id, by=request.viewer)
    return answer(None)


@resource.on("GET", "/views/{key}/tickets", scope="tickets:read", returns=Page[TicketOut])
def list_view_tickets(request: ApiRequest, key: str, query: Query[PageQuery]) -> Page[TicketOut]:
    """List the tickets of a view, in its own order"""
    selection = lists.get_list(request.viewer, key).select(request.viewer)
    ids, following = page_ids(selection, query.limit, query.cursor)
    return {"items": tickets_out(programs.in_order(ids)), "next": following or None}
