"""Rush mode: playbooks, starting and ending it, what it brought."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource
from manyi.desk.api.conditions import Conditions, conditions_out, read_conditions
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing import actions, queries, setup
from manyi.routing.actions.playbooks import LONGEST, LONGEST_ANSWER, MOST_CAPACITY
from manyi.routing.api.setup import Ids, Names
from manyi.routing.models import Playbook, Rush
from manyi.routing.permissions import SEE_FLOOR
from manyi.routing.queries import Period
from manyi.routing.rush import Plan
from manyi.routing.rush import Trigger as TriggerValue

resource = Resource()
Count = Annotated[int, Field(ge=0, le=100_000)]
Seconds = Annotated[int, Field(ge=0, le=LONGEST)]
Texts = dict[Literal["zh-hans", "en"], Annotated[str, Field(max_length=LONGEST_ANSWER)]]


class RushTrigger(Body):
    """It begins when so many wait, one waits so many seconds, or so many arrived within 15 minutes; 0: not asked. Only
    tickets for which ``conditions`` hold are counted."""

    waiting: Count = 0
    longest: Seconds = 0
    arrivals: Count = 0
    conditions: Conditions = Conditions()


class PlaybookIn(Body):
    """What changes in rush mode, in seconds and percent; see the settings page.

    ``queues`` are those it is for (0: the one for the rest), all when empty; ``teams`` are borrowed.
    """

    names: Names
    is_active: bool = True
    queues: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=200)] = []
    trigger: RushTrigger = RushTrigger()
    policy: Id | None = None
    capacity: Annotated[int, Field(ge=100, le=MOST_CAPACITY)] = 100
    teams: Ids = []
    short_forms: bool = False
    banner: Texts = {}
    answer: Texts = {}
    at_most: Annotated[int, Field(ge=60, le=LONGEST)] = 7200
    calm_waiting: Count = 2
    calm_for: Seconds = 600


class PlaybookOut(PlaybookIn):
    """A playbook in its newest version."""

    id: int
    version: int


class PlaybooksOut(TypedDict):
    """All playbooks, those in use first."""

    playbooks: list[PlaybookOut]


def _playbook(row: Playbook) -> PlaybookOut:
    plan = setup.read_plan(row.plan)
    out: dict[str, Any] = {
        "id": row.pk,
        "version": row.version,
        "names": row.names,
        "is_active": row.is_active,
        "queues": sorted(plan.queues),
        "trigger": {
            "waiting": plan.trigger.waiting,
            "longest": plan.trigger.longest,
            "arrivals": plan.trigger.arrivals,
            "conditions": conditions_out(plan.trigger.conditions),
        },
        "policy": plan.policy,
        "capacity": plan.capacity,
        "teams": sorted(plan.teams),
        "short_forms": plan.short_forms,
        "banner": plan.banner,
        "answer": plan.answer,
        "at_most": plan.at_most,
        "calm_waiting": plan.calm_waiting,
        "calm_for": plan.calm_for,
    }
    return out  # type: ignore[return-value]  # written as JSON at once


@resource.on("GET", "/routing/playbooks", scope="routing:read", returns=PlaybooksOut)
def list_playbooks(request: ApiRequest) -> PlaybooksOut:
    """List the playbooks for rush mode"""
    return {"playbooks": [_playbook(row) for row in queries.playbooks()]}


@resource.on("POST", "/routing/playbooks", scope="routing:write", returns=PlaybookOut, status=201)
def add_playbook(request: ApiRequest, body: PlaybookIn) -> PlaybookOut:
    """Add a playbook"""
    return _save(request, None, body)


@resource.on("PUT", "/routing/playbooks/{playbook_id}", scope="routing:write", returns=PlaybookOut)
def change_playbook(request: ApiRequest, playbook_id: Id, body: PlaybookIn) -> PlaybookOut:
    """Make a new version of a playbook

    A rush that is on keeps the version it began with.
    """
    return _save(request, queries.get_playbook(playbook_id), body)


@resource.on("DELETE", "/routing/playbooks/{playbook_id}", scope="routing:write", status=204)
def delete_playbook(request: ApiRequest, playbook_id: Id) -> None:
    """Remove a playbook

    Answers 409 while a queue is served by it.
    """
    actions.delete_playbook(queries.get_playbook(playbook_id), by=request.viewer)


def _save(request: ApiRequest, row: Playbook | None, body: PlaybookIn) -> PlaybookOut:
    require(request.viewer, MANAGE_SETTINGS)
    asked = body.trigger
    plan = Plan(
        queues=frozenset(body.queues),
        trigger=TriggerValue(asked.waiting, asked.longest, asked.arrivals, read_conditions(asked.conditions)),
        policy=queries.get_policy(body.policy).pk if body.policy else None,
        capacity=body.capacity,
        teams=frozenset(team.pk for team in queries.teams(body.teams)),
        short_forms=body.short_forms,
        banner={str(code): text for code, text in body.banner.items()},
        answer={str(code): text for code, text in body.answer.items()},
        at_most=body.at_most,
        calm_waiting=body.calm_waiting,
        calm_for=body.calm_for,
    )
    names = {str(code): name for code, name in body.names.items()}
    return _playbook(actions.save_playbook(row, by=request.viewer, names=names, plan=plan, is_active=body.is_active))


class RushOut(TypedDict):
    """A rush: on until ``ended_at``. ``staff`` started it, null: it began by itself, for the limits ``reached``."""

    id: int
    queue: int | None
    playbook: int | None
    version: int
    staff: int | None
    reached: list[Literal["waiting", "longest", "arrivals"]]
    started_at: dt.datetime
    ends_at: dt.datetime
    ended_at: dt.datetime | None
    end: Literal["", "time", "calm", "hand", "gone"]


class RushesOut(TypedDict):
    """Rushes, the newest first."""

    rushes: list[RushOut]


def _rush(row: Rush) -> RushOut:
    return {
        "id": row.pk,
        "queue": row.queue_id,
        "playbook": row.playbook_id,
        "version": row.version,
        "staff": row.by_staff_id,
        "reached": row.why["reached"],
        "started_at": row.started_at,
        "ends_at": row.ends_at,
        "ended_at": row.ended_at,
        "end": row.end,  # type: ignore[typeddict-item]
    }


@resource.on("GET", "/rushes", scope="floor:read", returns=RushesOut)
def list_rushes(request: ApiRequest) -> RushesOut:
    """List the rushes, also those that are on"""
    require(request.viewer, SEE_FLOOR)
    return {"rushes": [_rush(row) for row in queries.rushes()]}


class RushIn(Body):
    """A queue (null: the one for the rest) and the playbook it is served by."""

    queue: Id | None = None
    playbook: Id


@resource.on("POST", "/rushes", scope="floor:write", returns=RushOut, status=201)
def start_rush(request: ApiRequest, body: RushIn) -> RushOut:
    """Start rush mode on a queue

    A queue in rush mode stays as it is. Answers 409 for a playbook that is not for this queue.
    """
    return _rush(actions.start_rush(body.queue, queries.get_playbook(body.playbook), by=request.viewer))


@resource.on("POST", "/rushes/{rush_id}/ending", scope="floor:write", returns=RushOut)
def end_rush(request: ApiRequest, rush_id: Id) -> RushOut:
    """End rush mode"""
    return _rush(actions.end_rush(queries.get_rush(rush_id), by=request.viewer))


class PeriodOut(TypedDict):
    """What happened in a time; waits in seconds, ``kept`` percent within the service level."""

    arrivals: int
    answered: int
    left: int
    median: float | None
    ninetieth: float | None
    longest: float | None
    kept: int | None


class HelperOut(TypedDict):
    """A colleague who was given work of the queue."""

    name: Line
    team: Line
    given: int
    is_borrowed: bool


class RushReportOut(TypedDict):
    """What a rush brought, beside as long a time before it; ``incomplete`` are tickets that lack required fields."""

    rush: RushOut
    before: PeriodOut
    during: PeriodOut
    helpers: list[HelperOut]
    incomplete: list[str]


def _period(found: Period) -> PeriodOut:
    return {
        "arrivals": found.arrivals,
        "answered": found.answered,
        "left": found.left,
        "median": found.median,
        "ninetieth": found.ninetieth,
        "longest": found.longest,
        "kept": found.kept,
    }


@resource.on("GET", "/rushes/{rush_id}/report", scope="floor:read", returns=RushReportOut)
def get_rush_report(request: ApiRequest, rush_id: Id) -> RushReportOut:
    """Read what a rush brought"""
    require(request.viewer, SEE_FLOOR)
    found = queries.report(queries.get_rush(rush_id))
    return {
        "rush": _rush(found.rush),
        "before": _period(found.before),
        "during": _period(found.during),
        "helpers": [
            {"name": one.name, "team": one.team, "given": one.given, "is_borrowed": one.is_borrowed}
            for one in found.helpers
        ],
        "incomplete": [ticket.number for ticket in found.incomplete],
    }
