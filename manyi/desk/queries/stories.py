"""What the hand-over summary of a ticket is made of."""

from __future__ import annotations

from manyi.desk.handover import Spoken, Story, as_text, summarise
from manyi.desk.models import Message, MessageKind, Promise, PromiseState, Task, TaskState, Ticket

SPOKEN = 40


def story_of(ticket: Ticket) -> Story:
    """The newest messages, open promises and open tasks of a ticket."""
    said = Message.objects.filter(ticket=ticket).exclude(kind=MessageKind.NOTE).order_by("-id")[:SPOKEN]
    promises = Promise.objects.filter(ticket=ticket, state=PromiseState.OPEN).order_by("due_at")
    tasks = Task.objects.filter(ticket=ticket, state=TaskState.OPEN).select_related("department").order_by("id")
    return Story(
        subject=ticket.subject,
        messages=[Spoken(message.kind, message.text) for message in reversed(said)],
        promises=[(promise.text, promise.due_at) for promise in promises],
        tasks=[f"{task.title} · {task.department.name}" for task in tasks],
    )


def handover_summary(ticket: Ticket) -> str:
    """The summary a transfer starts with, in the active language."""
    return as_text(summarise(story_of(ticket)))
