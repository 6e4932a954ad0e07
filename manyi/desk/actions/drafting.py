"""What a colleague has typed but not sent. Drafts are private and stay out of the event log."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from manyi.core import files
from manyi.core.actions import action, now
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.desk.models import Attachment, Draft, MessageKind, Ticket
from manyi.desk.permissions import NOTE

OVERTAKEN = dt.timedelta(minutes=1)
"""Older than this, a save is from a clock that is wrong, not from one that was overtaken."""


@action
def save_draft(
    ticket: Ticket, *, by: Actor, kind: str, text: str, typed_at: dt.datetime | None = None
) -> Draft | None:
    """Keep what is typed; empty text removes the draft.

    ``typed_at`` is the writer's clock: a save that was overtaken by a later one on its way is left out.
    """
    require(by, NOTE)
    if kind not in (MessageKind.OUTBOUND, MessageKind.NOTE):
        raise Invalid(fields={"kind": _("Drafts are replies or notes.")})
    typed_at = min(typed_at or now(), now())
    known = Draft.objects.filter(ticket=ticket, staff_id=by.as_staff, kind=kind).first()
    if known is not None and dt.timedelta(0) < known.updated_at - typed_at < OVERTAKEN:
        return known
    if not text.strip():
        discard_draft(ticket, by=by, kind=kind)
        return None
    draft, _created = Draft.objects.update_or_create(
        ticket=ticket, staff_id=by.as_staff, kind=kind, defaults={"text": text[:200_000], "updated_at": typed_at}
    )
    return draft


@action
def discard_draft(ticket: Ticket, *, by: Actor, kind: str) -> None:
    """Throw a draft away."""
    Draft.objects.filter(ticket=ticket, staff_id=by.as_staff, kind=kind).delete()


@action
def upload(ticket: Ticket | None, *, by: Actor, name: str, content: bytes, claimed_type: str = "") -> Attachment:
    """Keep a file for a message that is still being written. Raises :class:`Invalid` past the size limit."""
    stored = files.store(content, claimed_type=claimed_type)
    return Attachment.objects.create(
        ticket=ticket,
        file=stored,
        name=(name.replace("\\", "/").rsplit("/", 1)[-1] or "file")[:200],
        uploaded_by_id=by.staff_id,
        created_at=now(),
    )


@action
def discard_upload(attachment: Attachment, *, by: Actor) -> None:
    """Throw away one's own file that was not sent."""
    if attachment.message_id is None and attachment.uploaded_by_id == by.as_staff:
        attachment.delete()
