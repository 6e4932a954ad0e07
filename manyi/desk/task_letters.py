"""The mails about a task. Their subject carries a signed mark, so that an answer to them finds the task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from manyi.core.times import full, zone
from manyi.desk.models import EntryKind, Task, TaskEntry, TaskFile
from manyi.desk.task_links import link_of, mark_of
from manyi.people.letters import Letter, send
from manyi.people.models import Staff


def send_asked(task: Task, entry: TaskEntry | None = None) -> None:
    """Ask the holder; ``entry`` says why once more, or why it is his now."""
    with speaking_to(task.holder):
        who = task.asked_by.name if task.asked_by else _("The service desk")
        lines = [
            _("%(who)s asks your department (%(department)s) for something.")
            % {"who": who, "department": task.department.name},
            task.title,
            task.body,
            _said(entry) if entry is not None else "",
            "\n".join(f"· {point['text']}" for point in task.checklist),
            _files_of(task),
            _("Please answer by %(time)s.") % {"time": full(task.due_at)},
        ]
        _send_to_holder(task, _("Please help: %(title)s") % {"title": task.title}, lines)


def _said(entry: TaskEntry) -> str:
    who = entry.staff.name if entry.staff else _("The service desk")
    return "\n".join([_("%(who)s wrote:") % {"who": who}, entry.text])


def _files_of(task: Task) -> str:
    """The names of what was sent along: it is looked at on the page, where its way ends."""
    names = TaskFile.objects.filter(task=task, entry=None).order_by("pk").values_list("name", flat=True)
    return "\n".join([_("Files, on the page:"), *(f"· {name}" for name in names)]) if names else ""


def send_reason_missing(task: Task) -> None:
    """Tell the holder that his mail refused nothing."""
    with speaking_to(task.holder):
        subject = _("Not refused yet: %(title)s") % {"title": task.title}
        _send_to_holder(task, subject, [_("Your mail gives no reason. Without one the task stays with you.")])


def send_said(task: Task, entry: TaskEntry) -> None:
    """Pass on what was said to those who have not said it."""
    _send_to_asker(task, entry)
    if entry.staff_id == task.holder_id:
        return
    with speaking_to(task.holder):
        _send_to_holder(task, _("News on: %(title)s") % {"title": task.title}, [_said(entry)])


def send_settled(task: Task, entry: TaskEntry) -> None:
    """Tell who asked what came of it."""
    _send_to_asker(task, entry)


def send_withdrawn(task: Task, entry: TaskEntry) -> None:
    """Tell the holder that it is not needed any more."""
    with speaking_to(task.holder):
        letter = Letter(
            subject=_("No longer needed: %(title)s") % {"title": task.title},
            paragraphs=(_("You need not answer this any more."), entry.text),
        )
        send(task.holder.email, letter)


def send_overdue(task: Task, staff_ids: Iterable[int]) -> None:
    """Tell colleagues that nobody has answered in time."""
    for staff in Staff.objects.filter(pk__in=list(staff_ids), is_active=True).order_by("pk"):
        with speaking_to(staff):
            subject = _("Overdue: %(title)s") % {"title": task.title}
            line = _("%(holder)s (%(department)s) was to answer by %(time)s.") % {
                "holder": task.holder.name, "department": task.department.name, "time": full(task.due_at),
            }  # fmt: skip
            if staff.pk == task.holder_id:
                _send_to_holder(task, subject, [line, task.body])
            else:
                send(staff.email, Letter(subject, (line,), _("Look at the task"), _desk_address(task)))


def _send_to_holder(task: Task, subject: str, lines: list[str]) -> None:
    letter = Letter(
        subject=f"{subject} {mark_of(task)}",
        paragraphs=tuple(filter(None, lines)),
        button=_("Open and answer"),
        url=link_of(task),
        small=_(
            "You can also answer this mail: what you write finishes the task. Begin with “?” to ask back, or with"
            " “refuse:” and the reason if your department can't do it."
        ),
    )
    send(task.holder.email, letter)


def _send_to_asker(task: Task, entry: TaskEntry) -> None:
    asker = task.asked_by
    if asker is None or not asker.is_active or asker.pk == entry.staff_id:
        return
    with speaking_to(asker):
        titles = {
            EntryKind.ANSWERED: _("Answered: %(title)s"),
            EntryKind.REFUSED: _("Refused: %(title)s"),
        }
        subject = titles.get(EntryKind(entry.kind), _("News on: %(title)s")) % {"title": task.title}
        who = entry.staff.name if entry.staff else task.department.name
        lines = (_("%(who)s wrote:") % {"who": who}, entry.text)
        send(asker.email, Letter(subject, lines, _("Look at the task"), _desk_address(task)))


def _desk_address(task: Task) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse('task', args=[task.pk])}"


@contextmanager
def speaking_to(staff: Staff) -> Iterator[None]:
    """Speak a colleague's language, in his time zone."""
    with translation.override(staff.language), timezone.override(zone(staff.time_zone)):
        yield
