"""Tasks for other departments: asked, read, answered, refused, forwarded, withdrawn."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import Actor
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, Text
from manyi.desk import access, actions, queries
from manyi.desk.models import Task
from manyi.desk.queries import programs
from manyi.desk.task_access import get_task

resource = Resource()
TaskStateName = Literal["open", "answered", "refused", "withdrawn"]


class PointOut(TypedDict):
    """A point of the checklist."""

    text: str
    done: bool


class EntryOut(TypedDict):
    """One thing said on a task, or the reason of a step."""

    id: int
    kind: str
    staff_id: int | None
    text: str
    at: dt.datetime


class TaskOut(TypedDict):
    """Part of a ticket given to a department. ``due_at`` is when the answer is due."""

    id: int
    ticket: str
    title: str
    body: str
    department_id: int
    holder_id: int
    asked_by_id: int | None
    state: TaskStateName
    is_required: bool
    customer_words: str
    checklist: list[PointOut]
    asked_at: dt.datetime
    due_at: dt.datetime
    settled_at: dt.datetime | None


class TaskWithEntries(TaskOut):
    """A task with what was said on it."""

    entries: list[EntryOut]


class TasksOut(TypedDict):
    """All tasks of a ticket, oldest first."""

    tasks: list[TaskOut]


def task_out(task: Task) -> TaskOut:
    """A task as programs see it."""
    return {
        "id": task.pk,
        "ticket": task.ticket.number,
        "title": task.title,
        "body": task.body,
        "department_id": task.department_id,
        "holder_id": task.holder_id,
        "asked_by_id": task.asked_by_id,
        "state": task.state,  # type: ignore[typeddict-item]
        "is_required": task.is_required,
        "customer_words": task.customer_words,
        "checklist": task.checklist,
        "asked_at": task.asked_at,
        "due_at": task.due_at,
        "settled_at": task.settled_at,
    }


@resource.on("GET", "/tickets/{number}/tasks", scope="tickets:read", returns=TasksOut)
def list_tasks(request: ApiRequest, number: str) -> TasksOut:
    """List what other departments are asked for on a ticket"""
    return {"tasks": [task_out(task) for task in queries.tasks_of(access.get_ticket(request.viewer, number))]}


class TaskIn(Body):
    """What is asked, of which department. ``template_id`` names the template it was made from."""

    title: Annotated[Line, Field(min_length=1)]
    department_id: Id
    body: Text = ""
    checklist: Annotated[list[Line], Field(max_length=50)] = []
    hours: Annotated[int, Field(ge=1, le=2000)] = 8
    is_required: bool = True
    customer_words: Line = ""
    template_id: Id | None = None


@resource.on("POST", "/tickets/{number}/tasks", scope="tickets:write", returns=TaskOut, status=201)
def ask_department(request: ApiRequest, number: str, body: TaskIn) -> TaskOut:
    """Ask a department for something

    Its interface owner gets a mail and may answer from there. Answers 422 when nobody answers for the department.
    """
    ticket = access.get_ticket(request.viewer, number)
    values = body.model_dump(exclude={"department_id", "template_id"})
    template = queries.get_task_template(body.template_id) if body.template_id else None
    department = queries.get_department(body.department_id)
    task = actions.ask_department(ticket, by=request.viewer, department=department, template=template, **values)
    return task_out(task)


@resource.on("GET", "/tasks/{task_id}", scope="tickets:read", returns=TaskWithEntries)
def get_one_task(request: ApiRequest, task_id: Id) -> TaskWithEntries:
    """Read a task with what was said on it"""
    return _with_entries(request.viewer, task_id)


def _with_entries(viewer: Actor, task_id: int) -> TaskWithEntries:
    page = queries.task_page(get_task(viewer, task_id))
    entries: list[EntryOut] = [
        {"id": one.pk, "kind": one.kind, "staff_id": one.staff_id, "text": one.text, "at": one.at}
        for one in page.entries
    ]
    return {**task_out(page.task), "entries": entries}


class AnswerIn(Body):
    """What came of it."""

    text: Annotated[Text, Field(min_length=1)]


class WhyIn(Body):
    """The reason, for the other side."""

    reason: Annotated[Text, Field(min_length=1)]


class ForwardIn(WhyIn):
    """Who shall answer instead, and why."""

    staff_id: Id


@resource.on("POST", "/tasks/{task_id}/entries", scope="tickets:write", returns=TaskWithEntries, status=201)
def say_on_task(request: ApiRequest, task_id: Id, body: AnswerIn) -> TaskWithEntries:
    """Say something on a task without settling it"""
    actions.say_on_task(get_task(request.viewer, task_id), by=request.viewer, text=body.text)
    return _with_entries(request.viewer, task_id)


@resource.on("POST", "/tasks/{task_id}/answer", scope="tickets:write", returns=TaskOut)
def answer_task(request: ApiRequest, task_id: Id, body: AnswerIn) -> TaskOut:
    """Answer a task

    For its holder and his department. Answers 409 for one that is settled otherwise.
    """
    return task_out(actions.answer_task(get_task(request.viewer, task_id), by=request.viewer, text=body.text))


@resource.on("POST", "/tasks/{task_id}/refusal", scope="tickets:write", returns=TaskOut)
def refuse_task(request: ApiRequest, task_id: Id, body: WhyIn) -> TaskOut:
    """Refuse a task

    A required task keeps its ticket waiting until it is withdrawn or asked again.
    """
    return task_out(actions.refuse_task(get_task(request.viewer, task_id), by=request.viewer, reason=body.reason))


@resource.on("POST", "/tasks/{task_id}/forwarding", scope="tickets:write", returns=TaskOut)
def forward_task(request: ApiRequest, task_id: Id, body: ForwardIn) -> TaskOut:
    """Forward a task to a colleague who can answer it"""
    task = get_task(request.viewer, task_id)
    to = programs.colleague(body.staff_id)
    return task_out(actions.forward_task(task, by=request.viewer, to=to, reason=body.reason))


@resource.on("POST", "/tasks/{task_id}/withdrawal", scope="tickets:write", returns=TaskOut)
def withdraw_task(request: ApiRequest, task_id: Id, body: WhyIn) -> TaskOut:
    """Withdraw a task that is not needed any more"""
    return task_out(actions.withdraw_task(get_task(request.viewer, task_id), by=request.viewer, reason=body.reason))
