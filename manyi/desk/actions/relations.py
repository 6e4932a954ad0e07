"""Followers, links, merging with undo, splitting, archiving."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.core.rows import update
from manyi.desk.actions.locking import change, locked
from manyi.desk.events import (
    TicketArchived,
    TicketFollowed,
    TicketsLinked,
    TicketUnarchived,
    TicketUnfollowed,
)
from manyi.desk.models import (
    Follower,
    LinkKind,
    Status,
    Ticket,
    TicketLink,
)
from manyi.desk.permissions import ARCHIVE, MERGE, SEE
from manyi.people.models import Staff


@action
def follow(ticket: Ticket, *, by: Actor, staff: Staff) -> None:
    """Let a colleague (or oneself) follow a ticket."""
    require(by, SEE)
    _row, created = Follower.objects.get_or_create(ticket=ticket, staff=staff, defaults={"created_at": now()})
    if created:
        record(TicketFollowed(staff=staff.pk), by=by, ticket=ticket)


@action
def unfollow(ticket: Ticket, *, by: Actor, staff: Staff) -> None:
    """End following."""
    require(by, SEE)
    deleted, _rows = Follower.objects.filter(ticket=ticket, staff=staff).delete()
    if deleted:
        record(TicketUnfollowed(staff=staff.pk), by=by, ticket=ticket)


@action
def link_tickets(ticket: Ticket, other: Ticket, *, by: Actor, kind: str = LinkKind.RELATED) -> TicketLink:
    """Connect two tickets. Raises :class:`Invalid` for a ticket with itself."""
    require(by, MERGE)
    if ticket.pk == other.pk:
        raise Invalid(_("A ticket can't be linked with itself."))
    known = TicketLink.objects.filter(ticket=other, other=ticket).first()
    if known is not None:
        return known
    link, created = TicketLink.objects.get_or_create(
        ticket=ticket, other=other, defaults={"kind": kind, "created_at": now()}
    )
    if created:
        record(TicketsLinked(other=other.pk, number=other.number, kind=kind), by=by, ticket=ticket)
        record(TicketsLinked(other=ticket.pk, number=ticket.number, kind=kind), by=by, ticket=other)
    return link


@action
def archive(ticket: Ticket, *, by: Actor, reason: str = "") -> Ticket:
    """Put a closed ticket away: out of lists, still found by number. Raises :class:`Conflict` for open work."""
    require(by, ARCHIVE)
    ticket = locked(ticket)
    if ticket.status != Status.CLOSED:
        raise Conflict(_("Only closed tickets can be archived."))
    if ticket.archived_at is None:
        # The time of change stays, so that archiving many does not push them to the top of lists.
        update(ticket, archived_at=now(), version=ticket.version + 1)
        record(TicketArchived(reason=reason), by=by, ticket=ticket)
    return ticket


@action
def unarchive(ticket: Ticket, *, by: Actor) -> Ticket:
    """Bring an archived ticket back."""
    require(by, ARCHIVE)
    ticket = locked(ticket)
    if ticket.archived_at is not None:
        change(ticket, archived_at=None)
        record(TicketUnarchived(), by=by, ticket=ticket)
    return ticket
