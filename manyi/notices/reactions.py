"""Who is told what when something happens at the desk. Later: nobody waits for a notice to be written."""

from __future__ import annotations

from manyi.core.actions import action
from manyi.core.actors import Actor
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.core.rows import read
from manyi.desk.events import (
    MessageReceived,
    NoteWritten,
    ReplyHeld,
    TicketAssigned,
    TicketReopened,
    TicketWoken,
)
from manyi.desk.models import Approval, Follower, Task, Ticket
from manyi.desk.work_events import (
    ApprovalAsked,
    ApprovalDecided,
    PromiseDueSoon,
    PromiseMissed,
    TaskAnswered,
    TaskOverdue,
    TaskRefused,
    WorkTakenOver,
)
from manyi.notices.actions import tell


def _ticket(event: Recorded) -> Ticket | None:
    return read(Ticket, id=event.ticket_id) if event.ticket_id else None


def _actor(event: Recorded) -> Actor:
    return Actor(event.actor_kind, event.actor_id)


@on(NoteWritten)
@action
def tell_of_note(event: Recorded) -> None:
    """Those who are called, and those who follow."""
    ticket, payload = _ticket(event), event.payload
    if ticket is None or not isinstance(payload, NoteWritten):
        return
    called = set(payload.mentions)
    followers = set(Follower.objects.filter(ticket=ticket).values_list("staff_id", flat=True))
    tell(called, "mention", by=_actor(event), ticket=ticket)
    tell(followers - called, "followed", by=_actor(event), ticket=ticket)


@on(TicketAssigned)
def tell_of_assignment(event: Recorded) -> None:
    """The new assignee, unless he took it himself."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, TicketAssigned) and payload.new_assignee != payload.old_assignee:
        tell([payload.new_assignee], "assigned", by=_actor(event), ticket=ticket)


@on(MessageReceived)
def tell_of_message(event: Recorded) -> None:
    """Who works on the ticket; the first message is told by its assignment."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, MessageReceived) and not payload.is_first:
        tell([ticket.assignee_id or ticket.owner_id], "message", by=_actor(event), ticket=ticket)


@on(TicketReopened)
def tell_of_reopening(event: Recorded) -> None:
    """Who is responsible to the customer; a message that opens it again is told as a message."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, TicketReopened) and payload.reason != "message":
        tell({ticket.owner_id, ticket.assignee_id}, "reopened", by=_actor(event), ticket=ticket)


@on(TicketWoken)
def tell_of_waking(event: Recorded) -> None:
    """Who had put it aside, when its time has come."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, TicketWoken) and payload.reason == "time":
        tell([payload.staff], "woken", ticket=ticket)


@on(ReplyHeld)
def tell_of_held_reply(event: Recorded) -> None:
    """Who wrote it."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, ReplyHeld):
        tell([payload.staff], "held", ticket=ticket, data={"reason": payload.reason})


@on(TaskAnswered, TaskRefused, TaskOverdue)
@action
def tell_of_task(event: Recorded) -> None:
    """Who asked another department hears what came of it, and all concerned when nothing comes."""
    ticket, payload = _ticket(event), event.payload
    if ticket is None or not isinstance(payload, TaskAnswered | TaskRefused | TaskOverdue):
        return
    if isinstance(payload, TaskOverdue):
        tell(payload.told, "task", ticket=ticket, data={"what": "overdue", "title": payload.title})
        return
    what = "refused" if isinstance(payload, TaskRefused) else "answered"
    asker = Task.objects.filter(pk=payload.task).values_list("asked_by_id", flat=True).first()
    data = {"what": what, "title": payload.title}
    tell({asker, ticket.assignee_id}, "task", by=_actor(event), ticket=ticket, data=data)


@on(PromiseDueSoon, PromiseMissed)
@action
def tell_of_promise(event: Recorded) -> None:
    """Its keeper, before the time and when it has passed."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, PromiseDueSoon | PromiseMissed):
        what = "missed" if isinstance(payload, PromiseMissed) else "soon"
        tell([payload.staff], "promise", ticket=ticket, data={"what": what, "text": payload.text})


@on(ApprovalAsked)
@action
def tell_of_approval(event: Recorded) -> None:
    """Who is to decide."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, ApprovalAsked):
        data = {"how": "asked", "what": f"{payload.what} {payload.amount}"}
        tell([payload.approver], "approval", by=_actor(event), ticket=ticket, data=data)


@on(ApprovalDecided)
@action
def tell_of_decision(event: Recorded) -> None:
    """Who had asked."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, ApprovalDecided):
        asker = Approval.objects.filter(pk=payload.approval).values_list("asked_by_id", flat=True).first()
        data = {"how": "approved" if payload.approved else "refused", "what": payload.what}
        tell([asker], "approval", by=_actor(event), ticket=ticket, data=data)


@on(WorkTakenOver)
@action
def tell_of_takeover(event: Recorded) -> None:
    """Who was working on it."""
    ticket, payload = _ticket(event), event.payload
    if ticket is not None and isinstance(payload, WorkTakenOver):
        tell([payload.old], "taken_over", by=_actor(event), ticket=ticket)
