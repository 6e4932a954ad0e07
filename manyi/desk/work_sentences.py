"""How the events of the work around a ticket read in its timeline."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from manyi.core.times import full
from manyi.desk import work_events as e
from manyi.desk.models import VisitOutcome
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


@says(e.PromiseMade)
def promised(payload: e.PromiseMade, names: Names) -> str:
    due = full(dt.datetime.fromtimestamp(payload.due, dt.UTC))
    return _("promised until %(time)s: %(text)s") % {"time": due, "text": payload.text[:120]}


@says(e.PromiseKept)
def kept(payload: e.PromiseKept, names: Names) -> str:
    text = _("kept a promise late: %(text)s") if payload.is_late else _("kept a promise: %(text)s")
    return text % {"text": payload.text[:120]}


@says(e.PromiseDropped)
def dropped(payload: e.PromiseDropped, names: Names) -> str:
    return _("a promise is no longer needed: %(text)s") % {"text": payload.text[:120]}


@says(e.PromiseMissed)
def missed(payload: e.PromiseMissed, names: Names) -> str:
    return _("a promise of %(who)s was not kept in time: %(text)s") % {
        "who": names.name(payload.staff), "text": payload.text[:120],
    }  # fmt: skip


@says(e.VisitPlanned)
def visit_planned(payload: e.VisitPlanned, names: Names) -> str:
    due = full(dt.datetime.fromtimestamp(payload.due, dt.UTC))
    return _("return visit planned for %(time)s, %(who)s") % {
        "time": due,
        "who": names.name(payload.staff) or _("anybody"),
    }


@says(e.VisitDone)
def visit_done(payload: e.VisitDone, names: Names) -> str:
    if payload.again:
        return _("return visit: not reached, will be tried again")
    return _("return visit: %(outcome)s") % {"outcome": VisitOutcome(payload.outcome).label}


@says(e.TicketRepeated)
def repeated(payload: e.TicketRepeated, names: Names) -> str:
    return _("the customer came again about #%(number)s") % {"number": payload.number}


@says(e.WorkTakenOver)
def taken_over(payload: e.WorkTakenOver, names: Names) -> str:
    return _("took over from %(who)s") % {"who": names.name(payload.old)}


@says(e.ApprovalAsked)
def approval_asked(payload: e.ApprovalAsked, names: Names) -> str:
    values = {"what": payload.what, "amount": payload.amount, "who": names.name(payload.approver)}
    if payload.approver is None:
        return _("%(what)s, %(amount)s: within one's own authority") % values
    return _("asked %(who)s to approve: %(what)s, %(amount)s") % values


@says(e.ApprovalDecided)
def approval_decided(payload: e.ApprovalDecided, names: Names) -> str:
    text = _("approved: %(what)s") if payload.approved else _("refused: %(what)s")
    return text % {"what": payload.what}


@says(e.CaseOpened)
def case_opened(payload: e.CaseOpened, names: Names) -> str:
    return _("opened a case; %(who)s coordinates it") % {"who": names.name(payload.coordinator)}


@says(e.CasePlanned)
def case_planned(payload: e.CasePlanned, names: Names) -> str:
    return _("planned “%(title)s”") % {"title": payload.title}


@says(e.CoordinatorChanged)
def coordinator_changed(payload: e.CoordinatorChanged, names: Names) -> str:
    return _("%(who)s coordinates the case from now on: %(reason)s") % {
        "who": names.name(payload.new), "reason": payload.reason,
    }  # fmt: skip


@says(e.CaseClosed)
def case_closed(payload: e.CaseClosed, names: Names) -> str:
    return _("closed the case")


@says(e.SopStarted)
def sop_started(payload: e.SopStarted, names: Names) -> str:
    return _("began the procedure “%(name)s”") % {"name": payload.name}


@says(e.SopStepDone)
def sop_step_done(payload: e.SopStepDone, names: Names) -> str:
    if payload.deviation:
        values = {"title": payload.title, "reason": payload.deviation[:120]}
        return _("left the procedure at “%(title)s”: %(reason)s") % values
    text = _("did the step “%(title)s” late") if payload.is_late else _("did the step “%(title)s”")
    return text % {"title": payload.title}


@says(e.SopStepLate)
def sop_step_late(payload: e.SopStepLate, names: Names) -> str:
    return _("the step “%(title)s” takes longer than it may") % {"title": payload.title}


@says(e.SopEnded)
def sop_ended(payload: e.SopEnded, names: Names) -> str:
    return _("finished the procedure “%(name)s”") % {"name": payload.name} if payload.how == "done" else ""
