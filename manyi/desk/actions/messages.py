"""What is said: by the customer, to the customer, between colleagues; and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from manyi.core import search
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Invalid
from manyi.core.rows import add, delete, insert, read
from manyi.desk.actions.assignment import claim_of_reply
from manyi.desk.actions.lifecycle import close_ticket, opening_for_message, propose_resolution
from manyi.desk.actions.locking import change, locked
from manyi.desk.actions.promises import note_promises
from manyi.desk.checks import check_reply
from manyi.desk.events import (
    CustomerTold,
    DeliveryChanged,
    MessageReceived,
    MessageSent,
    MessagesRead,
    NoteWritten,
    StatusChanged,
)
from manyi.desk.models import (
    NO_DUE,
    Attachment,
    DeliveryState,
    Draft,
    Follower,
    Mention,
    Message,
    MessageKind,
    Status,
    Ticket,
)
from manyi.desk.permissions import NOTE, REPLY
from manyi.people.models import Staff

LONGEST = 200_000
_BLANKS = re.compile(r"\s+")


def snippet_of(text: str) -> str:
    """The first words of a message, as lists show them, without the signs of its layout."""
    return _BLANKS.sub(" ", text[:400].replace("**", "")).strip()[:160]


def indexed_text(ticket: Ticket, text: str) -> str:
    """What the search finds a message by: its own words and the ticket's subject."""
    return f"{ticket.subject}\n{text}"


@action
def receive_message(
    ticket: Ticket,
    *,
    by: Actor,
    text: str,
    channel: str,
    html: str = "",
    quoted: str = "",
    external_id: str | None = None,
    addresses: str = "",
    attachments: Iterable[Attachment] = (),
) -> Message:
    """Take in what the customer said. A solved or closed ticket opens again, a waiting one becomes open.

    A second call with the same ``external_id`` on the same channel returns the first message and changes nothing.
    """
    ticket = locked(ticket)
    known = _known(channel, external_id)
    if known is not None:
        return known
    is_first = ticket.status == Status.NEW and not ticket.snippet
    message = _write(
        ticket,
        MessageKind.INBOUND,
        text,
        channel=channel,
        customer_id=by.customer_id or ticket.customer_id,
        html=html,
        quoted=quoted,
        external_id=external_id,
        addresses=addresses,
        attachments=attachments,
    )
    step = opening_for_message(ticket)
    change(ticket, **step.columns, snippet=snippet_of(text), waiting_since=ticket.waiting_since or now())
    for event in step.events:
        record(event, by=by, ticket=ticket)
    record(MessageReceived(message=message.pk, channel=channel, is_first=is_first), by=by, ticket=ticket)
    return message


@action
def reply(
    ticket: Ticket,
    *,
    by: Actor,
    text: str,
    html: str = "",
    channel: str = "",
    external_id: str | None = None,
    attachments: Iterable[Attachment] = (),
    then: str = "",
    reason: str = "",
) -> Message:
    """Answer the customer on ``channel`` (the ticket's own by default); the channel delivers it after the commit.

    The first to answer becomes the owner, and the assignee if nobody is. Open work then waits for the customer;
    with ``then="resolve"`` the answer is proposed as the solution, with ``close`` it ends the matter (for this
    ``reason``), with ``open`` we still have work to do.
    """
    require(by, REPLY)
    require_words(text, attachments)
    ticket = locked(ticket)
    channel = channel or ticket.channel
    known = _known(channel, external_id)
    if known is not None:
        return known
    check_reply(ticket, by)
    message = _write(
        ticket,
        MessageKind.OUTBOUND,
        text,
        channel=channel,
        staff_id=by.staff_id,
        html=html,
        external_id=external_id,
        attachments=attachments,
    )
    _answered(ticket, message, by=by, status=Status.OPEN if then == "open" else Status.PENDING)
    note_promises(ticket, message, by=by)
    if then == "resolve":
        propose_resolution(ticket, by=by, reason=reason)
    elif then == "close":
        close_ticket(ticket, by=by, reason=reason)
    _forget_draft(ticket, by, MessageKind.OUTBOUND)
    return message


def _answered(ticket: Ticket, message: Message, *, by: Actor, status: Status) -> None:
    """The customer has his answer: no clock runs, open work is in ``status`` from now on; all in one UPDATE."""
    waited = (now() - ticket.waiting_since).total_seconds() if ticket.waiting_since else None
    is_first = ticket.first_replied_at is None
    claim = claim_of_reply(ticket, by=by)
    old = claim.columns.get("status", ticket.status)
    answered = {
        "snippet": snippet_of(message.text),
        "waiting_since": None,
        "due_at": NO_DUE,
        "first_replied_at": ticket.first_replied_at or now(),
        "status": int(status) if ticket.is_open else old,
    }
    change(ticket, **{**claim.columns, **answered})
    for event in claim.events:
        record(event, by=by, ticket=ticket)
    sent = MessageSent(message=message.pk, channel=message.channel, waited=waited, is_first=is_first)
    record(sent, by=by, ticket=ticket)
    if ticket.status != old:
        record(StatusChanged(old=old, new=ticket.status, reason="replied"), by=by, ticket=ticket)


@action
def tell_customer(ticket: Ticket, *, text: str, key: str) -> Message:
    """Say something to the customer automatically, once per ``key``: nobody becomes owner, the customer waits on."""
    ticket = locked(ticket)
    known = _known(ticket.channel, key)
    if known is not None:
        return known
    require_words(text, ())
    message = _write(
        ticket, MessageKind.OUTBOUND, text, channel=ticket.channel, staff_id=None, external_id=key, attachments=()
    )
    change(ticket)
    record(CustomerTold(message=message.pk, channel=message.channel), by=SYSTEM, ticket=ticket)
    return message


@action
def note(
    ticket: Ticket,
    *,
    by: Actor,
    text: str,
    html: str = "",
    mentions: Iterable[Staff] = (),
    external_id: str | None = None,
    attachments: Iterable[Attachment] = (),
) -> Message:
    """Write something only staff see. Colleagues who are mentioned follow the ticket from then on."""
    require(by, NOTE)
    require_words(text, attachments)
    ticket = locked(ticket)
    known = _known(ticket.channel, external_id)
    if known is not None:
        return known
    message = _write(
        ticket,
        MessageKind.NOTE,
        text,
        channel=ticket.channel,
        staff_id=by.staff_id,
        html=html,
        external_id=external_id,
        attachments=attachments,
    )
    called = sorted({staff.pk for staff in mentions if staff.is_active})
    for staff_id in called:
        insert(Mention, message_id=message.pk, ticket_id=ticket.pk, staff_id=staff_id, seen_at=None)
        Follower.objects.get_or_create(ticket=ticket, staff_id=staff_id, defaults={"created_at": now()})
    change(ticket)
    record(NoteWritten(message=message.pk, mentions=called), by=by, ticket=ticket)
    _forget_draft(ticket, by, MessageKind.NOTE)
    return message


@action
def set_delivery(message: Message, state: str, *, by: Actor, error: str = "") -> Message:
    """Say how far an outbound message has come; the same state again changes nothing."""
    row = Message.objects.select_for_update(of=("self",), no_key=True).select_related("ticket").get(pk=message.pk)
    if row.delivery == state and row.delivery_error == error[:300]:
        return row
    old, row.delivery, row.delivery_error = row.delivery, DeliveryState(state), error[:300]
    row.save(update_fields=["delivery", "delivery_error"])
    record(DeliveryChanged(message=row.pk, old=old, new=state, error=error[:300]), by=by, ticket=row.ticket)
    return row


@action
def mark_read(ticket: Ticket, *, by: Actor, up_to: int) -> int:
    """The customer has read our messages up to this id; returns how many were unread."""
    count = Message.objects.filter(
        ticket=ticket, id__lte=up_to, kind=MessageKind.OUTBOUND, read_at__isnull=True
    ).update(read_at=now())
    if count:
        record(MessagesRead(up_to=up_to), by=by, ticket=ticket)
    return count


@action
def mark_mentions_seen(ticket: Ticket, *, by: Actor) -> int:
    """A colleague has opened a ticket he was mentioned on; returns how many mentions were new. Not an event."""
    return Mention.objects.filter(ticket=ticket, staff_id=by.as_staff, seen_at=None).update(seen_at=now())


def require_words(text: str, attachments: Iterable[object]) -> None:
    """Raises :class:`Invalid` for a message without words and files, and for one that is too long."""
    if not text.strip() and not list(attachments):
        raise Invalid(fields={"text": _("There is nothing to send yet.")})
    if len(text) > LONGEST:
        raise Invalid(fields={"text": _("This is too long to send as one message.")})


def _known(channel: str, external_id: str | None) -> Message | None:
    if external_id is None:
        return None
    return read(Message, channel=channel, external_id=external_id)


def _write(
    ticket: Ticket, kind: MessageKind, text: str, *, attachments: Iterable[Attachment], **values: Any
) -> Message:
    values = {"ticket_id": ticket.pk, "kind": kind.value, "text": text[:LONGEST], "at": now(), **values}
    message = add(Message, **values)
    search.index(message.pk, indexed_text(ticket, text))
    files = [attachment.pk for attachment in attachments]
    if files:
        Attachment.objects.filter(pk__in=files, message=None).update(message=message, ticket=ticket)
    return message


def _forget_draft(ticket: Ticket, by: Actor, kind: MessageKind) -> None:
    if by.staff_id is not None:
        delete(Draft, ticket_id=ticket.pk, staff_id=by.staff_id, kind=kind.value)
