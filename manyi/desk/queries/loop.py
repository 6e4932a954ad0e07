"""Return visits, and whether tickets were solved at first contact."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import msgspec
from django.utils import timezone

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.core.models import Event
from manyi.desk.access import may_see, reaching, visible_tickets
from manyi.desk.events import TicketAssigned
from manyi.desk.first_contact import DEFAULT_WINDOW, Contact, Verdict, judge, rate
from manyi.desk.models import LinkKind, Message, MessageKind, Task, Ticket, TicketLink, Visit, VisitRule, VisitState
from manyi.desk.queries.paging import SHOWN, Paged, by_time


def visit_list(viewer: Actor, *, mine: bool, after: str = "", limit: int = SHOWN) -> Paged[Visit]:
    """Planned visits of tickets in reach, the next first."""
    rows = Visit.objects.filter(reaching(viewer, "ticket__"), state=VisitState.PLANNED)
    rows = rows.filter(staff_id=viewer.as_staff) if mine else rows
    return by_time(rows.select_related("ticket__customer", "staff"), "due_at", after, limit)


def visits_of(ticket: Ticket) -> list[Visit]:
    """The visits of a ticket that were planned or done."""
    rows = Visit.objects.filter(ticket=ticket).exclude(state=VisitState.DROPPED).select_related("staff")
    return list(rows.order_by("id"))


def get_visit(viewer: Actor, visit_id: int) -> Visit:
    """A visit of a ticket in reach. Raises :class:`NotFound`."""
    found = Visit.objects.select_related("ticket__customer", "staff").filter(pk=visit_id).first()
    if found is None or not may_see(viewer, found.ticket):
        raise NotFound()
    return found


def visit_rules() -> list[VisitRule]:
    """The rules in the order in which they are asked."""
    return list(VisitRule.objects.prefetch_related("types").order_by("id"))


def get_visit_rule(rule_id: int) -> VisitRule:
    """A rule. Raises :class:`NotFound`."""
    found = VisitRule.objects.prefetch_related("types").filter(pk=rule_id).first()
    if found is None:
        raise NotFound()
    return found


def first_contact_of(ticket: Ticket) -> Verdict:
    """Whether this ticket was solved at first contact, as far as that can be said now."""
    return first_contacts([ticket])[ticket.pk]


def first_contacts(tickets: Iterable[Ticket]) -> dict[int, Verdict]:
    """The verdict on each of these tickets, in five queries for all of them."""
    found = list(tickets)
    ids = [ticket.pk for ticket in found]
    said, tasks = _said(ids), _counted(Task.objects.filter(ticket_id__in=ids).values_list("ticket_id", flat=True))
    transfers, repeats = _transfers(ids), _repeats(found)
    verdicts = {}
    for ticket in found:
        kinds = said[ticket.pk]
        contact = Contact(
            closed_at=ticket.closed_at,
            answers=sum(1 for kind, _staff in kinds if kind == MessageKind.OUTBOUND),
            answerers=frozenset(staff for kind, staff in kinds if kind == MessageKind.OUTBOUND and staff),
            came_back=_came_back([kind for kind, _staff in kinds]),
            reopened=ticket.reopened,
            transfers=transfers[ticket.pk],
            tasks=tasks[ticket.pk],
            repeats=repeats[ticket.pk],
            is_merged=ticket.is_merged,
        )
        verdicts[ticket.pk] = judge(contact, timezone.now())
    return verdicts


def first_contact_rate(viewer: Actor, since: dt.datetime, until: dt.datetime, limit: int = 5000) -> float | None:
    """The share solved at first contact of tickets in reach that closed in this time; None when none counts."""
    closed = visible_tickets(viewer).filter(closed_at__gte=since, closed_at__lt=until).order_by("-closed_at")[:limit]
    return rate(list(first_contacts(closed).values()))


def _said(ids: list[int]) -> dict[int, list[tuple[str, int | None]]]:
    found: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    rows = Message.objects.filter(ticket_id__in=ids).exclude(kind=MessageKind.NOTE).order_by("id")
    for ticket_id, kind, staff_id in rows.values_list("ticket_id", "kind", "staff_id"):
        found[ticket_id].append((kind, staff_id))
    return found


def _came_back(kinds: list[str]) -> int:
    """Messages of the customer between two answers of ours: a last "thank you" needs none."""
    answered = [place for place, kind in enumerate(kinds) if kind == MessageKind.OUTBOUND]
    if len(answered) < 2:
        return 0
    return sum(1 for kind in kinds[answered[0] : answered[-1]] if kind == MessageKind.INBOUND)


def _counted(ids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for pk in ids:
        found[pk] += 1
    return found


def _transfers(ids: list[int]) -> dict[int, int]:
    """How often the work went from one colleague to another."""
    rows = Event.objects.filter(ticket_id__in=ids, verb=TicketAssigned.verb).values_list("ticket_id", "payload")
    return _counted(pk for pk, payload in rows if pk is not None and _is_transfer(payload))


def _is_transfer(payload: str) -> bool:
    said = msgspec.json.decode(payload, type=TicketAssigned)
    return said.old_assignee is not None and said.new_assignee not in (None, said.old_assignee)


def _repeats(tickets: list[Ticket]) -> dict[int, int]:
    """Later tickets of the same matter that came within the window after the closure."""
    ended = {ticket.pk: ticket.closed_at for ticket in tickets}
    found: dict[int, int] = defaultdict(int)
    rows = TicketLink.objects.filter(other_id__in=ended, kind=LinkKind.REPEAT).values_list(
        "other_id", "ticket__created_at"
    )
    for earlier, came_at in rows:
        closed_at = ended[earlier]
        if closed_at is None or came_at <= closed_at + DEFAULT_WINDOW:
            found[earlier] += 1
    return found
