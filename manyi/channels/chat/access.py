"""The only way from a visitor's token to rows: its own visitor, its own conversation, that conversation's files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from manyi.channels.chat.sites import KIND, Site
from manyi.channels.chat.tokens import Claims, face_file
from manyi.channels.models import Inbox
from manyi.channels.permissions import MANAGE
from manyi.core import rows
from manyi.core.actors import Actor, require
from manyi.core.errors import NotFound
from manyi.core.models import StoredFile
from manyi.desk.models import Attachment, MessageKind, Ticket

SEEN_EVERY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Known:
    """A visitor who has written before and how its conversation stands, read in one query.

    ``is_over``: the conversation was closed so long ago that a new message starts a new ticket. ``is_stale``: the time
    it was last seen wants refreshing.
    """

    pk: int
    customer_id: int
    is_stale: bool
    ticket_id: int | None
    ticket_customer_id: int | None
    merged_into_id: int | None
    is_over: bool


_FIND = (
    "SELECT v.id, v.customer_id, v.seen_at < %s, t.id, t.customer_id, t.merged_into_id,"
    " t.status = 5 AND t.closed_at < %s FROM chat_chatvisitor v LEFT JOIN desk_ticket t ON t.id = v.ticket_id"
    " WHERE v.inbox_id = %s AND v.key = %s"
)


def find_visitor(site: Site, claims: Claims) -> Known | None:
    """The visitor of a token, or None before its first message."""
    adapt = connection.ops.adapt_datetimefield_value
    at = timezone.now()
    over = at - dt.timedelta(hours=site.config.reopen_hours)
    row = rows.run(_FIND, [adapt(at - SEEN_EVERY), adapt(over), claims.site, claims.key])
    return Known(*row) if row is not None else None


def get_conversation(site: Site, claims: Claims) -> tuple[Known, Ticket]:
    """The visitor with its own conversation. Raises :class:`NotFound` when it has none."""
    known = find_visitor(site, claims)
    if known is None or known.ticket_id is None:
        raise NotFound()
    return known, standing_ticket(known.ticket_id)


def standing_ticket(ticket_id: int) -> Ticket:
    """The ticket, or the one it was merged into. Raises :class:`NotFound` for one that is gone."""
    ticket = rows.read(Ticket, id=ticket_id)
    while ticket is not None and ticket.merged_into_id is not None:
        ticket = rows.read(Ticket, id=ticket.merged_into_id)
    if ticket is None:
        raise NotFound()
    return ticket


def get_file(site: Site, claims: Claims, attachment_id: int) -> Attachment:
    """A file of a chat message of the visitor's own conversation. Raises :class:`NotFound`."""
    _known, ticket = get_conversation(site, claims)
    found = (
        Attachment.objects.select_related("file")
        .filter(pk=attachment_id, message__ticket=ticket, message__channel=KIND)
        .exclude(message__kind=MessageKind.NOTE)
        .first()
    )
    if found is None:
        raise NotFound()
    return found


def get_face(name: str) -> StoredFile:
    """The photo behind a public name. Raises :class:`NotFound` for a made-up one."""
    file_id = face_file(name)
    found = StoredFile.objects.filter(pk=file_id).first() if file_id is not None else None
    if found is None:
        raise NotFound()
    return found


def get_inbox(viewer: Actor, inbox_id: int) -> Inbox:
    """A chat site for those who set them up. Raises :class:`NotAllowed` for others, :class:`NotFound`."""
    require(viewer, MANAGE)
    found = Inbox.objects.select_related("team").filter(pk=inbox_id, kind=KIND).first()
    if found is None:
        raise NotFound()
    return found
