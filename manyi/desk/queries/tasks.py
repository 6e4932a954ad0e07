"""Tasks as the ticket, their own pages, and the customer see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy

from manyi.core.actors import Actor
from manyi.core.errors import NotFound, Text
from manyi.desk.models import Task, TaskEntry, TaskFile, TaskState, TaskTemplate, Ticket
from manyi.desk.queries.paging import Paged, by_time, newest
from manyi.desk.task_access import department_of, visible_tasks
from manyi.people.models import Department, Staff

SIDES: dict[str, Text] = {
    "mine": gettext_lazy("For me"),
    "asked": gettext_lazy("Asked by me"),
    "department": gettext_lazy("My department"),
    "all": gettext_lazy("All open"),
}


def tasks_of(ticket: Ticket) -> list[Task]:
    """All tasks of a ticket the viewer reaches, oldest first."""
    return list(Task.objects.filter(ticket=ticket).select_related("department", "holder").order_by("id"))


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with what was said on it and its files."""

    task: Task
    entries: list[TaskEntry]
    files: list[TaskFile]


def task_page(task: Task) -> TaskPage:
    """Everything the page of a task shows."""
    entries = TaskEntry.objects.filter(task=task).select_related("staff").prefetch_related("files__file")
    own = TaskFile.objects.filter(task=task, entry=None).select_related("file").order_by("id")
    return TaskPage(task, list(entries.order_by("id")), list(own))


def task_list(viewer: Actor, side: str, after: str = "") -> Paged[Task]:
    """The open tasks of one side, the most urgent first; those asked by the viewer with the settled ones of late."""
    known = visible_tasks(viewer) if side == "all" else Task.objects.all()
    known = known.select_related("ticket", "department", "holder", "asked_by")
    if side == "asked":
        return newest(known.filter(asked_by_id=viewer.as_staff), after)
    if side == "mine":
        known = known.filter(holder_id=viewer.as_staff)
    elif side == "department":
        known = known.filter(department_id=department_of(viewer) or 0)
    return by_time(known.filter(state=TaskState.OPEN), "due_at", after)


def open_task_count(viewer: Actor) -> int:
    """How many tasks wait for this colleague."""
    return Task.objects.filter(holder_id=viewer.staff_id or 0, state=TaskState.OPEN).count()


class Progress(NamedTuple):
    """What the customer reads of a task, and when it was answered."""

    words: str
    asked_at: dt.datetime
    answered_at: dt.datetime | None


def progress_of(ticket: Ticket) -> list[Progress]:
    """What other departments do for this request, in words written for the customer; nothing of what was not meant
    for him, was refused or withdrawn."""
    told = Task.objects.filter(ticket=ticket, state__in=(TaskState.OPEN, TaskState.ANSWERED)).exclude(customer_words="")
    return [Progress(task.customer_words, task.asked_at, task.settled_at) for task in told.order_by("id")]


def departments() -> list[Department]:
    """All departments with who answers for them."""
    return list(Department.objects.select_related("interface_owner").order_by("is_service", "name"))


def get_department(department_id: int) -> Department | None:
    """A department to ask, or None."""
    return Department.objects.select_related("interface_owner").filter(pk=department_id).first()


def receivers(task: Task) -> list[tuple[int, str]]:
    """Who a task may be forwarded to: the interface owners of all departments, and the task's own department."""
    owners = Staff.objects.filter(pk__in=Department.objects.values("interface_owner"), is_active=True)
    own = Staff.objects.filter(is_active=True, department_id=task.department_id)
    found = (owners | own).exclude(pk=task.holder_id).select_related("department").distinct().order_by("name")
    return [(one.pk, _label(one)) for one in found]


def _label(staff: Staff) -> str:
    if staff.department is None:
        return staff.name
    return f"{staff.name} · {staff.department.name}"


def get_receiver(task: Task, staff_id: int) -> Staff:
    """A colleague a task may be forwarded to. Raises :class:`NotFound`."""
    if staff_id not in {pk for pk, _name in receivers(task)}:
        raise NotFound()
    return Staff.objects.select_related("team").get(pk=staff_id)


def task_templates(*, only_active: bool = False) -> list[TaskTemplate]:
    """The templates, by department."""
    found = TaskTemplate.objects.select_related("department").order_by("department__name", "id")
    return list(found.filter(is_active=True) if only_active else found)


def get_task_template(template_id: int) -> TaskTemplate:
    """A template. Raises :class:`NotFound`."""
    found = TaskTemplate.objects.select_related("department__interface_owner").filter(pk=template_id).first()
    if found is None:
        raise NotFound()
    return found
