"""From new to closed: a solution is proposed, the customer confirms, refuses, or lets it close by silence."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, ActorKind, require
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.i18n import label
from manyi.desk.actions.locking import Step, change, locked
from manyi.desk.actions.promises import drop_open_promises
from manyi.desk.actions.tasks import blocking_tasks, withdraw_open_tasks
from manyi.desk.checks import is_form_short
from manyi.desk.events import ResolutionProposed, StatusChanged, TicketClosed, TicketReopened
from manyi.desk.models import NO_DUE, CustomField, OnSilence, Resolution, Status, Ticket
from manyi.desk.permissions import RESOLVE

DEFAULT_SILENCE = dt.timedelta(hours=72)


@action
def set_status(ticket: Ticket, *, by: Actor, status: int, reason: str = "") -> Ticket:
    """Move between open, waiting for the customer, and on hold. Raises :class:`Conflict` for one that isn't open."""
    require(by, RESOLVE)
    if status not in (Status.OPEN, Status.PENDING, Status.HOLD):
        raise Invalid(fields={"status": _("Choose open, waiting for customer, or on hold.")})
    ticket = locked(ticket)
    if not ticket.is_open:
        raise Conflict(_("Reopen the ticket first."))
    if ticket.status == status:
        return ticket
    old = ticket.status
    change(ticket, status=int(status))
    record(StatusChanged(old=old, new=int(status), reason=reason), by=by, ticket=ticket)
    return ticket


@action
def propose_resolution(ticket: Ticket, *, by: Actor, reason: str = "") -> Ticket:
    """Say it is solved; the customer has the type's hours of silence to object.

    Raises :class:`Invalid` naming required fields that are empty, :class:`Conflict` while required tasks are open.
    """
    require(by, RESOLVE)
    ticket = locked(ticket)
    if not ticket.is_open:
        return ticket
    _require_no_open_task(ticket)
    missing = missing_fields(ticket)
    if missing and not is_form_short(ticket):
        raise Invalid(
            _("Some fields must be filled in before this can be solved."),
            fields={
                f"field:{field.key}": _("Please fill in “%(name)s”.") % {"name": label(field.names)}
                for field in missing
            },
        )
    resolution = Resolution.objects.create(
        ticket=ticket, proposed_by_id=by.staff_id, proposed_at=now(), closes_at=_closes_at(ticket)
    )
    old = ticket.status
    change(ticket, status=int(Status.RESOLVED), resolved_at=now(), waiting_since=None, due_at=NO_DUE)
    record(ResolutionProposed(old=old, resolution=resolution.pk, reason=reason), by=by, ticket=ticket)
    return ticket


def _closes_at(ticket: Ticket) -> dt.datetime:
    """When silence counts as consent; for some types never."""
    if ticket.type is None:
        return now() + DEFAULT_SILENCE
    if ticket.type.on_silence == OnSilence.STAY:
        return NO_DUE
    return now() + dt.timedelta(hours=ticket.type.silence_hours)


def _require_no_open_task(ticket: Ticket) -> None:
    titles = [task.title for task in blocking_tasks(ticket)]
    if titles:
        raise Conflict(
            _("Other departments still owe an answer: %(tasks)s. Wait for it, or withdraw what is not needed.")
            % {"tasks": _(", ").join(titles)}
        )


def required_fields() -> list[CustomField]:
    """The custom fields that some tickets must have filled in before they are solved."""
    return list(CustomField.objects.filter(is_required=True).prefetch_related("types"))


def missing_fields(ticket: Ticket, required: list[CustomField] | None = None) -> list[CustomField]:
    """Required custom fields of the ticket's type that are still empty; ``required`` spares looking them up."""
    required = required_fields() if required is None else required
    return [field for field in required if ticket.fields.get(field.key) in (None, "") and _applies(field, ticket)]


def _applies(field: CustomField, ticket: Ticket) -> bool:
    types = [found.pk for found in field.types.all()]
    if not types:
        return True
    parent = ticket.type.parent_id if ticket.type else None
    return ticket.type_id in types or parent in types


@action
def confirm_resolution(ticket: Ticket, *, by: Actor) -> Ticket:
    """The customer says it is solved: the ticket closes. Raises :class:`NotAllowed` for anybody else."""
    if by.kind is not ActorKind.CUSTOMER or by.id != ticket.customer_id:
        raise NotAllowed()
    ticket = locked(ticket)
    return _close(ticket, by=by, how="confirmed", reason="")


@action
def close_ticket(ticket: Ticket, *, by: Actor, reason: str = "", how: str = "staff") -> Ticket:
    """Close without waiting for the customer; ``how`` is ``silence`` when a proposal's time has run out."""
    require(by, RESOLVE)
    return _close(locked(ticket), by=by, how=how, reason=reason)


def close_silent(limit: int = 200) -> int:
    """Close what was proposed as solved and got no answer in time, the oldest first; returns how many were due."""
    due = Resolution.objects.filter(outcome="", closes_at__lt=timezone.now()).select_related("ticket")
    found = [resolution.ticket for resolution in due.order_by("closes_at")[:limit]]
    for ticket in found:
        _close_if_still_silent(ticket)
    return len(found)


@action
def _close_if_still_silent(ticket: Ticket) -> None:
    ticket = locked(ticket)
    if ticket.status == Status.RESOLVED:
        _close(ticket, by=SYSTEM, how="silence", reason="")


def _close(ticket: Ticket, *, by: Actor, how: str, reason: str) -> Ticket:
    if ticket.status == Status.CLOSED:
        return ticket
    old = ticket.status
    change(
        ticket,
        status=int(Status.CLOSED),
        closed_at=now(),
        resolved_at=ticket.resolved_at or now(),
        waiting_since=None,
        due_at=NO_DUE,
    )
    Resolution.objects.filter(ticket=ticket, outcome="").update(outcome=how, outcome_at=now())
    withdraw_open_tasks(ticket, by=by)
    drop_open_promises(ticket, by=by)
    record(TicketClosed(old=old, how=how, reason=reason), by=by, ticket=ticket)
    return ticket


@action
def reopen(ticket: Ticket, *, by: Actor, reason: str = "") -> Ticket:
    """Not solved after all: open again. The customer may always, staff with the permission."""
    if not (by.kind is ActorKind.CUSTOMER and by.id == ticket.customer_id):
        require(by, RESOLVE)
    ticket = locked(ticket)
    if ticket.is_open:
        return ticket
    step = _opening(ticket, reason=reason)
    if by.kind is ActorKind.CUSTOMER:
        step.columns["waiting_since"] = now()
    change(ticket, **step.columns)
    for event in step.events:
        record(event, by=by, ticket=ticket)
    return ticket


def opening_for_message(ticket: Ticket) -> Step:
    """The customer wrote: solved or closed work opens again, waiting work becomes open. Ticket locked."""
    if not ticket.is_open:
        return _opening(ticket, reason="message")
    if ticket.status in (Status.PENDING, Status.HOLD):
        opened = StatusChanged(old=ticket.status, new=int(Status.OPEN), reason="message")
        return Step({"status": int(Status.OPEN)}, [opened])
    return Step()


def _opening(ticket: Ticket, *, reason: str) -> Step:
    Resolution.objects.filter(ticket=ticket, outcome="").update(outcome="refused", outcome_at=now())
    columns = {"resolved_at": None, "closed_at": None, "reopened": ticket.reopened + 1, "archived_at": None}
    return Step({"status": int(Status.OPEN), **columns}, [TicketReopened(old=ticket.status, reason=reason)])
