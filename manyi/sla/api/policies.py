"""Policies: for which tickets, what is promised, whom to warn, and the ladder."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource
from manyi.desk.api.conditions import Conditions, conditions_out, read_conditions
from manyi.desk.api.shapes import STATUSES
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.sla import actions, queries, rules
from manyi.sla.api.calendars import Names, names_of
from manyi.sla.models import Policy
from manyi.sla.setup import read_policy

resource = Resource()
KindName = Literal["first", "next", "resolution", "task", "step"]
Pause = Literal["pending", "hold"]
Seconds = Annotated[int, Field(ge=0, le=365 * 24 * 3600)]
People = Annotated[list[Line], Field(max_length=20, description="assignee, owner, leader, role:KEY or staff:ID")]


class Target(Body):
    """Seconds of working time, and the states in which the clock stands still."""

    seconds: Seconds
    pauses: Annotated[list[Pause], Field(max_length=2)] = []


class Warnings(Body):
    """At which percent of a target whom to warn."""

    shares: Annotated[list[Annotated[int, Field(ge=1, le=99)]], Field(max_length=10)] = []
    notify: People = ["assignee"]
    mail: bool = False


class Step(Body):
    """A step of the ladder, seconds of working time after the breach; ``assign`` may also be ``queue``."""

    after: Seconds = 0
    notify: People = []
    mail: bool = False
    raise_priority: bool = False
    assign: Line = ""


class PolicyIn(Body):
    """A policy as a whole."""

    names: Names
    is_active: bool = True
    calendar: Id | None = None
    conditions: Conditions = Conditions()
    targets: Annotated[dict[KindName, Target], Field(min_length=1)]
    warnings: Warnings = Warnings()
    ladder: Annotated[list[Step], Field(max_length=10)] = []
    reopening: Literal["continue", "restart"] = "continue"


class PolicyOut(PolicyIn):
    """A policy with its id and version."""

    id: int
    version: int


class PoliciesOut(TypedDict):
    """All policies, in the order in which they are asked."""

    policies: list[PolicyOut]


def _policy_out(row: Policy) -> PolicyOut:
    policy = read_policy(row)
    terms = policy.terms
    out = {
        "id": row.pk,
        "version": row.version,
        "names": row.names,
        "is_active": row.is_active,
        "calendar": row.calendar_id,
        "conditions": conditions_out(policy.conditions),
        "targets": {
            kind: {"seconds": target.seconds, "pauses": [STATUSES[value] for value in sorted(target.pauses)]}
            for kind, target in terms.targets.items()
        },
        "warnings": _plain(terms.warnings, rules.Warnings()),
        "ladder": [_plain(step, rules.Step()) for step in terms.ladder],
        "reopening": terms.reopening,
    }
    return out  # type: ignore[return-value]  # written as JSON at once


def _plain(value: msgspec.Struct, empty: msgspec.Struct) -> dict[str, object]:
    """All fields, also those that have their default."""
    return {name: getattr(value, name) for name in empty.__struct_fields__}


@resource.on("GET", "/sla/policies", scope="sla:read", returns=PoliciesOut)
def list_sla_policies(request: ApiRequest) -> PoliciesOut:
    """List the policies"""
    return {"policies": [_policy_out(row) for row in queries.policies()]}


@resource.on("POST", "/sla/policies", scope="sla:write", returns=PolicyOut, status=201)
def add_sla_policy(request: ApiRequest, body: PolicyIn) -> PolicyOut:
    """Add a policy at the end of the order"""
    return _save(request, None, body)


@resource.on("PUT", "/sla/policies/{policy_id}", scope="sla:write", returns=PolicyOut)
def change_sla_policy(request: ApiRequest, policy_id: Id, body: PolicyIn) -> PolicyOut:
    """Make a new version of a policy

    The clocks of open tickets are computed anew by a job; what they had used is kept.
    """
    return _save(request, queries.get_policy(policy_id), body)


@resource.on("DELETE", "/sla/policies/{policy_id}", scope="sla:write", status=204)
def delete_sla_policy(request: ApiRequest, policy_id: Id) -> None:
    """Remove a policy"""
    actions.delete_policy(queries.get_policy(policy_id), by=request.viewer)


class OrderIn(Body):
    """Policies by id, the first to be asked first; those left out follow in the order they had."""

    policies: Annotated[list[Id], Field(max_length=1000)]


@resource.on("PUT", "/sla/policy-order", scope="sla:write", returns=PoliciesOut)
def order_sla_policies(request: ApiRequest, body: OrderIn) -> PoliciesOut:
    """Put the policies in order"""
    actions.order_policies(body.policies, by=request.viewer)
    return list_sla_policies(request)


def _save(request: ApiRequest, row: Policy | None, body: PolicyIn) -> PolicyOut:
    require(request.viewer, MANAGE_SETTINGS)
    terms = rules.Terms(
        {
            kind: rules.Target(target.seconds, frozenset(STATUSES.index(name) for name in target.pauses))
            for kind, target in body.targets.items()
        },
        warnings=msgspec.convert(body.warnings.model_dump(), rules.Warnings),
        ladder=tuple(msgspec.convert(step.model_dump(), rules.Step) for step in body.ladder),
        reopening=body.reopening,
    )
    return _policy_out(
        actions.save_policy(
            row,
            by=request.viewer,
            names=names_of(body.names),
            conditions=read_conditions(body.conditions),
            terms=terms,
            calendar=queries.get_calendar(body.calendar) if body.calendar else None,
            is_active=body.is_active,
        )
    )
