"""What a colleague has typed but not sent. Drafts are private and stay out of the event log."""

from __future__ import annotations

from manyi.core import files
from manyi.core.actions import action, now
from manyi.core.actors import Actor, require
from manyi.desk.models import Attachment, Draft, Ticket
from manyi.desk.permissions import NOTE


@action
def save_draft(ticket: Ticket, *, by: Actor, kind: str, text: str) -> Draft | None:
    """Keep what is typed; empty text removes the draft."""
    require(by, NOTE)
    if not text.strip():
        discard_draft(ticket, by=by, kind=kind)
        return None
    draft, _created = Draft.objects.update_or_create(
        ticket=ticket, staff_id=by.as_staff, kind=kind, defaults={"text": text[:200_000], "updated_at": now()}
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
