"""Side conversations: begun, gone on with, answered by mail, closed and opened again."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from manyi.channels.email.channel import mailbox_for, stable_message_id
from manyi.channels.email.config import mailbox_of
from manyi.channels.email.sanitising import sanitise_html
from manyi.channels.models import Inbox
from manyi.channels.sides.events import (
    SideAnswered,
    SideClosed,
    SideDeliveryChanged,
    SideReopened,
    SideSaid,
    SideStarted,
)
from manyi.channels.sides.models import Person, Side, SideFile, SideKind, SideMessage
from manyi.channels.sides.receivers import receivers
from manyi.core import files, jobs, search
from manyi.core.actions import action, now, record, unit
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.desk.actions import Upload
from manyi.desk.actions.locking import locked
from manyi.desk.models import Attachment, DeliveryState, Ticket
from manyi.desk.permissions import REPLY
from manyi.people.models import Staff

LONGEST = 100_000


@action
def start_side(
    ticket: Ticket,
    *,
    by: Actor,
    to: Iterable[str],
    subject: str,
    text: str,
    attachments: Iterable[Attachment] = (),
    uploads: Iterable[Upload] = (),
) -> Side:
    """Write to colleagues or partners by mail, beside the customer's conversation; they see this mail and no more.

    ``attachments`` are chosen files of the ticket. Raises :class:`Invalid` naming what is missing or wrong,
    :class:`Conflict` while no mailbox is set up.
    """
    require(by, REPLY)
    ticket = locked(ticket)
    people, wrong = receivers(ticket, to)
    subject = " ".join(subject.split())[:200]
    if not subject:
        wrong["subject"] = _("Give it a subject.")
    if not text.strip():
        wrong["text"] = _("There is nothing to send yet.")
    if wrong:
        raise Invalid(fields=wrong)
    side = Side.objects.create(
        ticket=ticket,
        inbox=_mailbox(ticket),
        subject=subject,
        people=_kept(people),
        begun_by_id=by.staff_id,
        begun_at=now(),
        last_at=now(),
    )
    record(SideStarted(side=side.pk, subject=subject, receivers=len(people)), by=by, ticket=ticket)
    _write(side, by, text, attachments, uploads)
    return side


@action
def say_on_side(
    side: Side,
    *,
    by: Actor,
    text: str,
    to: Iterable[str] | None = None,
    attachments: Iterable[Attachment] = (),
    uploads: Iterable[Upload] = (),
) -> SideMessage:
    """Write once more; ``to`` changes who gets it from now on. A closed talk opens again."""
    require(by, REPLY)
    ticket, side = _locked(side)
    wrong: dict[str, str] = {}
    if to is not None:
        people, wrong = receivers(ticket, to)
        side.people = _kept(people)
    if not text.strip():
        wrong["text"] = _("There is nothing to send yet.")
    if wrong:
        raise Invalid(fields=wrong)
    if not side.is_open:
        record(SideReopened(side=side.pk, subject=side.subject), by=by, ticket=ticket)
    side.closed_at, side.is_answered, side.last_at = None, False, now()
    side.save(update_fields=["people", "closed_at", "is_answered", "last_at"])
    message = _write(side, by, text, attachments, uploads)
    record(SideSaid(side=side.pk, subject=side.subject, message=message.pk), by=by, ticket=ticket)
    return message


@action
def take_answer(
    side: Side,
    *,
    sender: Person,
    text: str,
    external_id: str,
    html: str = "",
    quoted: str = "",
    uploads: Iterable[Upload] = (),
    is_automatic: bool = False,
) -> SideMessage:
    """A mail came. The same mail twice is one message; an automatic answer neither opens the talk nor tells anybody."""
    ticket, side = _locked(side)
    known = SideMessage.objects.filter(external_id=external_id).first()
    if known is not None:
        return known
    name, address = sender
    message = SideMessage.objects.create(
        side=side,
        kind=SideKind.AUTOMATIC if is_automatic else SideKind.IN,
        staff=Staff.objects.filter(email__iexact=address, is_active=True).first(),
        sender_name=name[:120],
        sender=address,
        text=text.strip()[:LONGEST],
        quoted=quoted[:LONGEST],
        at=now(),
        external_id=external_id[:255],
    )
    shown = _keep(message, uploads, limit=100_000_000)
    message.html = _laid_out(html, shown)
    message.save(update_fields=["html"])
    search.index_aside(message.pk, indexed_text(side, message))
    if is_automatic:
        return message
    if not side.is_open:
        record(SideReopened(side=side.pk, subject=side.subject, reason="mail"), by=SYSTEM, ticket=ticket)
    side.closed_at, side.is_answered, side.last_at = None, True, now()
    side.save(update_fields=["closed_at", "is_answered", "last_at"])
    record(SideAnswered(side=side.pk, subject=side.subject, message=message.pk), by=SYSTEM, ticket=ticket)
    return message


@action
def close_side(side: Side, *, by: Actor) -> Side:
    """Nothing more is expected. The same again changes nothing; a mail that comes opens it again."""
    require(by, REPLY)
    ticket, side = _locked(side)
    if side.is_open:
        side.closed_at = now()
        side.save(update_fields=["closed_at"])
        record(SideClosed(side=side.pk, subject=side.subject), by=by, ticket=ticket)
    return side


@action
def reopen_side(side: Side, *, by: Actor) -> Side:
    """Go on with it. The same again changes nothing."""
    require(by, REPLY)
    ticket, side = _locked(side)
    if not side.is_open:
        side.closed_at = None
        side.save(update_fields=["closed_at"])
        record(SideReopened(side=side.pk, subject=side.subject), by=by, ticket=ticket)
    return side


@action
def set_delivery(message: SideMessage, state: str, *, error: str = "") -> None:
    """Say how far a mail of ours has come; the same state again changes nothing."""
    row = (
        SideMessage.objects.select_for_update(of=("self",), no_key=True)
        .select_related("side__ticket")
        .get(pk=message.pk)
    )
    if (row.delivery, row.delivery_error) == (state, error[:300]):
        return
    row.delivery, row.delivery_error = DeliveryState(state), error[:300]
    row.save(update_fields=["delivery", "delivery_error"])
    event = SideDeliveryChanged(
        side=row.side_id, subject=row.side.subject, message=row.pk, new=state, error=error[:300]
    )
    record(event, by=SYSTEM, ticket=row.side.ticket)


def _locked(side: Side) -> tuple[Ticket, Side]:
    """The ticket it stands on now, locked, and the talk as it is now."""
    known = Side.objects.select_related("ticket__merged_into").filter(pk=side.pk).first()
    if known is None:
        raise NotFound()
    ticket = known.ticket
    while ticket.merged_into is not None:
        ticket = ticket.merged_into
    ticket = locked(ticket)
    return ticket, Side.objects.select_related("inbox").select_for_update(of=("self",), no_key=True).get(pk=side.pk)


def _mailbox(ticket: Ticket) -> Inbox:
    inbox = mailbox_for(ticket)
    if inbox is None:
        raise Conflict(_("No mailbox is set up yet."))
    return inbox


def _kept(people: Iterable[Person]) -> str:
    return msgspec.json.encode(list(people)).decode()


def _write(
    side: Side, by: Actor, text: str, attachments: Iterable[Attachment], uploads: Iterable[Upload]
) -> SideMessage:
    message = SideMessage.objects.create(
        side=side,
        kind=SideKind.OUT,
        staff_id=by.staff_id,
        text=text.strip()[:LONGEST],
        at=now(),
        delivery=DeliveryState.QUEUED,
    )
    message.external_id = stable_message_id(mailbox_of(side.inbox), f"side:{message.pk}")
    message.save(update_fields=["external_id"])
    for row in attachments:
        SideFile.objects.create(message=message, file_id=row.file_id, name=row.name)
    _keep(message, uploads)
    search.index_aside(message.pk, indexed_text(side, message))
    jobs.enqueue("sides.deliver", key=f"side:{message.pk}", message=message.pk)
    return message


def indexed_text(side: Side, message: SideMessage) -> str:
    """What a mail is found by."""
    return f"{side.subject}\n{message.sender_name}\n{message.text}"


def index_missing_sides() -> int:
    """Index every mail of a side conversation that is not in the search index; returns how many those were."""
    count, last = 0, 0
    while ids := list(SideMessage.objects.filter(pk__gt=last).order_by("id").values_list("id", flat=True)[:500]):
        last = ids[-1]
        with unit():
            for message in SideMessage.objects.select_related("side").filter(pk__in=search.missing_asides(ids)):
                search.index_aside(message.pk, indexed_text(message.side, message))
                count += 1
    return count


def _keep(message: SideMessage, uploads: Iterable[Upload], *, limit: int | None = None) -> dict[str, SideFile]:
    """Keep the files; returns those a mail's text shows, by their content id."""
    shown = {}
    for one in uploads:
        stored = files.store(one.content, claimed_type=one.media_type, limit=limit)
        row = SideFile.objects.create(message=message, file=stored, name=one.name[:200] or _("file"))
        if one.content_id:
            shown[one.content_id] = row
    return shown


def _laid_out(html: str, shown: dict[str, SideFile]) -> str:
    if not html:
        return ""
    places = {key: reverse("side-file", args=[row.message.side_id, row.pk]) for key, row in shown.items()}
    return sanitise_html(html, places.get)
