"""Trials of policies for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing import actions
from manyi.routing.actions.trials import RUNS
from manyi.routing.models import Trial
from manyi.routing.queries import get_queue
from manyi.routing.simulation import company, queries

resource = Resource()
RESOURCES = (("Routing trials", resource),)


class EstimateOut(TypedDict):
    """A mean, and half the width of its 95 % confidence interval; null where there is none."""

    mean: float | None
    half: float | None


class TriedPolicyOut(TypedDict):
    """One policy: shares from 0 to 1, times in seconds; ``difference`` to the first policy, on the same customers."""

    name: str
    measures: dict[str, EstimateOut]
    groups: dict[str, dict[str, EstimateOut]]
    difference: dict[str, EstimateOut]


class TrialResultOut(TypedDict):
    """What came out; ``contacts`` in each run; ``answers`` to offers as they were assumed, if any are made."""

    runs: int
    seed: int
    contacts: float
    answers: dict[str, float] | None
    policies: list[TriedPolicyOut]


class TrialOut(TypedDict):
    """A trial: ``done`` of ``total`` runs; when it has ended, a result or the problem."""

    id: int
    policies: list[str]
    queue: int | None
    days: int
    done: int
    total: int
    at: dt.datetime
    ended_at: dt.datetime | None
    problem: str
    result: TrialResultOut | None


def _trial_out(row: Trial) -> TrialOut:
    return {
        "id": row.pk,
        "policies": [str(found["name"]) for found in row.weights],
        "queue": row.queue_id,
        "days": row.days,
        "done": row.done,
        "total": row.total,
        "at": row.at,
        "ended_at": row.ended_at,
        "problem": row.problem,
        "result": row.result,
    }


class TrialIn(Body):
    """Two policies by name, ``current`` or ``fifo``, on so many of the last days, for all work or one ``queue``."""

    first: Line = "current"
    second: Line = "fifo"
    queue: Id | None = None
    days: Annotated[int, Field(ge=1, le=company.MOST_DAYS)] = 14
    runs: Annotated[int, Field(ge=2, le=200)] = RUNS


@resource.on("POST", "/routing/trials", scope="trials:write", returns=TrialOut, status=201)
def compare_routing_policies(request: ApiRequest, body: TrialIn) -> TrialOut:
    """Compare two policies on a simulated floor

    A job does it; ask for the trial until it has ended.
    """
    require(request.viewer, MANAGE_SETTINGS)
    queue_id = get_queue(body.queue).pk if body.queue else None
    first, second = (tried.weights for tried in company.policies([body.first, body.second], queue_id))
    row = actions.begin_trial(first, second, by=request.viewer, days=body.days, runs=body.runs, queue_id=queue_id)
    return _trial_out(row)


@resource.on("GET", "/routing/trials/{trial_id}", scope="trials:write", returns=TrialOut)
def get_routing_trial(request: ApiRequest, trial_id: Id) -> TrialOut:
    """Read a trial"""
    require(request.viewer, MANAGE_SETTINGS)
    return _trial_out(queries.get_trial(trial_id))
