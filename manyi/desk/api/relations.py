"""Followers, links, merges with undo, and messages split off."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.http import HttpResponse
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Body, Id, Key, Line, Resource, answer
from manyi.desk import access, actions
from manyi.desk.api.shapes import TicketOut, ticket_out
from manyi.desk.models import TicketMerge
from manyi.desk.queries import programs

resource = Resource()


class FollowersOut(TypedDict):
    """Ids of the colleagues who follow a ticket."""

    staff_ids: list[int]


@resource.on("GET", "/tickets/{number}/followers", scope="tickets:read", returns=FollowersOut)
def list_followers(request: ApiRequest, number: str) -> FollowersOut:
    """List who follows a ticket"""
    return {"staff_ids": programs.followers_of(access.get_ticket(request.viewer, number))}


@resource.on("PUT", "/tickets/{number}/followers/{staff_id}", scope="tickets:write", status=204)
def follow_ticket(request: ApiRequest, number: str, staff_id: Id) -> HttpResponse:
    """Let a colleague follow a ticket"""
    ticket = access.get_ticket(request.viewer, number)
    actions.follow(ticket, by=request.viewer, staff=programs.colleague(staff_id))
    return answer(None)


@resource.on("DELETE", "/tickets/{number}/followers/{staff_id}", scope="tickets:write", status=204)
def unfollow_ticket(request: ApiRequest, number: str, staff_id: Id) -> HttpResponse:
    """End a colleague's following"""
    ticket = access.get_ticket(request.viewer, number)
    actions.unfollow(ticket, by=request.viewer, staff=programs.colleague(staff_id))
    return answer(None)


class LinkIn(Body):
    """The other ticket, and how the two belong together."""

    number: Key
    kind: Literal["related", "follow_up"] = "related"


class LinkOut(TypedDict):
    """A connection with another ticket; a split or follow-up points from the new ticket to the old one."""

    number: str
    kind: Literal["related", "split", "follow_up", "repeat"]
    direction: Literal["to", "from"]
    created_at: dt.datetime


class LinksOut(TypedDict):
    """All connections of a ticket with tickets in reach."""

    links: list[LinkOut]


@resource.on("GET", "/tickets/{number}/links", scope="tickets:read", returns=LinksOut)
def list_links(request: ApiRequest, number: str) -> LinksOut:
    """List linked tickets"""
    ticket = access.get_ticket(request.viewer, number)
    found = programs.links_of(request.viewer, ticket)
    return {
        "links": [
            {
                "number": other.number,
                "kind": link.kind,  # type: ignore[typeddict-item]
                "direction": "to" if link.ticket_id == ticket.pk else "from",
                "created_at": link.created_at,
            }
            for link, other in found
        ]
    }


@resource.on("POST", "/tickets/{number}/links", scope="tickets:write", status=204)
def link_tickets(request: ApiRequest, number: str, body: LinkIn) -> HttpResponse:
    """Link two tickets"""
    ticket = access.get_ticket(request.viewer, number)
    other = access.get_ticket(request.viewer, body.number)
    actions.link_tickets(ticket, other, by=request.viewer, kind=body.kind)
    return answer(None)


class MergeIn(Body):
    """The ticket that ends in this one."""

    number: Key


class MergeOut(TypedDict):
    """One merge: ``merged`` ended in ``kept``."""

    id: int
    kept: str
    merged: str
    by_staff_id: int | None
    at: dt.datetime
    undone_at: dt.datetime | None


class MergesOut(TypedDict):
    """All merges into a ticket."""

    merges: list[MergeOut]


def _merge_out(merge: TicketMerge) -> MergeOut:
    return {
        "id": merge.pk,
        "kept": merge.kept.number,
        "merged": merge.merged.number,
        "by_staff_id": merge.by_staff_id,
        "at": merge.at,
        "undone_at": merge.undone_at,
    }


@resource.on("GET", "/tickets/{number}/merges", scope="tickets:read", returns=MergesOut)
def list_merges(request: ApiRequest, number: str) -> MergesOut:
    """List what was merged into a ticket"""
    ticket = access.get_ticket(request.viewer, number)
    return {"merges": [_merge_out(merge) for merge in programs.merges_of(ticket)]}


@resource.on("POST", "/tickets/{number}/merges", scope="tickets:write", returns=MergeOut, status=201)
def merge_tickets(request: ApiRequest, number: str, body: MergeIn) -> MergeOut:
    """Merge another ticket of the same customer into this one"""
    kept = access.get_ticket(request.viewer, number)
    merged = access.get_ticket(request.viewer, body.number)
    return _merge_out(actions.merge_tickets(kept, merged, by=request.viewer))


@resource.on("POST", "/tickets/{number}/merges/{merge_id}/undo", scope="tickets:write", returns=MergeOut)
def undo_ticket_merge(request: ApiRequest, number: str, merge_id: Id) -> MergeOut:
    """Take a merge apart again"""
    merge = access.get_merge(access.get_ticket(request.viewer, number), merge_id)
    return _merge_out(actions.undo_merge(merge, by=request.viewer))


class SplitIn(Body):
    """What the new ticket is about."""

    subject: Annotated[Line, Field(min_length=1)]


@resource.on("POST", "/messages/{message_id}/split", scope="tickets:write", returns=TicketOut, status=201)
def split_message(request: ApiRequest, message_id: Id, body: SplitIn) -> TicketOut:
    """Move one message of the customer to a ticket of its own"""
    message = access.get_message(request.viewer, message_id)
    ticket = actions.split_message(message, by=request.viewer, subject=body.subject)
    ticket.refresh_from_db()
    return ticket_out(ticket)
