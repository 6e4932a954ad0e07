"""Who reaches which task: who sees its ticket, who holds it, who asked, and the department it is asked of."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from manyi.core.actors import Actor, ActorKind
from manyi.core.errors import NotFound
from manyi.desk.access import may_see, reaching
from manyi.desk.models import Task, TaskFile
from manyi.people.models import Staff


def department_of(viewer: Actor) -> int | None:
    """The department a colleague belongs to, by himself or by his team."""
    found = Staff.objects.filter(pk=viewer.staff_id or 0).values_list("department_id", "team__department_id").first()
    return (found[0] or found[1]) if found else None


def may_answer(viewer: Actor, task: Task) -> bool:
    """Whether a colleague answers for the receiving side: the holder, or anybody of the department."""
    if viewer.kind is ActorKind.SYSTEM:
        return True
    if viewer.staff_id is None:
        return False
    return viewer.staff_id == task.holder_id or department_of(viewer) == task.department_id


def may_see_task(viewer: Actor, task: Task) -> bool:
    """Whether a colleague reaches a task; customers never do."""
    if viewer.kind is ActorKind.CUSTOMER:
        return False
    return viewer.staff_id == task.asked_by_id or may_see(viewer, task.ticket) or may_answer(viewer, task)


def get_task(viewer: Actor, task_id: int) -> Task:
    """A task by its id. Raises :class:`NotFound` when it is not there or not for this person."""
    rows = Task.objects.select_related("ticket", "department", "holder", "asked_by")
    found = rows.filter(pk=task_id).first()
    if found is None or not may_see_task(viewer, found):
        raise NotFound()
    return found


def get_task_file(task: Task, file_id: int) -> TaskFile:
    """A file of a task the viewer reaches. Raises :class:`NotFound`."""
    found = TaskFile.objects.select_related("file").filter(pk=file_id, task=task).first()
    if found is None:
        raise NotFound()
    return found


def visible_tasks(viewer: Actor) -> QuerySet[Task]:
    """All tasks a colleague reaches."""
    if not viewer.is_staff:
        return Task.objects.none()
    reached = reaching(viewer, "ticket__")
    if not reached:
        return Task.objects.all()
    own = Q(holder_id=viewer.id) | Q(asked_by_id=viewer.id) | Q(department_id=department_of(viewer) or 0)
    return Task.objects.filter(own | reached)
