"""Procedures on tickets: begun, taken step by step, left another way with a reason, ended; and drafted, published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.core.i18n import label
from manyi.core.rows import update
from manyi.desk import sop_library, sop_steps
from manyi.desk.actions.changing import change_ticket, set_tags
from manyi.desk.actions.lifecycle import set_status
from manyi.desk.actions.locking import change, locked
from manyi.desk.actions.saving import named
from manyi.desk.actions.tasks import ask_department
from manyi.desk.models import RunState, Sop, SopRun, SopStep, SopVersion, TaskTemplate, Ticket, TicketTag
from manyi.desk.permissions import EDIT, REPLY
from manyi.desk.sop_steps import Step, step_of
from manyi.desk.work_events import SopEnded, SopPublished, SopStarted, SopStepDone, SopStepLate
from manyi.people.permissions import MANAGE_SETTINGS


@action
def start_sop(ticket: Ticket, sop: Sop, *, by: Actor) -> SopRun:
    """Begin a procedure in its version in force. Running already: that run is returned."""
    require(by, REPLY)
    ticket = locked(ticket)
    version = SopVersion.objects.filter(sop=sop, number=sop.version).first()
    if version is None or not sop.is_active:
        raise Conflict(_("This procedure is not in use."))
    known = SopRun.objects.filter(ticket=ticket, version__sop=sop, state=RunState.RUNNING).first()
    if known is not None:
        return known
    if not ticket.is_open:
        raise Conflict(_("Reopen the ticket first."))
    first = sop_steps.decode(version.steps)[0]
    run = SopRun.objects.create(
        ticket=ticket, version=version, step=first.key, started_at=now(), step_at=now(), step_due_at=_due(first)
    )
    change(ticket)
    record(SopStarted(run=run.pk, name=str(sop), version=version.number), by=by, ticket=ticket)
    return run


@action
def do_step(run: SopRun, *, by: Actor, step: str, data: Mapping[str, Any]) -> SopRun:
    """Write down what a step asks for and go on as it says; the step's task and action follow by themselves.

    Raises :class:`Invalid` naming fields, :class:`Conflict` when the run has moved on meanwhile.
    """
    require(by, REPLY)
    ticket, run, steps = _locked(run, step)
    here = _step(steps, step)
    clean, wrong = sop_steps.clean(here, data)
    if wrong:
        words = {"missing": _("Please fill this in."), "kind": _("This does not fit here.")}
        raise Invalid(fields={name: words[why] for name, why in wrong.items()})
    everything = {**run.data, **clean}
    to = sop_steps.following(here, everything)
    _leave(ticket, run, here, to, by=by, data=clean)
    _follow(ticket, here, by=by)
    return run


@action
def deviate(run: SopRun, *, by: Actor, step: str, to: str, reason: str) -> SopRun:
    """Go on with another step than the procedure says, with the reason; an empty ``to`` ends it here."""
    require(by, REPLY)
    ticket, run, steps = _locked(run, step)
    here = _step(steps, step)
    reason = " ".join(reason.split())[:500]
    if not reason:
        raise Invalid(fields={"reason": _("Say why the procedure is left here.")})
    if to and step_of(steps, to) is None:
        raise Invalid(fields={"to": _("Choose a step of this procedure.")})
    _leave(ticket, run, here, to, by=by, data={}, reason=reason)
    return run


def _locked(run: SopRun, step: str) -> tuple[Ticket, SopRun, tuple[Step, ...]]:
    ticket = locked(run.ticket)
    fresh = SopRun.objects.select_related("version__sop").filter(pk=run.pk).first()
    if fresh is None:
        raise NotFound()
    if fresh.state != RunState.RUNNING or fresh.step != step:
        raise Conflict(_("A colleague has gone on meanwhile."))
    return ticket, fresh, sop_steps.decode(fresh.version.steps)


def _step(steps: Sequence[Step], key: str) -> Step:
    found = step_of(steps, key)
    if found is None:
        raise NotFound()
    return found


def _due(step: Step) -> dt.datetime | None:
    """By the clock on the wall, until the app that keeps working time says more."""
    return now() + dt.timedelta(minutes=step.minutes) if step.minutes else None


def _leave(
    ticket: Ticket, run: SopRun, here: Step, to: str, *, by: Actor, data: dict[str, Any], reason: str = ""
) -> None:
    """Keep what was done here and stand at the next step, or at the end."""
    is_late = run.step_due_at is not None and now() > run.step_due_at
    SopStep.objects.create(
        run=run,
        step=here.key,
        to=to,
        staff_id=by.staff_id,
        data=data,
        is_deviation=bool(reason),
        reason=reason,
        is_late=is_late,
        began_at=run.step_at,
        at=now(),
    )
    following = step_of(sop_steps.decode(run.version.steps), to)
    update(
        run,
        data={**run.data, **data},
        step=to,
        step_at=now(),
        step_due_at=_due(following) if following else None,
        late_told=False,
        state=(RunState.RUNNING if following else RunState.STOPPED if reason else RunState.DONE).value,
        ended_at=None if following else now(),
    )
    change(ticket)
    event = SopStepDone(run=run.pk, step=here.key, title=label(here.title), deviation=reason, is_late=is_late)
    record(event, by=by, ticket=ticket)
    if following is None:
        record(SopEnded(run=run.pk, name=str(run.version.sop), how=run.state), by=by, ticket=ticket)


def _follow(ticket: Ticket, step: Step, *, by: Actor) -> None:
    """What the step does by itself: ask a department, tag, raise the priority, set the status."""
    template = TaskTemplate.objects.select_related("department__interface_owner").filter(pk=step.task or 0).first()
    if template is not None and template.is_active:
        ask_department(
            ticket,
            by=by,
            department=template.department,
            title=str(template),
            body=template.body,
            checklist=template.checklist,
            hours=template.hours,
            is_required=template.is_required,
            customer_words=label(template.customer_words) if template.customer_words else "",
            template=template,
        )
    if step.deed == "tag" and by.can(EDIT):
        names = set(TicketTag.objects.filter(ticket=ticket).values_list("tag__name", flat=True))
        set_tags(ticket, names | {step.deed_value}, by=by)
    elif step.deed == "priority" and by.can(EDIT):
        change_ticket(ticket, by=by, priority=int(step.deed_value))
    elif step.deed == "status" and ticket.is_open:
        set_status(ticket, by=SYSTEM, status=int(step.deed_value), reason=label(step.title))


def stop_runs(ticket: Ticket) -> None:
    """The ticket is closed: what still runs has stopped. Inside an action, the ticket locked."""
    SopRun.objects.filter(ticket=ticket, state=RunState.RUNNING).update(state=RunState.STOPPED, ended_at=now())


def tell_late_steps(limit: int = 200) -> int:
    """Say which steps take longer than they may, once each; returns how many."""
    due = SopRun.objects.filter(state=RunState.RUNNING, late_told=False, step_due_at__lte=now()).select_related(
        "ticket"
    )
    found = list(due.order_by("step_due_at")[:limit])
    for run in found:
        _tell_late(run)
    return len(found)


@action
def set_step_due(run_id: int, due_at: dt.datetime, *, by: Actor) -> None:
    """Say when the step of a run is due, for the app that keeps working time. Not an event."""
    run = SopRun.objects.filter(pk=run_id, state=RunState.RUNNING).first()
    if run is not None and run.step_due_at != due_at:
        update(run, step_due_at=due_at)


@action
def _tell_late(run: SopRun) -> None:
    ticket = locked(run.ticket)
    fresh = SopRun.objects.select_related("version").get(pk=run.pk)
    if fresh.state != RunState.RUNNING or fresh.late_told or fresh.step_due_at is None or fresh.step_due_at > now():
        return
    update(fresh, late_told=True)
    change(ticket)
    here = _step(sop_steps.decode(fresh.version.steps), fresh.step)
    record(SopStepLate(run=fresh.pk, step=fresh.step, title=label(here.title)), by=SYSTEM, ticket=ticket)


@action
def save_sop(
    row: Sop | None,
    *,
    by: Actor,
    names: Mapping[str, str],
    types: Iterable[str] = (),
    key: str = "",
    is_active: bool = True,
) -> Sop:
    """Add a procedure (with an empty draft), or change its names and for which types it is offered."""
    require(by, MANAGE_SETTINGS)
    if row is None:
        if Sop.objects.filter(key=key).exists() or not key:
            raise Invalid(fields={"key": _("This key is in use already.") if key else _("Give it a key.")})
        row = Sop(key=key)
    row.names, row.types, row.is_active = named(names), sorted(set(types)), is_active
    row.save()
    return row


@action
def save_draft_steps(sop: Sop, steps: Sequence[Step], *, by: Actor) -> SopVersion:
    """Keep the steps as the draft of the next version; published versions never change."""
    require(by, MANAGE_SETTINGS)
    draft, _created = SopVersion.objects.update_or_create(
        sop=sop, number=sop.version + 1, defaults={"steps": sop_steps.encode(steps), "by_staff_id": by.staff_id}
    )
    return draft


@action
def publish_sop(sop: Sop, *, by: Actor) -> Sop:
    """Put the draft in force; runs that have begun go on in theirs. Raises :class:`Invalid` naming what is wrong."""
    require(by, MANAGE_SETTINGS)
    draft = SopVersion.objects.filter(sop=sop, number=sop.version + 1).first()
    if draft is None:
        return sop
    wrong = sop_steps.faults(sop_steps.decode(draft.steps))
    if wrong:
        raise Invalid(_("The draft can't be published yet: %(faults)s") % {"faults": ", ".join(wrong)})
    update(draft, published_at=now())
    update(sop, version=draft.number)
    record(SopPublished(sop=sop.pk, key=sop.key, version=draft.number), by=by)
    return sop


@action
def found_sops() -> None:
    """Give a new company the procedures it begins with; that it was founded says it all, so no event tells of them."""
    if Sop.objects.exists():
        return
    rows = [
        Sop(key=key, names=names, types=list(types), version=1) for key, names, types, _steps in sop_library.SHIPPED
    ]
    kept = {sop.key: sop for sop in Sop.objects.bulk_create(rows)}
    SopVersion.objects.bulk_create(
        SopVersion(sop=kept[key], number=1, steps=sop_steps.encode(steps), published_at=now())
        for key, _names, _types, steps in sop_library.SHIPPED
    )
