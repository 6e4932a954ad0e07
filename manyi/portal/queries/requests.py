"""What a customer sees of his requests: his own words and ours, and where each one stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from manyi.core import files
from manyi.core.errors import Text
from manyi.customers.models import Customer
from manyi.desk.access import get_attachment, get_ticket, visible_tickets
from manyi.desk.models import Message, MessageKind, Status, Ticket
from manyi.desk.queries import Progress, progress_of
from manyi.portal.access import actor_of
from manyi.routing.queries import Place, call_back_of, call_times, place_of
from manyi.routing.words import call_words, standing_words, time_words

PAGE = 20
STATES = {
    Status.NEW: (gettext_lazy("We have received it"), "info"),
    Status.OPEN: (gettext_lazy("We are working on it"), "info"),
    Status.PENDING: (gettext_lazy("We wait for your answer"), "soon"),
    Status.HOLD: (gettext_lazy("We are working on it"), "info"),
    Status.RESOLVED: (gettext_lazy("Please confirm whether it is solved"), "soon"),
    Status.CLOSED: (gettext_lazy("Finished"), "good"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the story of a request; ``at`` is None for what is still to come."""

    title: Text
    at: datetime | None
    detail: Text = ""


def my_requests(customer: Customer, before: int = 0) -> list[Ticket]:
    """The customer's requests, newest first, a page of them older than ``before``."""
    rows = visible_tickets(actor_of(customer)).filter(merged_into=None, archived_at=None).order_by("-id")
    return list((rows.filter(id__lt=before) if before else rows)[:PAGE])


def my_request(customer: Customer, number: str) -> Ticket:
    """One of the customer's own requests. Raises :class:`NotFound` for anybody else's."""
    return get_ticket(actor_of(customer), number)


def my_file(customer: Customer, attachment_id: int) -> tuple[str, str, bytes]:
    """Name, type and content of a file of the customer's own requests. Raises :class:`NotFound`."""
    found = get_attachment(actor_of(customer), attachment_id)
    return found.name, found.file.media_type, files.read(found.file)


def conversation(ticket: Ticket) -> list[Message]:
    """What was said between the customer and us; notes never leave the house."""
    rows = Message.objects.filter(ticket=ticket).exclude(kind=MessageKind.NOTE)
    return list(rows.select_related("staff").prefetch_related("attachments__file").order_by("id"))


def _of_department(progress: Progress) -> Step:
    if progress.answered_at is None:
        return Step(progress.words, progress.asked_at, _("in progress"))
    return Step(progress.words, progress.answered_at, _("done"))


def story(ticket: Ticket) -> list[Step]:
    """Where the request stands, step by step."""
    owner = ticket.owner.name if ticket.owner else ""
    promised = _("%(name)s takes care of it to the end") % {"name": owner} if owner else ""
    steps = [Step(_("We received it"), ticket.created_at)]
    asked = [_of_department(one) for one in progress_of(ticket)]
    if ticket.first_replied_at:
        answered = Step(_("We answered"), ticket.first_replied_at, promised)
        steps += sorted([answered, *asked], key=lambda step: step.at or ticket.created_at)
    else:
        working = Step(_("Somebody is working on it"), ticket.updated_at, promised)
        steps += [working, *asked] if ticket.assignee_id else asked
    if ticket.status == Status.CLOSED:
        steps.append(Step(_("Finished"), ticket.closed_at))
    elif ticket.status == Status.RESOLVED:
        steps.append(Step(_("We think it is solved"), ticket.resolved_at))
        steps.append(Step(_("You confirm whether it is solved"), None))
    else:
        steps.append(Step(_("You confirm whether it is solved"), None, _("If not, one click opens it again")))
    return steps


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a customer is told while he waits: his place and an estimate, that we are closed, or when we will call;
    ``times`` are those at which he may be called, ``place`` is what the estimate says."""

    text: str
    is_call: bool
    times: list[tuple[str, str]]
    place: Place | None = None


def wait_of(ticket: Ticket) -> Waiting:
    """How long an open request may take to be taken up, and when its customer can be called."""
    if not ticket.is_open:
        return Waiting("", False, [])
    call, place = call_back_of(ticket), place_of(ticket)
    text = call_words(call) if call else standing_words(ticket, place) if place else ""
    times = [(at.isoformat(), time_words(at)) for at in call_times(ticket)]
    return Waiting(text, call is not None, times, place if call is None else None)
