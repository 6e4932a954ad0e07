"""Which tickets a person reaches: the only door for pages, API, live stream and jobs on behalf of somebody."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from manyi.core.actions import held
from manyi.core.actors import Actor, ActorKind, Scope
from manyi.core.errors import NotFound
from manyi.core.rows import read
from manyi.desk.models import Attachment, Follower, Message, PlannedReply, Promise, Ticket, TicketMerge
from manyi.desk.permissions import ASSIGN, LEAD, SEE


def may_see(viewer: Actor, ticket: Ticket) -> bool:
    """Whether a person reaches this ticket: by scope, as owner, assignee or follower, or as its customer."""
    if viewer.kind is ActorKind.SYSTEM:
        return True
    if viewer.kind is ActorKind.CUSTOMER:
        return viewer.id is not None and viewer.id == ticket.customer_id
    if not viewer.can(SEE):
        return False
    if viewer.scope is Scope.ALL or viewer.id in (ticket.assignee_id, ticket.owner_id):
        return True
    if viewer.scope is not Scope.OWN and (ticket.team_id is None or ticket.team_id in viewer.team_ids):
        return True
    return Follower.objects.filter(ticket_id=ticket.pk, staff_id=viewer.id or 0).exists()


def get_ticket(viewer: Actor, number: str) -> Ticket:
    """A ticket by its number. Raises :class:`NotFound` when it is not there or not for this person."""
    found = read(Ticket, number=number)
    if found is None or not may_see(viewer, found):
        raise NotFound()
    return found


def hold_ticket(viewer: Actor, number: str) -> Ticket:
    """As :func:`get_ticket`, inside an action that is going to change it: read and locked at once."""
    found = read(Ticket, lock=True, number=number)
    if found is None or not may_see(viewer, found):
        raise NotFound()
    held()[Ticket, found.pk] = found
    return found


def get_ticket_by_id(viewer: Actor, ticket_id: int) -> Ticket:
    """As :func:`get_ticket`, by id."""
    found = read(Ticket, id=ticket_id)
    if found is None or not may_see(viewer, found):
        raise NotFound()
    return found


def visible_tickets(viewer: Actor) -> QuerySet[Ticket]:
    """All tickets a person reaches, for filters and the API's lists."""
    return Ticket.objects.filter(reaching(viewer))


def reaching(viewer: Actor, path: str = "") -> Q:
    """The condition under which a person reaches a ticket; ``path`` (``ticket__``) leads to it from another row.

    Lists of what hangs on tickets ask it of each row in their own order and stop when the page is full.
    """
    if viewer.kind is ActorKind.SYSTEM:
        return Q()
    if viewer.kind is ActorKind.CUSTOMER:
        return Q(**{f"{path}customer_id": viewer.id or 0})
    if not viewer.can(SEE):
        return Q(pk__in=())
    if viewer.scope is Scope.ALL:
        return Q()
    followed = Follower.objects.filter(staff_id=viewer.id or 0).values("ticket_id")
    own = (
        Q(**{f"{path}assignee_id": viewer.id}) | Q(**{f"{path}owner_id": viewer.id}) | Q(**{f"{path}id__in": followed})
    )
    if viewer.scope is Scope.OWN:
        return own
    return own | Q(**{f"{path}team_id__in": viewer.team_ids}) | Q(**{f"{path}team_id__isnull": True})


def may_change_owner(viewer: Actor, ticket: Ticket) -> bool:
    """Whether a person who reaches this ticket may give the responsibility to another: its owner, or a leader."""
    if viewer.kind is ActorKind.SYSTEM:
        return True
    return viewer.can(ASSIGN) and (ticket.owner_id in (None, viewer.staff_id) or viewer.can(LEAD))


def get_message(viewer: Actor, message_id: int) -> Message:
    """A message of a reachable ticket; customers never get notes. Raises :class:`NotFound`."""
    found = Message.objects.select_related("ticket").filter(pk=message_id).first()
    if found is None or not may_see(viewer, found.ticket):
        raise NotFound()
    if viewer.kind is ActorKind.CUSTOMER and found.kind == "note":
        raise NotFound()
    return found


def get_attachment(viewer: Actor, attachment_id: int) -> Attachment:
    """A file of a reachable message, or one's own upload that is not sent yet. Raises :class:`NotFound`."""
    found = Attachment.objects.select_related("file", "ticket", "message").filter(pk=attachment_id).first()
    if found is None or (found.message is None and found.uploaded_by_id != viewer.staff_id):
        raise NotFound()
    own = found.message is None and viewer.is_staff
    if not own and (found.ticket is None or not may_see(viewer, found.ticket)):
        raise NotFound()
    if viewer.kind is ActorKind.CUSTOMER and found.message is not None and found.message.kind == "note":
        raise NotFound()
    return found


def get_promise(ticket: Ticket, promise_id: int) -> Promise:
    """A promise of this ticket, which the viewer reaches. Raises :class:`NotFound`."""
    found = Promise.objects.select_related("ticket").filter(pk=promise_id, ticket=ticket).first()
    if found is None:
        raise NotFound()
    return found


def get_merge(ticket: Ticket, merge_id: int) -> TicketMerge:
    """A merge into this ticket, which the viewer reaches. Raises :class:`NotFound`."""
    found = TicketMerge.objects.filter(pk=merge_id, kept=ticket).first()
    if found is None:
        raise NotFound()
    return found


def get_planned(ticket: Ticket, planned_id: int) -> PlannedReply:
    """A reply that waits on this ticket, which the viewer reaches. Raises :class:`NotFound`."""
    found = PlannedReply.objects.filter(pk=planned_id, ticket=ticket).first()
    if found is None:
        raise NotFound()
    return found
