"""A new ticket."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actions import action, held, now, record
from manyi.core.actors import Actor, ActorKind, require
from manyi.core.errors import Invalid
from manyi.core.rows import add, run
from manyi.customers.models import Customer
from manyi.desk.events import TicketCreated
from manyi.desk.models import Priority, Status, Ticket, TicketType
from manyi.desk.permissions import CREATE
from manyi.people.models import Team

_NEXT_NUMBER = (
    "INSERT INTO desk_ticketnumber (day, last) VALUES (%s, 1)"
    " ON CONFLICT (day) DO UPDATE SET last = desk_ticketnumber.last + 1 RETURNING last"
)


def next_number() -> str:
    """The next human number: the local day and a running count, ``20261122-0417``."""
    day = timezone.localtime(now(), timezone.get_default_timezone()).strftime("%Y%m%d")
    row = run(_NEXT_NUMBER, [day])
    return f"{day}-{row[0] if row else 0:04d}"


@action
def create_ticket(
    customer: Customer,
    *,
    by: Actor,
    subject: str,
    channel: str,
    type: TicketType | None = None,
    team: Team | None = None,
    priority: int = Priority.NORMAL,
    language: str = "",
    stage: str = "",
    fields: dict[str, Any] | None = None,
) -> Ticket:
    """Open a ticket for a customer; what was said follows by ``receive_message``, ``reply`` or ``note``.

    Staff need the permission; customers and channels open their own. Raises :class:`Invalid` without a subject.
    """
    if by.kind is ActorKind.STAFF:
        require(by, CREATE)
    subject = " ".join(subject.split())[:200]
    if not subject:
        raise Invalid(fields={"subject": _("Please say in a few words what it is about.")})
    values: dict[str, Any] = {
        "number": next_number(),
        "subject": subject,
        "type_id": type.pk if type else None,
        "status": int(Status.NEW),
        "priority": int(priority),
        "stage": stage,
        "channel": channel,
        "language": language or customer.language,
        "customer_id": customer.pk,
        "team_id": team.pk if team else None,
        "fields": fields or {},
        "created_at": now(),
        "updated_at": now(),
    }
    ticket = add(Ticket, **values)
    held()[Ticket, ticket.pk] = ticket
    record(
        TicketCreated(number=ticket.number, channel=channel, type=type.key if type else ""),
        by=by,
        ticket=ticket,
    )
    return ticket
