"""Notices and announcements for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.http import HttpResponse
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, Text, answer
from manyi.desk.queries import get_team
from manyi.notices import actions, queries

resource = Resource()


class NoticeOut(TypedDict):
    """One thing the token's colleague was told; ``number`` is the ticket's, empty when it is out of reach."""

    id: int
    kind: str
    words: str
    number: str
    times: int
    at: dt.datetime
    is_new: bool


class NoticesOut(TypedDict):
    """The newest notices, and how many are new (at most 100)."""

    unseen: int
    notices: list[NoticeOut]


@resource.on("GET", "/notices", scope="notices", returns=NoticesOut)
def list_notices(request: ApiRequest) -> NoticesOut:
    """List what one was told"""
    found = queries.told(request.viewer)
    shown: list[NoticeOut] = [
        {
            "id": one.id,
            "kind": one.kind,
            "words": one.words,
            "number": one.number,
            "times": one.times,
            "at": one.at,
            "is_new": one.is_new,
        }
        for one in found
    ]
    return {"unseen": queries.unseen(request.viewer), "notices": shown}


class SeenIn(Body):
    """The newest notice that was seen."""

    up_to: Id


@resource.on("POST", "/notices/seen", scope="notices", status=204)
def see_notices(request: ApiRequest, body: SeenIn) -> HttpResponse:
    """Say that notices were seen"""
    actions.see(by=request.viewer, up_to=body.up_to)
    return answer(None)


class AnnouncementOut(TypedDict):
    """An announcement; ``readers`` were to read it, ``read`` have."""

    id: int
    title: str
    text: str
    team_id: int | None
    at: dt.datetime
    readers: int
    read: int
    read_at: dt.datetime | None


class AnnouncementsOut(TypedDict):
    """Announcements to the token's colleague, newest first; with the permission all of them."""

    announcements: list[AnnouncementOut]


def _out(line: queries.Line) -> AnnouncementOut:
    return {
        "id": line.row.pk,
        "title": line.row.title,
        "text": line.row.text,
        "team_id": line.row.team_id,
        "at": line.row.at,
        "readers": line.readers,
        "read": line.read,
        "read_at": line.read_at,
    }


@resource.on("GET", "/announcements", scope="notices", returns=AnnouncementsOut)
def list_announcements(request: ApiRequest) -> AnnouncementsOut:
    """List announcements"""
    return {"announcements": [_out(line) for line in queries.announcements(request.viewer)]}


class AnnouncementIn(Body):
    """Something to announce, to a team or (null) to everybody."""

    title: Annotated[Line, Field(min_length=1, max_length=120)]
    text: Annotated[Text, Field(min_length=1, max_length=20_000)]
    team_id: Id | None = None


@resource.on("POST", "/announcements", scope="notices", returns=AnnouncementOut, status=201)
def publish_announcement(request: ApiRequest, body: AnnouncementIn) -> AnnouncementOut:
    """Announce something"""
    team = get_team(body.team_id) if body.team_id else None
    row = actions.publish(by=request.viewer, title=body.title, text=body.text, team=team)
    return next(_out(line) for line in queries.announcements(request.viewer) if line.row.pk == row.pk)


@resource.on("POST", "/announcements/{announcement_id}/reading", scope="notices", status=204)
def confirm_announcement(request: ApiRequest, announcement_id: Id) -> HttpResponse:
    """Say that one has read an announcement"""
    actions.confirm_reading(queries.get_announcement(request.viewer, announcement_id), by=request.viewer)
    return answer(None)


RESOURCES = (("Notices", resource),)
