"""What seems best to do next on a ticket: a few plain rules, each saying why. Pure; nothing is done by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from manyi.core.times import full

SOON = dt.timedelta(minutes=60)
PRESSING = dt.timedelta(minutes=30)
SILENT = dt.timedelta(days=3)
MOST = 2


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task as the rules see it."""

    title: str
    department: str
    state: str
    is_required: bool
    due_at: dt.datetime
    settled_at: dt.datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class Situation:
    """How a ticket stands. ``answered_at`` is when the customer last heard from us, ``due_at`` when he must."""

    now: dt.datetime
    is_assigned: bool
    is_pending: bool
    waiting_since: dt.datetime | None
    due_at: dt.datetime | None
    answered_at: dt.datetime | None
    mood: str = "calm"
    promises: Sequence[tuple[str, dt.datetime]] = ()
    tasks: Sequence[TaskState] = ()
    decisions: Sequence[tuple[str, dt.datetime]] = ()
    step: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """One suggestion with its reason. ``deed`` is what its button does: reply, take, solve, or "" with ``url``."""

    text: str
    why: str
    deed: str = ""
    url: str = ""


def next_steps(found: Situation) -> list[NextStep]:
    """The most pressing first, at most two."""
    every = (_promises, _refusals, _answer, _news, _overdue, _procedure, _nobody, _silence, _solve)
    steps = [step for rule in every for step in rule(found)]
    return steps[:MOST]


def _promises(found: Situation) -> Iterator[NextStep]:
    for text, due in sorted(found.promises, key=lambda one: one[1]):
        if due <= found.now + SOON:
            why = _("It was promised until %(time)s.") % {"time": full(due)}
            yield NextStep(_("Keep the promise: %(text)s") % {"text": text}, why, "reply")


def _refusals(found: Situation) -> Iterator[NextStep]:
    for task in found.tasks:
        if task.state == "refused" and task.is_required:
            text = _("Settle it with %(department)s: %(task)s") % {"department": task.department, "task": task.title}
            yield NextStep(text, _("They refused, and the ticket waits for it."), url=task.url)


def _answer(found: Situation) -> Iterator[NextStep]:
    if found.waiting_since is None:
        return
    if found.due_at is not None and found.due_at <= found.now + PRESSING:
        why = _("The answer is due at %(time)s.") % {"time": full(found.due_at)}
        if found.due_at <= found.now:
            why = _("The answer was due at %(time)s.") % {"time": full(found.due_at)}
        yield NextStep(_("Answer now, if only with where it stands"), why, "reply")
    elif found.mood == "angry":
        yield NextStep(_("Begin by saying that you understand"), _("The customer sounds angry."), "reply")


def _news(found: Situation) -> Iterator[NextStep]:
    heard = found.answered_at
    for task in found.tasks:
        if task.state == "answered" and task.settled_at and (heard is None or task.settled_at > heard):
            why = _("%(department)s has answered since the customer last heard from us.") % {
                "department": task.department
            }
            yield NextStep(_("Tell the customer: %(task)s") % {"task": task.title}, why, "reply")
    for what, at in found.decisions:
        if heard is None or at > heard:
            why = _("It was decided since the customer last heard from us.")
            yield NextStep(_("Tell the customer: %(task)s") % {"task": what}, why, "reply")


def _overdue(found: Situation) -> Iterator[NextStep]:
    for task in found.tasks:
        if task.state == "open" and task.due_at <= found.now:
            text = _("Ask %(department)s what holds it up: %(task)s") % {
                "department": task.department, "task": task.title,
            }  # fmt: skip
            yield NextStep(text, _("Their answer was due at %(time)s.") % {"time": full(task.due_at)}, url=task.url)


def _procedure(found: Situation) -> Iterator[NextStep]:
    if found.step:
        yield NextStep(_("Go on with the procedure: %(step)s") % {"step": found.step}, _("It is the step to do now."))


def _nobody(found: Situation) -> Iterator[NextStep]:
    if not found.is_assigned:
        yield NextStep(_("Take it"), _("Nobody works on it yet."), "take")


def _silence(found: Situation) -> Iterator[NextStep]:
    if found.is_pending and found.answered_at is not None and found.answered_at <= found.now - SILENT:
        days = (found.now - found.answered_at).days
        why = _("The customer has been silent for %(days)d days.") % {"days": days}
        yield NextStep(_("Ask once more, or propose the solution"), why, "reply")


def _solve(found: Situation) -> Iterator[NextStep]:
    is_quiet = found.waiting_since is None and not found.is_pending and found.is_assigned
    is_done = bool(found.tasks) and all(task.state in ("answered", "withdrawn") for task in found.tasks)
    if is_quiet and is_done and found.answered_at is not None:
        yield NextStep(_("Propose the solution"), _("All departments have answered and nobody waits."), "solve")
