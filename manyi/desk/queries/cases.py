"""Cases as their list, their page and the ticket show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from manyi.core.actors import Actor, ActorKind
from manyi.core.errors import NotFound, Text
from manyi.core.events import decode, verbs
from manyi.core.models import Event
from manyi.desk.access import may_see, reaching
from manyi.desk.models import Case, CaseStep, Ticket
from manyi.desk.queries.paging import SHOWN, Paged, newest
from manyi.desk.queries.reference import reference
from manyi.desk.queries.tasks import progress_of
from manyi.desk.timeline import sentence

EVENTS = 200
SIDES: dict[str, Text] = {
    "mine": gettext_lazy("Mine"),
    "open": gettext_lazy("Running"),
    "closed": pgettext_lazy("cases", "Closed"),
}


class Happening(NamedTuple):
    """A line of a case's timeline, over all its tickets."""

    at: dt.datetime
    by: str
    words: str
    number: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with its plan, its tickets and what happened on them."""

    case: Case
    steps: list[CaseStep]
    others: list[Ticket]
    timeline: list[Happening]


def get_case(viewer: Actor, case_id: int) -> Case:
    """A case of a ticket in reach, or one's own. Raises :class:`NotFound`."""
    found = Case.objects.select_related("ticket__customer", "coordinator").filter(pk=case_id).first()
    if found is None or not (found.coordinator_id == viewer.staff_id or may_see(viewer, found.ticket)):
        raise NotFound()
    return found


def get_case_step(case: Case, step_id: int) -> CaseStep:
    """A step of a case the viewer reaches. Raises :class:`NotFound`."""
    found = CaseStep.objects.select_related("case__ticket", "task").filter(pk=step_id, case=case).first()
    if found is None:
        raise NotFound()
    return found


def case_list(viewer: Actor, *, side: str = "open", after: str = "", limit: int = SHOWN) -> Paged[Case]:
    """Cases, newest first: one's own that run (``mine``), all in reach that run (``open``) or ended (``closed``)."""
    rows = Case.objects.select_related("ticket__customer", "coordinator").filter(closed_at__isnull=side != "closed")
    mine, reached = Q(coordinator_id=viewer.as_staff), reaching(viewer, "ticket__")
    if side == "mine":
        return newest(rows.filter(mine), after, limit)
    return newest(rows.filter(mine | reached) if reached else rows, after, limit)


def others_of(viewer: Actor, cases: list[Case]) -> dict[int, list[str]]:
    """The numbers of the other tickets of each case, of those in reach."""
    found: dict[int, list[str]] = {case.pk: [] for case in cases}
    rows = Case.others.through.objects.filter(reaching(viewer, "ticket__"), case_id__in=list(found))
    for case_id, number in rows.order_by("ticket_id").values_list("case_id", "ticket__number"):
        found[case_id].append(number)
    return found


def case_of(ticket: Ticket) -> Case | None:
    """The newest case of a ticket."""
    return Case.objects.select_related("coordinator").filter(ticket=ticket).order_by("-id").first()


def case_page(viewer: Actor, case: Case) -> CasePage:
    """Everything the page of a case shows; of other tickets only those in reach."""
    others = [other for other in case.others.all() if may_see(viewer, other)]
    steps = CaseStep.objects.filter(case=case).select_related("department", "task__holder", "after")
    return CasePage(case, list(steps), others, _timeline([case.ticket, *others]))


def _timeline(tickets: list[Ticket]) -> list[Happening]:
    numbers = {ticket.pk: ticket.number for ticket in tickets}
    ref, known = reference(), verbs()
    found = []
    for row in Event.objects.filter(ticket_id__in=numbers).order_by("-id")[:EVENTS]:
        words = sentence(decode(row.verb, row.payload), ref) if row.verb in known else ""
        if words and row.ticket_id is not None:
            by = ref.name(row.actor_id) if row.actor_kind == ActorKind.STAFF else ""
            found.append(Happening(row.at, by, words, numbers[row.ticket_id]))
    return found


def message_draft(case: Case) -> list[str]:
    """What the one message to the customer may begin with: what was done and what is under way, in his words."""
    return [progress.words for progress in progress_of(case.ticket)]
