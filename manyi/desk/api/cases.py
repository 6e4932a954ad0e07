"""Cases: opened, planned, told to the customer, handed on and closed, for programs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import require
from manyi.core.rest import ApiRequest, Body, Id, Line, Page, PageQuery, Resource, Text, cursor_of, place_of
from manyi.desk import access, queries
from manyi.desk.actions import cases as actions
from manyi.desk.api.shapes import MessageOut, message_out
from manyi.desk.models import Case, CaseStep
from manyi.desk.permissions import SEE
from manyi.desk.queries import cases as asked
from manyi.desk.queries import programs

resource = Resource()


class CaseStepOut(TypedDict):
    """One step of the plan; ``task_id`` is set once it has begun."""

    id: int
    title: str
    department_id: int
    hours: int
    after_id: int | None
    task_id: int | None


class CaseOut(TypedDict):
    """A complex matter around one ticket; ``others`` are tickets of the same customer that belong to it."""

    id: int
    ticket: str
    others: list[str]
    coordinator_id: int
    goal: str
    result: str
    opened_at: dt.datetime
    closed_at: dt.datetime | None


class CaseWithSteps(CaseOut):
    """A case with its plan."""

    steps: list[CaseStepOut]


def _case(case: Case, others: list[str]) -> CaseOut:
    return {
        "id": case.pk,
        "ticket": case.ticket.number,
        "others": others,
        "coordinator_id": case.coordinator_id,
        "goal": case.goal,
        "result": case.result,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
    }


def _step(step: CaseStep) -> CaseStepOut:
    return {
        "id": step.pk,
        "title": step.title,
        "department_id": step.department_id,
        "hours": step.hours,
        "after_id": step.after_id,
        "task_id": step.task_id,
    }


def _whole(request: ApiRequest, case: Case) -> CaseWithSteps:
    page = asked.case_page(request.viewer, asked.get_case(request.viewer, case.pk))
    out = _case(page.case, [other.number for other in page.others])
    return {**out, "steps": [_step(step) for step in page.steps]}


class CaseQuery(PageQuery):
    """Which cases: the token's colleague's own that run, all in reach that run, or those that are closed."""

    side: Literal["mine", "open", "closed"] = "open"


@resource.on("GET", "/cases", scope="tickets:read", returns=Page[CaseOut])
def list_cases(request: ApiRequest, query: Query[CaseQuery]) -> Page[CaseOut]:
    """List cases, newest first"""
    require(request.viewer, SEE)
    place = place_of(query.cursor, int)
    found = asked.case_list(request.viewer, side=query.side, after=str(place[0]) if place else "", limit=query.limit)
    others = asked.others_of(request.viewer, found.rows)
    items = [_case(case, others[case.pk]) for case in found.rows]
    return {"items": items, "next": cursor_of(int(found.after)) if found.after else None}


@resource.on("GET", "/cases/{case_id}", scope="tickets:read", returns=CaseWithSteps)
def get_case(request: ApiRequest, case_id: Id) -> CaseWithSteps:
    """Read a case with its plan"""
    return _whole(request, asked.get_case(request.viewer, case_id))


class CaseIn(Body):
    """What the case is to reach, who coordinates it (by default the token's colleague), which tickets belong to it."""

    goal: Annotated[Text, Field(min_length=1)]
    coordinator_id: Id | None = None
    others: Annotated[list[Line], Field(max_length=20)] = []


@resource.on("POST", "/tickets/{number}/case", scope="tickets:write", returns=CaseWithSteps, status=201)
def open_case(request: ApiRequest, number: str, body: CaseIn) -> CaseWithSteps:
    """Make a ticket a case

    Open already: that case is returned. Answers 422 for tickets of another customer.
    """
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    others = [access.get_ticket(viewer, other) for other in body.others]
    lead = programs.colleague(body.coordinator_id, "coordinator_id") if body.coordinator_id is not None else None
    return _whole(request, actions.open_case(ticket, by=viewer, goal=body.goal, coordinator=lead, others=others))


class CaseStepIn(Body):
    """What which department does; with ``after_id`` it begins when that step's task is answered."""

    title: Annotated[Line, Field(min_length=1)]
    department_id: Id
    body: Text = ""
    hours: Annotated[int, Field(ge=1, le=2000)] = 8
    customer_words: Line = ""
    after_id: Id | None = None


@resource.on("POST", "/cases/{case_id}/steps", scope="tickets:write", returns=CaseStepOut, status=201)
def plan_case_step(request: ApiRequest, case_id: Id, body: CaseStepIn) -> CaseStepOut:
    """Add a step to the plan of a case"""
    case = asked.get_case(request.viewer, case_id)
    after = asked.get_case_step(case, body.after_id) if body.after_id is not None else None
    step = actions.plan_step(
        case, by=request.viewer, title=body.title, department=queries.get_department(body.department_id),
        body=body.body, hours=body.hours, customer_words=body.customer_words, after=after,
    )  # fmt: skip
    return _step(step)


@resource.on("DELETE", "/cases/{case_id}/steps/{step_id}", scope="tickets:write", status=204)
def remove_case_step(request: ApiRequest, case_id: Id, step_id: Id) -> None:
    """Take a step out of the plan that has not begun"""
    step = asked.get_case_step(asked.get_case(request.viewer, case_id), step_id)
    actions.remove_step(step, by=request.viewer)


class CaseMessageIn(Body):
    """The one message to the customer."""

    text: Annotated[Text, Field(min_length=1)]


@resource.on("POST", "/cases/{case_id}/messages", scope="messages:write", returns=MessageOut, status=201)
def tell_customer(request: ApiRequest, case_id: Id, body: CaseMessageIn) -> MessageOut:
    """Tell the customer how the case stands

    It goes out on the case's ticket; the other tickets get a note that says so.
    """
    case = asked.get_case(request.viewer, case_id)
    return message_out(actions.tell_customer(case, by=request.viewer, text=body.text), case.ticket)


class CoordinatorIn(Body):
    """Who shall coordinate it, and why."""

    staff_id: Id
    reason: Annotated[Line, Field(min_length=1)]


@resource.on("PUT", "/cases/{case_id}/coordinator", scope="tickets:write", returns=CaseWithSteps)
def change_coordinator(request: ApiRequest, case_id: Id, body: CoordinatorIn) -> CaseWithSteps:
    """Give a case to another coordinator"""
    case = asked.get_case(request.viewer, case_id)
    to = programs.colleague(body.staff_id)
    return _whole(request, actions.change_coordinator(case, by=request.viewer, to=to, reason=body.reason))


class CaseResultIn(Body):
    """What came of it."""

    result: Annotated[Text, Field(min_length=1)]


@resource.on("POST", "/cases/{case_id}/closure", scope="tickets:write", returns=CaseWithSteps)
def close_case(request: ApiRequest, case_id: Id, body: CaseResultIn) -> CaseWithSteps:
    """Close a case with its result

    Answers 409 while tasks of its plan are open.
    """
    case = asked.get_case(request.viewer, case_id)
    return _whole(request, actions.close_case(case, by=request.viewer, result=body.result))
