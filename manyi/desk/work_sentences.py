"""How the events of the work around a ticket read in its timeline."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.desk import work_events as e
from manyi.desk.timeline import Names, says


@says(e.TaskAsked)
def asked(payload: e.TaskAsked, names: Names) -> str:
    return _("asked %(who)s: “%(task)s”") % {"who": names.name(payload.holder), "task": payload.title}


@says(e.TaskSaid)
def said(payload: e.TaskSaid, names: Names) -> str:
    return _("wrote on the task “%(task)s”") % {"task": payload.title}


@says(e.TaskAnswered)
def answered(payload: e.TaskAnswered, names: Names) -> str:
    text = _("answered the task “%(task)s” late") if payload.is_late else _("answered the task “%(task)s”")
    return text % {"task": payload.title}


@says(e.TaskRefused)
def refused(payload: e.TaskRefused, names: Names) -> str:
    return _("refused the task “%(task)s”: %(reason)s") % {
        "task": payload.title, "reason": payload.reason[:120],
    }  # fmt: skip


@says(e.TaskForwarded)
def forwarded(payload: e.TaskForwarded, names: Names) -> str:
    return _("forwarded the task “%(task)s” to %(who)s: %(reason)s") % {
        "task": payload.title, "who": names.name(payload.new), "reason": payload.reason[:120],
    }  # fmt: skip


@says(e.TaskWithdrawn)
def withdrawn(payload: e.TaskWithdrawn, names: Names) -> str:
    return _("withdrew the task “%(task)s”: %(reason)s") % {
        "task": payload.title, "reason": payload.reason[:120],
    }  # fmt: skip


@says(e.TaskAskedAgain)
def asked_again(payload: e.TaskAskedAgain, names: Names) -> str:
    return _("asked again for “%(task)s”: %(reason)s") % {
        "task": payload.title, "reason": payload.reason[:120],
    }  # fmt: skip


@says(e.TaskOverdue)
def overdue(payload: e.TaskOverdue, names: Names) -> str:
    told = _(", ").join(filter(None, (names.name(pk) for pk in payload.told)))
    return _("task “%(task)s” is overdue; told %(who)s") % {"task": payload.title, "who": told}
