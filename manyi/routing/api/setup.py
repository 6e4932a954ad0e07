"""Queues, weights and what colleagues can do."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource
from manyi.desk.api.conditions import Conditions, conditions_out, read_conditions
from manyi.people.permissions import MANAGE_SETTINGS, MANAGE_STAFF
from manyi.routing import actions, queries
from manyi.routing.models import Queue
from manyi.routing.queues import Overflow, Terms
from manyi.sla.queries import get_calendar

resource = Resource()
Names = dict[Literal["zh-hans", "en"], Annotated[Line, Field(max_length=80)]]
Ids = Annotated[list[Id], Field(max_length=200)]
Week = 7 * 24 * 3600
Points = Annotated[float, Field(ge=0, le=1e6)]
Level = Annotated[int, Field(ge=1, le=5)]


class SkillNeed(Body):
    """A skill and its least level."""

    skill: Id
    level: Level


class OverflowStep(Body):
    """After so many seconds of waiting others serve too."""

    after: Annotated[int, Field(ge=1, le=Week)]
    teams: Ids = []
    any_team: bool = False
    any_tier: bool = False
    any_skill: bool = False


class QueueIn(Body):
    """A queue as a whole; without ``teams`` the ticket's own team serves it, without ``calendar`` in its hours.

    ``offers`` are the seconds to accept, 0: given at once. The service level is ``share`` percent within ``within``
    seconds.
    """

    names: Names
    is_active: bool = True
    conditions: Conditions = Conditions()
    teams: Ids = []
    policy: Id | None = None
    calendar: Id | None = None
    skills: Annotated[list[SkillNeed], Field(max_length=20)] = []
    speaks: bool = True
    tiers: bool = True
    post: Id | None = None
    overflow: Annotated[list[OverflowStep], Field(max_length=10)] = []
    offers: Annotated[int, Field(ge=0, le=600)] = 0
    share: Annotated[int, Field(ge=1, le=100)] = 80
    within: Annotated[int, Field(ge=1, le=Week)] = 300


class QueueOut(QueueIn):
    """A queue with how much waits in it, and how right the estimates told to customers were: of ``judged`` ones
    ``kept`` percent were not exceeded, their median error is ``error`` seconds."""

    id: int
    version: int
    waiting: int
    judged: int
    kept: int
    error: float


class QueuesOut(TypedDict):
    """All queues, in the order in which they are asked."""

    queues: list[QueueOut]


def _queue(one: queries.Listed) -> QueueOut:
    terms = one.queue.terms
    out: dict[str, Any] = {
        "id": one.row.pk,
        "version": one.row.version,
        "names": one.row.names,
        "is_active": one.row.is_active,
        "conditions": conditions_out(one.queue.conditions),
        "teams": sorted(one.queue.teams),
        "policy": one.row.policy_id,
        "calendar": one.row.calendar_id,
        "skills": [{"skill": pk, "level": level} for pk, level in sorted(terms.skills.items())],
        "speaks": terms.speaks,
        "tiers": terms.tiers,
        "post": terms.post,
        "overflow": [
            {
                "after": step.after,
                "teams": sorted(step.teams),
                "any_team": step.any_team,
                "any_tier": step.any_tier,
                "any_skill": step.any_skill,
            }
            for step in terms.overflow
        ],
        "offers": terms.offers,
        "share": terms.share,
        "within": terms.within,
        "waiting": one.waiting,
        "judged": one.accuracy.judged,
        "kept": one.accuracy.within,
        "error": one.accuracy.error,
    }
    return out  # type: ignore[return-value]  # written as JSON at once


@resource.on("GET", "/routing/queues", scope="routing:read", returns=QueuesOut)
def list_queues(request: ApiRequest) -> QueuesOut:
    """List the queues with what waits in them"""
    return {"queues": [_queue(one) for one in queries.queues()]}


@resource.on("POST", "/routing/queues", scope="routing:write", returns=QueueOut, status=201)
def add_queue(request: ApiRequest, body: QueueIn) -> QueueOut:
    """Add a queue at the end of the order"""
    return _save(request, None, body)


@resource.on("PUT", "/routing/queues/{queue_id}", scope="routing:write", returns=QueueOut)
def change_queue(request: ApiRequest, queue_id: Id, body: QueueIn) -> QueueOut:
    """Make a new version of a queue"""
    return _save(request, queries.get_queue(queue_id), body)


@resource.on("DELETE", "/routing/queues/{queue_id}", scope="routing:write", status=204)
def delete_queue(request: ApiRequest, queue_id: Id) -> None:
    """Remove a queue"""
    actions.delete_queue(queries.get_queue(queue_id), by=request.viewer)


def _save(request: ApiRequest, row: Queue | None, body: QueueIn) -> QueueOut:
    require(request.viewer, MANAGE_SETTINGS)
    terms = Terms(
        skills={need.skill: need.level for need in body.skills},
        speaks=body.speaks,
        tiers=body.tiers,
        post=queries.get_post(body.post).pk if body.post else None,
        overflow=tuple(
            Overflow(step.after, frozenset(step.teams), step.any_team, step.any_tier, step.any_skill)
            for step in body.overflow
        ),
        offers=body.offers,
        share=body.share,
        within=body.within,
    )
    saved = actions.save_queue(
        row,
        by=request.viewer,
        names={str(code): name for code, name in body.names.items()},
        conditions=read_conditions(body.conditions),
        terms=terms,
        teams=queries.teams(body.teams),
        policy=queries.get_policy(body.policy) if body.policy else None,
        calendar_id=get_calendar(body.calendar).pk if body.calendar else None,
        is_active=body.is_active,
    )
    return _queue(next(one for one in queries.queues() if one.row.pk == saved.pk))


class QueueOrderIn(Body):
    """Queues by id, the first to be asked first; those left out follow in the order they had."""

    queues: Annotated[list[Id], Field(max_length=1000)]


@resource.on("PUT", "/routing/queue-order", scope="routing:write", returns=QueuesOut)
def order_queues(request: ApiRequest, body: QueueOrderIn) -> QueuesOut:
    """Put the queues in order"""
    actions.order_queues(body.queues, by=request.viewer)
    return list_queues(request)


class WeightsIn(Body):
    """What counts how much, in points; see the settings page for what each multiplies."""

    waiting: Points = 1.0
    vip: Points = 15.0
    classes: Annotated[dict[Literal["A", "B", "C"], Points], Field(max_length=3)] = {}
    urgency: Points = 10.0
    slack_from: Points = 30.0
    slack: Points = 2.0
    owner: Points = 40.0
    last_agent: Points = 30.0
    expert: Points = 25.0
    skill: Points = 3.0
    tier: Points = 4.0
    load: Points = 20.0
    fairness: Points = 2.0
    idle: Points = 0.1
    cost: Points = 5.0
    is_default: bool = False


class WeightsOut(TypedDict):
    """Weights in force under a name."""

    id: int
    name: str
    version: int
    is_default: bool
    values: dict[str, Any]


class AllWeightsOut(TypedDict):
    """All weights, the default ones first."""

    weights: list[WeightsOut]


@resource.on("GET", "/routing/weights", scope="routing:read", returns=AllWeightsOut)
def list_weights(request: ApiRequest) -> AllWeightsOut:
    """List the weights"""
    return {
        "weights": [
            {
                "id": row.pk,
                "name": row.name,
                "version": row.version,
                "is_default": row.is_default,
                "values": row.values,
            }
            for row in queries.policies()
        ]
    }


@resource.on("PUT", "/routing/weights/{name}", scope="routing:write", returns=AllWeightsOut)
def save_weights(request: ApiRequest, name: Annotated[Line, Field(max_length=40)], body: WeightsIn) -> AllWeightsOut:
    """Add weights, or make a new version"""
    values = body.model_dump(exclude={"is_default"})
    actions.save_weights(name, values, by=request.viewer, is_default=body.is_default)
    return list_weights(request)


class AbilitiesIn(Body):
    """What a colleague can do; without ``languages`` that of the company, without ``channels`` all of them."""

    skills: Annotated[list[SkillNeed], Field(max_length=100)] = []
    languages: Annotated[list[Annotated[Line, Field(max_length=10)]], Field(max_length=20)] = []
    channels: Annotated[list[Annotated[Line, Field(max_length=10)]], Field(max_length=20)] = []
    post: Id | None = None
    cost: Annotated[float, Field(ge=0, le=100)] = 1.0


class AgentOut(TypedDict):
    """A colleague with what he can do; ``skills`` by id with their level."""

    staff: int
    skills: dict[str, int]
    languages: list[str]
    channels: list[str]
    post: int | None
    cost: float
    capacity: int


class AgentsOut(TypedDict):
    """Colleagues of the teams that serve customers."""

    agents: list[AgentOut]


def _agent(one: queries.Ability) -> AgentOut:
    return {
        "staff": one.staff.pk,
        "skills": {str(pk): level for pk, level in sorted(one.skills.items())},
        "languages": one.languages,
        "channels": one.channels,
        "post": one.post.pk if one.post else None,
        "cost": one.cost,
        "capacity": one.staff.capacity,
    }


@resource.on("GET", "/routing/agents", scope="routing:read", returns=AgentsOut)
def list_routing_agents(request: ApiRequest) -> AgentsOut:
    """List what colleagues can do"""
    return {"agents": [_agent(one) for one in queries.abilities()]}


@resource.on("PUT", "/routing/agents/{staff_id}", scope="routing:write", returns=AgentOut)
def save_routing_agent(request: ApiRequest, staff_id: Id, body: AbilitiesIn) -> AgentOut:
    """Say what a colleague can do"""
    require(request.viewer, MANAGE_STAFF)
    staff = queries.get_agent(staff_id)
    actions.save_abilities(
        staff,
        by=request.viewer,
        skills={need.skill: need.level for need in body.skills},
        languages=body.languages,
        channels=body.channels,
        post=queries.get_post(body.post) if body.post else None,
        cost=body.cost,
    )
    return _agent(queries.ability_of(staff))
