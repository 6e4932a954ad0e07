"""What a colleague has typed but not sent. Drafts are private and stay out of the event log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

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
    ticket: Ticket,
    *,
    by: Actor,
    kind: str,
    text: str,
    files: Iterable[int] = (),
    typed_at: dt.datetime | None = None,
) -> Draft | None:
    """Keep what is typed and which uploads go with it; nothing at all removes the draft.

    ``typed_at`` is the writer's clock: a save that was overtaken by a later one on its way is left out.
    """
    require(by, NOTE)
    if kind not in (MessageKind.OUTBOUND, MessageKind.NOTE):
        raise Invalid(fields={"kind": _("Drafts are replies or notes.")})
    typed_at = min(typed_at or now(), now())
    known = Draft.objects.filter(ticket=ticket, staff_id=by.as_staff, kind=kind).first()
    if known is not None and dt.timedelta(0) < known.updated_at - typed_at < OVERTAKEN:
        return known
    uploads = sorted(set(files))
    if not text.strip() and not uploads:
        discard_draft(ticket, by=by, kind=kind)
        return None
    draft, _created = Draft.objects.update_or_create(
        ticket=ticket,
        staff_id=by.as_staff,
        kind=kind,
        defaults={"text": text[:200_000], "files": uploads, "updated_at": typed_at},
    )
    return draft


@action
def discard_draft(ticket: Ticket, *, by: Actor, kind: str) -> None:
    """Throw a draft away."""
    Draft.objects.filter(ticket=ticket, staff_id=by.as_staff, kind=kind).delete()


@action
def upload(
    ticket: Ticket | None,
    *,
    by: Actor,
    name: str,
    content: bytes,
    claimed_type: str = "",
    content_id: str = "",
    limit: int | None = None,
) -> Attachment:
    """Keep a file for a message that is still being written. Raises :class:`Invalid` past the size limit (bytes)."""
    stored = files.store(content, claimed_type=claimed_type, limit=limit)
    return Attachment.objects.create(
        ticket=ticket,
        file=stored,
        name=(name.replace("\\", "/").rsplit("/", 1)[-1] or "file")[:200],
        content_id=content_id[:200],
        uploaded_by_id=by.staff_id,
        created_at=now(),
    )
