"""Versions: reviewed, published, acknowledged; what readers think of them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, NotFound
from manyi.core.rest import ApiRequest, Body, Id, Resource, When
from manyi.knowledge import access, actions, queries, red_marks
from manyi.knowledge.api.shapes import FoundVersion, VersionOut, found_version, version_out
from manyi.knowledge.models import Version
from manyi.knowledge.permissions import OVERSEE, READ
from manyi.people.access import get_staff

resource = Resource()
Remark = Annotated[str, Field(max_length=5000)]


@resource.on("GET", "/knowledge/versions/{version_id}", scope="knowledge:read", returns=FoundVersion)
def get_version(request: ApiRequest, version_id: Id) -> FoundVersion:
    """Read one version

    Reading an announced change of a policy counts as having opened it.
    """
    row = access.get_version(request.viewer, version_id)
    actions.open_change(row, by=request.viewer)
    return found_version(row.article, row)


class SubmissionIn(Body):
    """Who is asked, and why a policy change can't wait 72 hours."""

    reviewer_id: Id | None = None
    reason: Annotated[str, Field(max_length=500)] = ""


@resource.on("POST", "/knowledge/versions/{version_id}/submission", scope="knowledge:write", returns=VersionOut)
def submit_version(request: ApiRequest, version_id: Id, body: SubmissionIn) -> VersionOut:
    """Ask for the review of a draft"""
    row = access.get_version(request.viewer, version_id)
    reviewer = get_staff(request.viewer, body.reviewer_id) if body.reviewer_id else None
    return version_out(actions.request_review(row, by=request.viewer, reviewer=reviewer, reason=body.reason))


class DecisionIn(Body):
    """``grant`` allows an exception from the 72 hours its author gave a reason for."""

    decision: Literal["approve", "return", "withdraw", "decline"]
    text: Remark = ""
    effective_from: When | None = None
    grant: bool = False


@resource.on("POST", "/knowledge/versions/{version_id}/decision", scope="knowledge:write", returns=VersionOut)
def decide_version(request: ApiRequest, version_id: Id, body: DecisionIn) -> VersionOut:
    """Approve a version, send it back, stop one that is scheduled, or decline a contribution

    Nobody decides on what he wrote himself. A contribution that is declined with a reason goes to the archive.
    """
    row, viewer = access.get_version(request.viewer, version_id), request.viewer
    if body.decision == "return":
        return version_out(actions.return_version(row, by=viewer, text=body.text))
    if body.decision == "decline":
        return version_out(_declined(row, viewer, body.text))
    if body.decision == "withdraw":
        return version_out(actions.withdraw(row, by=viewer, reason=body.text))
    done = actions.approve(row, by=viewer, text=body.text, effective_from=body.effective_from, grant=body.grant)
    return version_out(done)


def _declined(row: Version, viewer: Actor, answer: str) -> Version:
    contribution = queries.contribution_of(row.article)
    if contribution is None:
        raise Conflict()
    actions.decline_contribution(contribution, by=viewer, answer=answer)
    row.refresh_from_db()
    return row


class OpinionIn(Body):
    """What one thinks of a text."""

    opinion: Literal["helpful", "unhelpful", "wrong", "outdated"]
    text: Annotated[str, Field(max_length=2000)] = ""


@resource.on("POST", "/knowledge/versions/{version_id}/opinion", scope="knowledge:read", status=204)
def give_opinion(request: ApiRequest, version_id: Id, body: OpinionIn) -> None:
    """Say what one thinks of a text

    Saying it again changes one's mind.
    """
    row = access.get_version(request.viewer, version_id)
    actions.give_feedback(row, by=request.viewer, opinion=body.opinion, text=body.text, place="api")


class ChangeOut(TypedDict):
    """An announced change one has not acknowledged."""

    version_id: int
    article_id: int
    title: str
    effective_from: dt.datetime


class ChangesOut(TypedDict):
    """What is to be read, the first to take effect first."""

    changes: list[ChangeOut]


@resource.on("GET", "/knowledge/changes", scope="knowledge:read", returns=ChangesOut)
def list_unread_changes(request: ApiRequest) -> ChangesOut:
    """List the policy changes one has still to read"""
    require(request.viewer, READ)
    return {
        "changes": [
            {
                "version_id": one.version,
                "article_id": one.article,
                "title": one.title,
                "effective_from": dt.datetime.fromtimestamp(one.effective_from, dt.UTC),
            }
            for one in red_marks.unread(request.viewer)
        ]
    }


@resource.on("POST", "/knowledge/versions/{version_id}/acknowledgement", scope="knowledge:read", status=204)
def acknowledge_change(request: ApiRequest, version_id: Id) -> None:
    """Confirm that one has read and understood a change

    It has to be read first.
    """
    row = access.get_version(request.viewer, version_id)
    if queries.announcement_of(row) is None:
        raise Conflict()
    actions.acknowledge(row, by=request.viewer)


class ReaderOut(TypedDict):
    """A colleague a change concerns."""

    staff_id: int
    name: str
    opened_at: dt.datetime | None
    acknowledged_at: dt.datetime | None


class ReadersOut(TypedDict):
    """Whom a change concerns among those one leads, who has not read it first."""

    readers: list[ReaderOut]


@resource.on("GET", "/knowledge/versions/{version_id}/readers", scope="knowledge:read", returns=ReadersOut)
def list_readers(request: ApiRequest, version_id: Id) -> ReadersOut:
    """List who has read a change"""
    require(request.viewer, OVERSEE)
    row = access.get_version(request.viewer, version_id)
    if queries.announcement_of(row) is None:
        raise NotFound()
    return {
        "readers": [
            {
                "staff_id": one.staff.pk,
                "name": one.staff.name,
                "opened_at": one.opened_at,
                "acknowledged_at": one.acknowledged_at,
            }
            for one in queries.readers(request.viewer, row)
        ]
    }
