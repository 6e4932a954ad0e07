"""Who reaches a side conversation: the staff who see its ticket. Customers never do."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from manyi.channels.sides.models import Side, SideFile, SideMessage
from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.desk.access import may_see
from manyi.desk.models import Ticket


def get_side(viewer: Actor, side_id: int) -> Side:
    """A talk by its id. Raises :class:`NotFound` when it is not there or not for this person."""
    found = Side.objects.select_related("ticket", "inbox", "begun_by").filter(pk=side_id).first()
    if found is None or not viewer.is_staff or not may_see(viewer, found.ticket):
        raise NotFound()
    return found


def sides_of(ticket: Ticket) -> QuerySet[Side]:
    """The talks of a ticket the viewer reaches, and of those merged into it, oldest first."""
    return Side.objects.filter(Q(ticket=ticket) | Q(ticket__merged_into=ticket)).order_by("id")


def get_mail(side: Side, message_id: int) -> SideMessage:
    """A mail of a talk the viewer reaches. Raises :class:`NotFound`."""
    found = SideMessage.objects.filter(pk=message_id, side=side).first()
    if found is None:
        raise NotFound()
    return found


def get_file(side: Side, file_id: int) -> SideFile:
    """A file of a talk the viewer reaches. Raises :class:`NotFound`."""
    found = SideFile.objects.select_related("file").filter(pk=file_id, message__side=side).first()
    if found is None:
        raise NotFound()
    return found
