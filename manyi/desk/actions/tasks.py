"""Tasks for other departments: asked, answered, refused, forwarded, withdrawn; and told when they are overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from manyi.core import files
from manyi.core.actions import action, at_end, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from manyi.core.rows import read, update
from manyi.desk import task_letters
from manyi.desk.actions.locking import change, locked
from manyi.desk.models import EntryKind, Task, TaskEntry, TaskFile, TaskState, TaskTemplate, Ticket
from manyi.desk.permissions import ASK
from manyi.desk.task_access import may_answer
from manyi.desk.work_events import (
    TaskAnswered,
    TaskAsked,
    TaskAskedAgain,
    TaskChecked,
    TaskForwarded,
    TaskOverdue,
    TaskRefused,
    TaskSaid,
    TaskWithdrawn,
)
from manyi.people.models import Department, Staff, Team

DEFAULT_HOURS = 8
LONGEST_HOURS = 2000
SECOND_CALL = dt.timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it comes from a form, a mail or a program; a mail's text shows it by its ``content_id``."""

    name: str
    content: bytes
    media_type: str = ""
    content_id: str = ""


@action
def ask_department(
    ticket: Ticket,
    *,
    by: Actor,
    department: Department | None,
    title: str,
    body: str = "",
    checklist: Iterable[str] = (),
    hours: int = DEFAULT_HOURS,
    is_required: bool = True,
    customer_words: str = "",
    template: TaskTemplate | None = None,
    uploads: Iterable[Upload] = (),
) -> Task:
    """Ask a department for something; its interface owner gets a mail and answers from there.

    ``hours`` are working hours where a working calendar is kept, else hours. Raises :class:`Invalid` without a title
    or for a department nobody answers for, :class:`Conflict` on settled tickets.
    """
    require(by, ASK)
    ticket = locked(ticket)
    if not ticket.is_open:
        raise Conflict(_("Reopen the ticket first."))
    department, holder, title = _asked_of(department, title, hours)
    task = Task.objects.create(
        ticket=ticket,
        template=template,
        department=department,
        holder=holder,
        asked_by_id=by.staff_id,
        title=title,
        body=body.strip(),
        checklist=[{"text": point.strip()[:200], "done": False} for point in checklist if point.strip()],
        customer_words=customer_words.strip()[:200],
        is_required=is_required,
        seconds=hours * 3600,
        asked_at=now(),
        due_at=now() + dt.timedelta(hours=hours),
        escalates_at=now() + dt.timedelta(hours=hours),
    )
    _attach(task, None, uploads)
    change(ticket)
    event = TaskAsked(task=task.pk, title=task.title, department=department.pk, holder=holder.pk, seconds=task.seconds,
                      is_required=is_required)  # fmt: skip
    record(event, by=by, ticket=ticket)
    _ask_holder(task)
    return task


def _ask_holder(task: Task, entry: TaskEntry | None = None) -> None:
    """By mail, at the end of the action: only then the app that keeps working time has said when it is due."""
    at_end(lambda: task_letters.send_asked(_fresh(task), entry))


def _asked_of(department: Department | None, title: str, hours: int) -> tuple[Department, Staff, str]:
    wrong: dict[str, str] = {}
    title = " ".join(title.split())[:200]
    holder = department.interface_owner if department is not None else None
    if not title:
        wrong["title"] = _("Say in a few words what is needed.")
    if department is None:
        wrong["department"] = _("Choose a department.")
    elif holder is None or not holder.is_active:
        wrong["department"] = _("Nobody answers for this department yet: it needs an interface owner.")
    if not 1 <= hours <= LONGEST_HOURS:
        wrong["hours"] = _("Enter between 1 and %(most)d hours.") % {"most": LONGEST_HOURS}
    if wrong or department is None or holder is None:
        raise Invalid(fields=wrong)
    return department, holder, title


@action
def say_on_task(
    task: Task, *, by: Actor, text: str, uploads: Iterable[Upload] = (), external_id: str | None = None
) -> TaskEntry:
    """Say something on a task without settling it. The other side gets it by mail."""
    ticket, task = _locked(task)
    known = _known(external_id)
    if known is not None:
        return known
    files_given = list(uploads)
    _require_words(text, files_given)
    entry = _enter(task, EntryKind.SAID, text, by=by, uploads=files_given, external_id=external_id)
    change(ticket)
    record(TaskSaid(task=task.pk, title=task.title, entry=entry.pk), by=by, ticket=ticket)
    task_letters.send_said(task, entry)
    return entry


@action
def check_point(task: Task, *, by: Actor, place: int, done: bool) -> Task:
    """Tick a point of the checklist, or untick it. The same again changes nothing."""
    ticket, task = _locked(task)
    _require_answerer(task, by)
    _require_open(task)
    if not 0 <= place < len(task.checklist):
        raise NotFound()
    if task.checklist[place]["done"] == done:
        return task
    points = [{**point, "done": done} if spot == place else point for spot, point in enumerate(task.checklist)]
    update(task, checklist=points)
    change(ticket)
    count = sum(1 for point in points if point["done"])
    record(TaskChecked(task=task.pk, title=task.title, done=count, of=len(points)), by=by, ticket=ticket)
    return task


@action
def answer_task(
    task: Task, *, by: Actor, text: str, uploads: Iterable[Upload] = (), external_id: str | None = None
) -> Task:
    """Say that it is done, and what came of it. Settled already changes nothing."""
    ticket, task = _locked(task)
    if _known(external_id) is not None or task.state == TaskState.ANSWERED:
        return task
    _require_answerer(task, by)
    _require_open(task)
    files_given = list(uploads)
    _require_words(text, files_given)
    entry = _enter(task, EntryKind.ANSWERED, text, by=by, uploads=files_given, external_id=external_id)
    is_late = now() > task.due_at
    _settle(ticket, task, TaskState.ANSWERED)
    record(TaskAnswered(task=task.pk, title=task.title, entry=entry.pk, is_late=is_late), by=by, ticket=ticket)
    task_letters.send_settled(task, entry)
    return task


@action
def refuse_task(task: Task, *, by: Actor, reason: str, external_id: str | None = None) -> Task:
    """Say that the department won't do it, and why. A required task keeps the ticket waiting until it is withdrawn."""
    ticket, task = _locked(task)
    if _known(external_id) is not None or task.state == TaskState.REFUSED:
        return task
    _require_answerer(task, by)
    _require_open(task)
    entry = _enter(task, EntryKind.REFUSED, _reason(reason), by=by, external_id=external_id)
    _settle(ticket, task, TaskState.REFUSED)
    record(TaskRefused(task=task.pk, title=task.title, reason=entry.text), by=by, ticket=ticket)
    task_letters.send_settled(task, entry)
    return task


@action
def forward_task(task: Task, *, by: Actor, to: Staff, reason: str) -> Task:
    """Give a task to somebody who can answer it, with the reason; his department answers for it from now on.

    For the receiving side, and for those who may ask. The clock goes on.
    """
    ticket, task = _locked(task)
    if not may_answer(by, task):
        require(by, ASK)
    _require_open(task)
    reason = _reason(reason)
    if not to.is_active:
        raise Invalid(fields={"to": _("This colleague no longer works here.")})
    if to.pk == task.holder_id:
        return task
    old = task.holder_id
    department_id = to.department_id or (to.team.department_id if to.team else None) or task.department_id
    entry = _enter(task, EntryKind.FORWARDED, reason, by=by)
    update(task, holder_id=to.pk, department_id=department_id)
    change(ticket)
    event = TaskForwarded(task=task.pk, title=task.title, old=old, new=to.pk, department=department_id, reason=reason)
    record(event, by=by, ticket=ticket)
    _ask_holder(task, entry)
    return task


@action
def withdraw_task(task: Task, *, by: Actor, reason: str) -> Task:
    """It is not needed any more; the holder is told. An answered task stays answered."""
    require(by, ASK)
    ticket, task = _locked(task)
    if task.state in (TaskState.WITHDRAWN, TaskState.ANSWERED):
        return task
    entry = _enter(task, EntryKind.WITHDRAWN, _reason(reason), by=by)
    was_open = task.is_open
    _settle(ticket, task, TaskState.WITHDRAWN)
    record(TaskWithdrawn(task=task.pk, title=task.title, reason=entry.text), by=by, ticket=ticket)
    if was_open:
        task_letters.send_withdrawn(task, entry)
    return task


@action
def ask_again(task: Task, *, by: Actor, reason: str) -> Task:
    """The answer does not do, or the refusal can't stand: ask the same holder again, with the whole time anew."""
    require(by, ASK)
    ticket, task = _locked(task)
    if task.is_open:
        return task
    if not ticket.is_open:
        raise Conflict(_("Reopen the ticket first."))
    entry = _enter(task, EntryKind.ASKED_AGAIN, _reason(reason), by=by)
    due = now() + dt.timedelta(seconds=task.seconds)
    update(task, state=TaskState.OPEN.value, settled_at=None, due_at=due, escalates_at=due, escalated=0)
    change(ticket)
    record(
        TaskAskedAgain(task=task.pk, title=task.title, seconds=task.seconds, reason=entry.text), by=by, ticket=ticket
    )
    _ask_holder(task, entry)
    return task


@action
def set_task_due(task_id: int, due_at: dt.datetime, *, by: Actor) -> None:
    """Say when a task's answer is due, for the app that keeps working time; overdue calls follow. Not an event."""
    task = read(Task, id=task_id)
    if task is not None and task.is_open and task.due_at != due_at:
        later = {"escalates_at": due_at} if task.escalated == 0 else {}
        update(task, due_at=due_at, **later)


def blocking_tasks(ticket: Ticket) -> list[Task]:
    """Required tasks nobody has answered or withdrawn: while there are any, the ticket is not solved."""
    waiting = (TaskState.OPEN, TaskState.REFUSED)
    return list(Task.objects.filter(ticket=ticket, is_required=True, state__in=waiting).order_by("id"))


def withdraw_open_tasks(ticket: Ticket, *, by: Actor) -> None:
    """The ticket is closed: nobody needs the answers any more. Inside an action, the ticket locked."""
    for task in Task.objects.filter(ticket=ticket, state=TaskState.OPEN).select_related("department", "holder"):
        entry = _enter(task, EntryKind.WITHDRAWN, _("The ticket is closed."), by=by)
        update(task, state=TaskState.WITHDRAWN.value, settled_at=now(), escalates_at=None)
        record(TaskWithdrawn(task=task.pk, title=task.title, reason=entry.text), by=by, ticket=ticket)
        task_letters.send_withdrawn(task, entry)


def escalate_overdue(limit: int = 100) -> int:
    """Tell those concerned of tasks whose time is over, each in its own transaction; returns how many those were."""
    due = Task.objects.filter(escalates_at__lte=now()).order_by("escalates_at").select_related("ticket")[:limit]
    found = list(due)
    for task in found:
        _escalate(task)
    return len(found)


@action
def _escalate(task: Task) -> None:
    """First the holder and who asked, some hours later the leader too."""
    ticket, task = _locked(task)
    if not task.is_open or task.escalates_at is None or task.escalates_at > now():
        return
    step = task.escalated + 1
    told = [task.holder_id, task.asked_by_id or ticket.owner_id]
    if step > 1:
        told += [Team.objects.filter(pk=ticket.team_id or 0).values_list("leader_id", flat=True).first()]
    ids = list(dict.fromkeys(pk for pk in told if pk))
    update(task, escalated=step, escalates_at=now() + SECOND_CALL if step == 1 else None)
    change(ticket)
    record(TaskOverdue(task=task.pk, title=task.title, step=step, told=ids), by=SYSTEM, ticket=ticket)
    task_letters.send_overdue(task, ids)


def _locked(task: Task) -> tuple[Ticket, Task]:
    """The task as it is now, under the lock of its ticket."""
    ticket = locked(task.ticket)
    fresh = _fresh(task)
    fresh.ticket = ticket
    return ticket, fresh


def _fresh(task: Task) -> Task:
    found = Task.objects.select_related("ticket", "department", "holder", "asked_by").filter(pk=task.pk).first()
    if found is None:
        raise NotFound()
    return found


def _require_answerer(task: Task, by: Actor) -> None:
    if not may_answer(by, task):
        raise NotAllowed()


def _require_open(task: Task) -> None:
    if not task.is_open:
        raise Conflict(_("This task is settled already: %(state)s.") % {"state": TaskState(task.state).label})


def _require_words(text: str, uploads: list[Upload]) -> None:
    if not text.strip() and not uploads:
        raise Invalid(fields={"text": _("There is nothing to send yet.")})


def _reason(text: str) -> str:
    text = text.strip()[:2000]
    if not text:
        raise Invalid(fields={"reason": _("Say why.")})
    return text


def _known(external_id: str | None) -> TaskEntry | None:
    return TaskEntry.objects.filter(external_id=external_id).first() if external_id else None


def _enter(
    task: Task, kind: EntryKind, text: str, *, by: Actor, uploads: Iterable[Upload] = (), external_id: str | None = None
) -> TaskEntry:
    entry = TaskEntry.objects.create(
        task=task, kind=kind, staff_id=by.staff_id, text=text.strip()[:100_000], at=now(), external_id=external_id
    )
    _attach(task, entry, uploads)
    return entry


def _attach(task: Task, entry: TaskEntry | None, uploads: Iterable[Upload]) -> None:
    for upload in uploads:
        stored = files.store(upload.content, claimed_type=upload.media_type)
        name = (upload.name.replace("\\", "/").rsplit("/", 1)[-1] or "file")[:200]
        TaskFile.objects.create(task=task, entry=entry, file=stored, name=name)


def _settle(ticket: Ticket, task: Task, state: TaskState) -> None:
    values: dict[str, Any] = {"state": state.value, "settled_at": now(), "escalates_at": None}
    update(task, **values)
    change(ticket)
