"""What happens at the desk."""

from __future__ import annotations

from typing import Any

from manyi.core.events import Payload, verb


@verb("ticket.created")
class TicketCreated(Payload, frozen=True):
    number: str
    channel: str
    type: str = ""


@verb("message.received")
class MessageReceived(Payload, frozen=True):
    """The customer said something."""

    message: int
    channel: str
    is_first: bool = False


@verb("message.sent")
class MessageSent(Payload, frozen=True):
    """We answered the customer; ``waited`` is how long the customer had waited, in seconds."""

    message: int
    channel: str
    waited: float | None = None
    is_first: bool = False


@verb("message.automatic")
class CustomerTold(Payload, frozen=True):
    """Something was said to the customer automatically; it answers nothing, so every clock runs on."""

    message: int
    channel: str


@verb("message.noted")
class NoteWritten(Payload, frozen=True):
    message: int
    mentions: list[int] = []


@verb("message.delivery_changed")
class DeliveryChanged(Payload, frozen=True):
    message: int
    old: str
    new: str
    error: str = ""


@verb("message.read")
class MessagesRead(Payload, frozen=True):
    """The customer has read everything up to this message."""

    up_to: int


@verb("ticket.assigned")
class TicketAssigned(Payload, frozen=True):
    """Assignee or team changed; ids or None. ``how`` is by_hand, taken, automatic or reply."""

    old_assignee: int | None
    new_assignee: int | None
    old_team: int | None
    new_team: int | None
    how: str
    reason: str = ""


@verb("ticket.owner_changed")
class OwnerChanged(Payload, frozen=True):
    old: int | None
    new: int | None
    reason: str = ""


@verb("ticket.status_changed")
class StatusChanged(Payload, frozen=True):
    """Between the open states (new, open, pending, hold)."""

    old: int
    new: int
    reason: str = ""


@verb("ticket.resolved")
class ResolutionProposed(Payload, frozen=True):
    old: int
    resolution: int
    reason: str = ""


@verb("ticket.closed")
class TicketClosed(Payload, frozen=True):
    """``how`` is confirmed (by the customer), silence, staff or merged."""

    old: int
    how: str
    reason: str = ""


@verb("ticket.reopened")
class TicketReopened(Payload, frozen=True):
    old: int
    reason: str = ""


@verb("ticket.changed")
class TicketChanged(Payload, frozen=True):
    """Changed columns and custom fields (``field:KEY``), old and new."""

    old: dict[str, Any]
    new: dict[str, Any]


@verb("ticket.tagged")
class TagsChanged(Payload, frozen=True):
    added: list[str]
    removed: list[str]


@verb("ticket.due_changed")
class DueChanged(Payload, frozen=True):
    """``due`` is Unix seconds, None when no answer is due."""

    due: float | None


@verb("ticket.followed")
class TicketFollowed(Payload, frozen=True):
    staff: int


@verb("ticket.unfollowed")
class TicketUnfollowed(Payload, frozen=True):
    staff: int


@verb("ticket.merged")
class TicketsMerged(Payload, frozen=True):
    """On the kept ticket; ``merged`` is the other one."""

    merge: int
    merged: int
    number: str


@verb("ticket.merge_undone")
class TicketMergeUndone(Payload, frozen=True):
    merge: int
    merged: int
    number: str


@verb("ticket.split")
class TicketSplit(Payload, frozen=True):
    """On the new ticket: from which ticket and message it came."""

    source: int
    number: str
    message: int


@verb("ticket.linked")
class TicketsLinked(Payload, frozen=True):
    other: int
    number: str
    kind: str


@verb("ticket.archived")
class TicketArchived(Payload, frozen=True):
    reason: str = ""


@verb("ticket.unarchived")
class TicketUnarchived(Payload, frozen=True):
    pass


@verb("ticket.customer_changed")
class TicketCustomerChanged(Payload, frozen=True):
    """The ticket went to another customer row, by a merge of customers or its undoing."""

    old: int
    new: int


@verb("view.saved")
class ViewSaved(Payload, frozen=True):
    """``audience`` is me, team or all."""

    view: int
    audience: str


@verb("view.moved")
class ViewMoved(Payload, frozen=True):
    """To another place among the lists."""

    view: int


@verb("view.deleted")
class ViewDeleted(Payload, frozen=True):
    view: int


@verb("ticket_type.saved")
class TypeSaved(Payload, frozen=True):
    type: int
    key: str


@verb("custom_field.saved")
class FieldSaved(Payload, frozen=True):
    field: int
    key: str


@verb("wording.saved")
class WordingSaved(Payload, frozen=True):
    """``audience`` is me, team or all."""

    wording: int
    audience: str


@verb("wording.deleted")
class WordingDeleted(Payload, frozen=True):
    wording: int


@verb("wording.used")
class WordingUsed(Payload, frozen=True):
    """Inserted into what is being written on a ticket."""

    wording: int


@verb("macro.saved")
class MacroSaved(Payload, frozen=True):
    macro: int
    audience: str


@verb("macro.deleted")
class MacroDeleted(Payload, frozen=True):
    macro: int


@verb("macro.run")
class MacroRun(Payload, frozen=True):
    """Its steps follow as events of their own."""

    macro: int
    name: str


@verb("reply.planned")
class ReplyPlanned(Payload, frozen=True):
    """A reply is written and goes out at ``send_at`` (Unix seconds) unless the customer writes first."""

    planned: int
    staff: int
    send_at: float


@verb("reply.held")
class ReplyHeld(Payload, frozen=True):
    """``reason`` is message (the customer wrote first) or refused (its writer may no longer send it)."""

    planned: int
    staff: int
    reason: str


@verb("reply.taken_back")
class ReplyTakenBack(Payload, frozen=True):
    planned: int
    staff: int


@verb("ticket.snoozed")
class TicketSnoozed(Payload, frozen=True):
    """``until`` is Unix seconds, None until the customer writes."""

    staff: int
    until: float | None


@verb("ticket.woken")
class TicketWoken(Payload, frozen=True):
    """``reason`` is time, message or hand."""

    staff: int
    reason: str


@verb("bulk.started")
class BulkStarted(Payload, frozen=True):
    """The same step on many tickets; ``do`` is its kind. What changes on each ticket follows as events of its own."""

    run: int
    do: str
    total: int


@verb("bulk.finished")
class BulkFinished(Payload, frozen=True):
    run: int
    done: int
    refused: int


@verb("bulk.undone")
class BulkUndone(Payload, frozen=True):
    run: int
