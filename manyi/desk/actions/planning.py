"""Replies that are sent later, or in a moment so that they can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from manyi.core import jobs
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Refused
from manyi.core.rows import update
from manyi.desk.access import get_ticket_by_id
from manyi.desk.actions.drafting import discard_draft, save_draft
from manyi.desk.actions.locking import locked
from manyi.desk.actions.messages import reply, require_words
from manyi.desk.checks import check_reply
from manyi.desk.events import ReplyHeld, ReplyPlanned, ReplyTakenBack
from manyi.desk.models import Attachment, Draft, Message, MessageKind, PlannedReply, Ticket
from manyi.desk.permissions import REPLY, RESOLVE
from manyi.desk.rich import html_of
from manyi.people.access import actor_of
from manyi.people.models import Staff

MAIL = "email"


@action
def plan_reply(
    ticket: Ticket,
    *,
    by: Actor,
    text: str,
    send_at: dt.datetime,
    key: str,
    attachments: Iterable[Attachment] = (),
    then: str = "",
    is_grace: bool = False,
) -> PlannedReply:
    """Have a reply sent later; the same ``key`` again changes nothing. ``then`` is as for ``reply``.

    With ``is_grace`` it waits only so that it can be taken back, and nothing is recorded yet.
    """
    require(by, REPLY)
    files = [attachment.pk for attachment in attachments]
    require_words(text, files)
    ticket = locked(ticket)
    known = PlannedReply.objects.filter(key=key).first()
    if known is not None:
        return known
    check_reply(ticket, by)
    planned = PlannedReply.objects.create(
        ticket_id=ticket.pk, staff_id=by.as_staff, text=text, files=files, then=then, key=key, send_at=send_at,
        is_grace=is_grace, created_at=now(),
    )  # fmt: skip
    discard_draft(ticket, by=by, kind=MessageKind.OUTBOUND)
    _enqueue(planned)
    if not is_grace:
        record(ReplyPlanned(planned=planned.pk, staff=by.as_staff, send_at=send_at.timestamp()), by=by, ticket=ticket)
    return planned


@action
def move_planned(planned: PlannedReply, *, by: Actor, send_at: dt.datetime) -> None:
    """Have it sent at another time; one that was held goes out then."""
    require(by, REPLY)
    row, ticket = _locked(planned)
    row.send_at, row.held_at, row.is_grace = send_at, None, False
    row.save(update_fields=["send_at", "held_at", "is_grace"])
    _enqueue(row)
    record(ReplyPlanned(planned=row.pk, staff=row.staff_id, send_at=send_at.timestamp()), by=by, ticket=ticket)


@action
def send_planned_now(planned: PlannedReply, *, by: Actor) -> Message:
    """Send it at once, whoever wrote it; it goes out in the writer's name."""
    require(by, REPLY)
    row, ticket = _locked(planned)
    return _send(row, ticket, _writer(row))


@action
def take_back(planned: PlannedReply, *, by: Actor) -> None:
    """Not send it after all: it becomes the draft of who takes it back. Raises :class:`Conflict` when it is gone."""
    require(by, REPLY)
    row, ticket = _locked(planned)
    begun = Draft.objects.filter(ticket=ticket, staff_id=by.as_staff, kind=MessageKind.OUTBOUND).first()
    text = f"{row.text}\n\n{begun.text}" if begun is not None and begun.text.strip() else row.text
    files = [*row.files, *(begun.files if begun is not None else [])]
    Attachment.objects.filter(pk__in=row.files, message=None).update(uploaded_by_id=by.as_staff)
    save_draft(ticket, by=by, kind=MessageKind.OUTBOUND, text=text, files=files)
    if not row.is_grace:
        record(ReplyTakenBack(planned=row.pk, staff=row.staff_id), by=by, ticket=ticket)
    row.delete()


@action
def send_when_due(planned_id: int) -> None:
    """Send a planned reply whose time has come; for the job. What was moved, held or taken back is left alone."""
    planned = PlannedReply.objects.filter(pk=planned_id, held_at=None, send_at__lte=now()).first()
    if planned is None:
        return
    row, ticket = _locked(planned)
    try:
        writer = _writer(row)
        get_ticket_by_id(writer, ticket.pk)
        require(writer, REPLY)
        check_reply(ticket, writer)
    except Refused:
        _hold(row, ticket, by=SYSTEM, reason="refused")
        return
    _send(row, ticket, writer)


@action
def hold_planned(ticket: Ticket, *, by: Actor) -> None:
    """The customer wrote first: what waits to be sent later is held. For the reaction to messages."""
    for row in PlannedReply.objects.select_for_update(no_key=True).filter(ticket=ticket, held_at=None, is_grace=False):
        _hold(row, ticket, by=by, reason="message")


@action
def end_with_reply(ticket: Ticket, *, by: Actor, then: str, reason: str = "") -> PlannedReply | None:
    """Let the writer's own mail, while it can be taken back, take the ending along (``then``: resolve or close).

    So the mail goes out first, and who takes it back takes back both. None when no such mail waits.
    """
    require(by, RESOLVE)
    rows = PlannedReply.objects.select_for_update(no_key=True).filter(ticket=locked(ticket), staff_id=by.as_staff)
    row = rows.filter(is_grace=True, held_at=None).order_by("-pk").first()
    if row is not None:
        update(row, then=then, reason=reason[:300])
    return row


def send_grace(ticket: Ticket) -> None:
    """Send at once what waits only to be taken back. Inside an action, the ticket locked."""
    for row in PlannedReply.objects.select_for_update(no_key=True).filter(ticket=ticket, is_grace=True, held_at=None):
        _send(row, ticket, _writer(row))


def _hold(row: PlannedReply, ticket: Ticket, *, by: Actor, reason: str) -> None:
    row.held_at = now()
    row.save(update_fields=["held_at"])
    record(ReplyHeld(planned=row.pk, staff=row.staff_id, reason=reason), by=by, ticket=ticket)


def _send(row: PlannedReply, ticket: Ticket, writer: Actor) -> Message:
    files = list(Attachment.objects.filter(pk__in=row.files, message=None))
    html = html_of(row.text) if ticket.channel == MAIL else ""
    message = reply(ticket, by=writer, text=row.text, html=html, external_id=row.key, attachments=files, then=row.then,
                    reason=row.reason)  # fmt: skip
    row.delete()
    return message


def _writer(row: PlannedReply) -> Actor:
    staff = Staff.objects.select_related("role").get(pk=row.staff_id)
    if not staff.is_active:
        raise Conflict(_("Who wrote this no longer works here."))
    return actor_of(staff)


def _locked(planned: PlannedReply) -> tuple[PlannedReply, Ticket]:
    """The row as it is now, and its ticket, both locked. Raises :class:`Conflict` when it is sent or taken back."""
    ticket = locked(planned.ticket)
    row = PlannedReply.objects.select_for_update(of=("self",), no_key=True).filter(pk=planned.pk).first()
    if row is None:
        raise Conflict(_("This reply has been sent or taken back already."))
    return row, ticket


def _enqueue(row: PlannedReply) -> None:
    at = row.send_at
    jobs.enqueue("desk.send_planned", due_at=at, key=f"planned:{row.pk}:{at.timestamp()}", planned=row.pk)
