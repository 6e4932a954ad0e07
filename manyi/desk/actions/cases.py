"""Cases: opened on a ticket, planned over departments, told to the customer in one voice, closed with a result."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotAllowed, NotFound
from manyi.core.rows import update
from manyi.desk.actions.locking import change, locked
from manyi.desk.actions.messages import note, reply
from manyi.desk.actions.relations import link_tickets
from manyi.desk.actions.tasks import LONGEST_HOURS, ask_department
from manyi.desk.models import Case, CaseStep, Message, Task, TaskState, Ticket
from manyi.desk.permissions import COORDINATE
from manyi.desk.work_events import CaseClosed, CaseOpened, CasePlanned, CoordinatorChanged
from manyi.people.access import actor_of
from manyi.people.models import Department, Staff


@action
def open_case(
    ticket: Ticket, *, by: Actor, goal: str, coordinator: Staff | None = None, others: Iterable[Ticket] = ()
) -> Case:
    """Make a ticket a case with one coordinator (by default who opens it). Open already: that case is returned.

    ``others`` are tickets of the same customer; they are linked. Raises :class:`Invalid` for somebody else's.
    """
    require(by, COORDINATE)
    ticket = locked(ticket)
    known = Case.objects.filter(ticket=ticket, closed_at=None).first()
    if known is not None:
        return known
    if not goal.strip():
        raise Invalid(fields={"goal": _("Say what the case is to reach.")})
    belonging = list(others)
    if any(other.customer_id != ticket.customer_id or other.pk == ticket.pk for other in belonging):
        raise Invalid(fields={"others": _("Only other tickets of the same customer belong to a case.")})
    lead = coordinator or Staff.objects.get(pk=by.as_staff)
    case = Case.objects.create(ticket=ticket, coordinator=lead, goal=goal.strip()[:4000], opened_at=now())
    case.others.set(belonging)
    for other in belonging:
        link_tickets(ticket, other, by=by)
    change(ticket)
    record(CaseOpened(case=case.pk, coordinator=lead.pk), by=by, ticket=ticket)
    return case


@action
def change_coordinator(case: Case, *, by: Actor, to: Staff, reason: str) -> Case:
    """Give a case to another coordinator; needs a reason."""
    ticket, case = _locked(case, by)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Say why.")})
    if to.pk == case.coordinator_id or not to.is_active:
        return case
    old = case.coordinator_id
    update(case, coordinator_id=to.pk)
    change(ticket)
    record(CoordinatorChanged(case=case.pk, old=old, new=to.pk, reason=reason.strip()[:300]), by=by, ticket=ticket)
    return case


@action
def plan_step(
    case: Case,
    *,
    by: Actor,
    title: str,
    department: Department | None,
    body: str = "",
    hours: int = 8,
    customer_words: str = "",
    after: CaseStep | None = None,
) -> CaseStep:
    """Add a step to the plan. Without ``after`` it begins at once, else when that one's task is answered."""
    ticket, case = _locked(case, by)
    title = " ".join(title.split())[:200]
    wrong = {}
    if not title:
        wrong["title"] = _("Say in a few words what is needed.")
    if department is None:
        wrong["department"] = _("Choose a department.")
    if not 1 <= hours <= LONGEST_HOURS:
        wrong["hours"] = _("Enter between 1 and %(most)d hours.") % {"most": LONGEST_HOURS}
    if after is not None and after.case_id != case.pk:
        wrong["after"] = _("Choose a step of this plan.")
    if wrong or department is None:
        raise Invalid(fields=wrong)
    step = CaseStep.objects.create(
        case=case,
        rank=case.steps.count(),
        title=title,
        body=body.strip(),
        department=department,
        hours=hours,
        customer_words=customer_words.strip()[:200],
        after=after,
    )
    change(ticket)
    record(CasePlanned(case=case.pk, step=step.pk, title=title), by=by, ticket=ticket)
    if after is None or CaseStep.objects.filter(pk=after.pk, task__state=TaskState.ANSWERED).exists():
        _begin(ticket, step, by=by)
    return step


@action
def remove_step(step: CaseStep, *, by: Actor) -> None:
    """Take a step out of the plan that has not begun; what waited for it waits for what it waited for."""
    ticket, _case = _locked(step.case, by)
    fresh = CaseStep.objects.filter(pk=step.pk).first()
    if fresh is None:
        return
    if fresh.task_id is not None:
        raise Conflict(_("This step has begun: withdraw its task instead."))
    CaseStep.objects.filter(after=fresh).update(after=fresh.after)
    fresh.delete()
    change(ticket)


@action
def tell_customer(case: Case, *, by: Actor, text: str) -> Message:
    """The one message to the customer, on the case's ticket; the other tickets get a note that says where it went."""
    ticket, case = _locked(case, by)
    sent = reply(ticket, by=by, text=text, then="open")
    for other in case.others.filter(merged_into=None):
        note(other, by=by, text=_("Answered in the case, on #%(number)s:\n%(text)s") % {
            "number": ticket.number, "text": text,
        })  # fmt: skip
    return sent


@action
def close_case(case: Case, *, by: Actor, result: str) -> Case:
    """End a case with its result. Raises :class:`Conflict` while its tasks are open."""
    ticket, case = _locked(case, by, even_closed=True)
    if not case.is_open:
        return case
    if not result.strip():
        raise Invalid(fields={"result": _("Say what came of it.")})
    if CaseStep.objects.filter(case=case, task__state=TaskState.OPEN).exists():
        raise Conflict(_("Some tasks of the plan are still open: wait for them, or withdraw them."))
    update(case, closed_at=now(), result=result.strip()[:8000])
    change(ticket)
    record(CaseClosed(case=case.pk), by=by, ticket=ticket)
    return case


def begin_following(task_id: int, ticket: Ticket) -> None:
    """A task of a plan is answered: what waited for it begins, asked by the coordinator. Inside that action.

    What can't begin (nobody answers for the department any more) stays in the plan and never refuses the answer.
    """
    waiting = CaseStep.objects.filter(after__task_id=task_id, task=None, case__closed_at=None)
    if not ticket.is_open:
        return
    for step in waiting.select_related("case__coordinator__role").order_by("rank", "id"):
        try:
            _begin(ticket, step, by=actor_of(step.case.coordinator))
        except (Invalid, NotAllowed):
            continue


def _begin(ticket: Ticket, step: CaseStep, *, by: Actor) -> Task:
    department = Department.objects.select_related("interface_owner").get(pk=step.department_id)
    task = ask_department(
        ticket,
        by=by,
        department=department,
        title=step.title,
        body=step.body,
        hours=step.hours,
        customer_words=step.customer_words,
    )
    update(step, task_id=task.pk)
    return task


def _locked(case: Case, by: Actor, *, even_closed: bool = False) -> tuple[Ticket, Case]:
    """The case as it is now, under the lock of its ticket, for its coordinator and those who may coordinate."""
    ticket = locked(case.ticket)
    fresh = Case.objects.filter(pk=case.pk).first()
    if fresh is None:
        raise NotFound()
    if by.staff_id != fresh.coordinator_id and not by.can(COORDINATE):
        raise NotAllowed()
    if not fresh.is_open and not even_closed:
        raise Conflict(_("This case is closed."))
    return ticket, fresh
