"""The lock every action on a ticket takes first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from manyi.core.actions import held, now
from manyi.core.errors import Conflict, NotFound
from manyi.core.events import Payload
from manyi.core.rows import read, update
from manyi.desk.models import Ticket


def locked(ticket: Ticket) -> Ticket:
    """The ticket's row as it is now, locked to the end of the transaction; one object for the whole action.

    Raises :class:`Conflict` for a merged ticket: it only takes :func:`undo_merge`.
    """
    rows = held()
    row: Ticket | None = rows.get((Ticket, ticket.pk))
    if row is None:
        row = read(Ticket, lock=True, id=ticket.pk)
    if row is None:
        raise NotFound()
    rows[Ticket, row.pk] = row
    if row.merged_into_id is not None:
        raise Conflict(_("This ticket was merged into another one."), merged_into=row.merged_into_id)
    return row


@dataclass(slots=True)
class Step:
    """Columns of a ticket to write, and the events that say so, for an action that writes more at the same time."""

    columns: dict[str, Any] = field(default_factory=dict)
    events: list[Payload] = field(default_factory=list)


def change(ticket: Ticket, **values: Any) -> None:
    """Write columns of a locked ticket, with a new version and time of change."""
    update(ticket, **values, version=ticket.version + 1, updated_at=now())
