"""Colleagues, their teams and departments, and who a token acts as."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.utils import timezone
from ninja import Query
from typing_extensions import TypedDict

from manyi.core import log
from manyi.core.actors import require
from manyi.core.rest import ApiRequest, Id, Page, PageQuery, Resource, page, place_of
from manyi.people import programs
from manyi.people.models import PresenceState, Staff
from manyi.people.permissions import SEE_STAFF

resource = Resource()
RESOURCES = (("People", resource),)
PresenceName = Literal["online", "busy", "away", "offline"]


class StaffOut(TypedDict):
    """An active colleague, with where he is now."""

    id: int
    name: str
    email: str
    role: str
    tier: Literal["", "junior", "intermediate", "senior", "super"]
    team_id: int | None
    department_id: int | None
    language: str
    presence: PresenceName
    capacity: int


def _staff_out(staff: Staff) -> StaffOut:
    presence = getattr(staff, "presence", None)
    return {
        "id": staff.pk,
        "name": staff.name,
        "email": staff.email,
        "role": staff.role.key,
        "tier": staff.tier,  # type: ignore[typeddict-item]
        "team_id": staff.team_id,
        "department_id": staff.department_id,
        "language": staff.language,
        "presence": presence.state if presence is not None else PresenceState.OFFLINE.value,  # type: ignore[typeddict-item]
        "capacity": staff.capacity,
    }


class StaffQuery(PageQuery):
    """Of one team, or all."""

    team_id: Id | None = None


@resource.on("GET", "/staff", scope="staff:read", returns=Page[StaffOut])
def list_staff(request: ApiRequest, query: Query[StaffQuery]) -> Page[StaffOut]:
    """List colleagues with their presence"""
    require(request.viewer, SEE_STAFF)
    place = place_of(query.cursor, int)
    rows = programs.staff_after(place[0] if place else 0, query.limit + 1, team_id=query.team_id)
    shown, following = page(rows, query.limit, lambda staff: (staff.pk,))
    return {"items": [_staff_out(staff) for staff in shown], "next": following}


@resource.on("GET", "/staff/{staff_id}", scope="staff:read", returns=StaffOut)
def get_staff(request: ApiRequest, staff_id: Id) -> StaffOut:
    """Read a colleague"""
    require(request.viewer, SEE_STAFF)
    return _staff_out(programs.staff_by_id(staff_id))


class TeamOut(TypedDict):
    """Agents under a leader."""

    id: int
    name: str
    department_id: int
    leader_id: int | None


class TeamsOut(TypedDict):
    """All teams."""

    teams: list[TeamOut]


@resource.on("GET", "/teams", scope="staff:read", returns=TeamsOut)
def list_teams(request: ApiRequest) -> TeamsOut:
    """List the teams"""
    require(request.viewer, SEE_STAFF)
    return {
        "teams": [
            {"id": team.pk, "name": team.name, "department_id": team.department_id, "leader_id": team.leader_id}
            for team in programs.teams()
        ]
    }


class DepartmentOut(TypedDict):
    """A unit of the company."""

    id: int
    name: str
    is_service: bool
    interface_owner_id: int | None


class DepartmentsOut(TypedDict):
    """All departments."""

    departments: list[DepartmentOut]


@resource.on("GET", "/departments", scope="staff:read", returns=DepartmentsOut)
def list_departments(request: ApiRequest) -> DepartmentsOut:
    """List the departments"""
    require(request.viewer, SEE_STAFF)
    return {
        "departments": [
            {
                "id": unit.pk,
                "name": unit.name,
                "is_service": unit.is_service,
                "interface_owner_id": unit.interface_owner_id,
            }
            for unit in programs.departments()
        ]
    }


class MeOut(TypedDict):
    """Who the token acts as, and what it may do."""

    staff_id: int
    name: str
    scopes: list[str]
    permissions: list[str]
    reach: Literal["own", "team", "department", "all"]
    team_ids: list[int]
    field_classes: list[str]


@resource.on("GET", "/me", scope="", returns=MeOut)
def get_me(request: ApiRequest) -> MeOut:
    """Read who the token acts as"""
    viewer = request.viewer
    return {
        "staff_id": viewer.as_staff,
        "name": viewer.name,
        "scopes": sorted(request.scopes),
        "permissions": sorted(viewer.permissions),
        "reach": viewer.scope.value,
        "team_ids": list(viewer.team_ids),
        "field_classes": sorted(viewer.field_classes),
    }


class HealthOut(TypedDict):
    """The installation answers; ``position`` is the newest of the event log."""

    status: Literal["ok"]
    position: int
    at: dt.datetime


@resource.on("GET", "/health", scope="", returns=HealthOut)
def get_health(request: ApiRequest) -> HealthOut:
    """Read whether the installation is well"""
    return {"status": "ok", "position": log.newest(), "at": timezone.now()}
