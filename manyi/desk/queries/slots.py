"""What the desk's own slots beside a ticket show: the mood, the next step, translations."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from manyi.core.addresses import address
from manyi.core.i18n import label
from manyi.core.languages import guess, same_language
from manyi.desk.handover import signs_of_mood
from manyi.desk.models import (
    NO_DUE,
    Approval,
    ApprovalState,
    Message,
    MessageKind,
    Promise,
    PromiseState,
    Status,
    Task,
    Ticket,
    Translation,
)
from manyi.desk.next_step import NextStep, Situation, TaskState, next_steps
from manyi.desk.queries.sops import runs_of

HEARD = 3


@dataclass(frozen=True, slots=True)
class Foreign:
    """A message in another language than the viewer's, with its translation when there is one."""

    message: Message
    language: str
    translation: Translation | None


def last_heard(ticket: Ticket, count: int = HEARD) -> list[Message]:
    """The customer's last messages, oldest first."""
    rows = Message.objects.filter(ticket=ticket, kind=MessageKind.INBOUND).order_by("-id")[:count]
    return list(reversed(rows))


def mood_of_ticket(ticket: Ticket) -> tuple[str, list[str]]:
    """How the customer sounds, and the words that say so."""
    return signs_of_mood([message.text for message in last_heard(ticket)])


def foreign(ticket: Ticket, language: str) -> list[Foreign]:
    """The customer's last messages that are not in this language, newest first."""
    spoken = [(message, guess(message.text)) for message in reversed(last_heard(ticket))]
    others = [(message, code) for message, code in spoken if code and not same_language(code, language)]
    rows = Translation.objects.filter(message__in=[message for message, _code in others], language=language)
    known = {row.message_id: row for row in rows} if others else {}
    return [Foreign(message, code, known.get(message.pk)) for message, code in others]


def suggestions(ticket: Ticket) -> list[NextStep]:
    """What seems best to do next on an open ticket."""
    return next_steps(_situation(ticket)) if ticket.is_open and not ticket.is_merged else []


def _situation(ticket: Ticket) -> Situation:
    last = Message.objects.filter(ticket=ticket, kind=MessageKind.OUTBOUND).order_by("-id").values_list("at", flat=True)
    promises = Promise.objects.filter(ticket=ticket, state=PromiseState.OPEN)
    decided = Approval.objects.filter(ticket=ticket, decided_at__isnull=False, is_free=False).select_related("rule")
    run = next((one for one in runs_of(ticket) if one.here is not None and one.run.state == "running"), None)
    return Situation(
        now=timezone.now(),
        is_assigned=ticket.assignee_id is not None,
        is_pending=ticket.status == Status.PENDING,
        waiting_since=ticket.waiting_since,
        due_at=ticket.due_at if ticket.due_at != NO_DUE else None,
        answered_at=last.first(),
        mood=mood_of_ticket(ticket)[0],
        promises=list(promises.values_list("text", "due_at")),
        tasks=[_task(row) for row in Task.objects.filter(ticket=ticket).select_related("department").order_by("id")],
        decisions=[(f"{row.rule} {row.amount}", row.decided_at) for row in decided if row.decided_at and _is_news(row)],
        step=label(run.here.title) if run is not None and run.here is not None else "",
    )


def _is_news(row: Approval) -> bool:
    return row.state in (ApprovalState.APPROVED, ApprovalState.REFUSED)


def _task(row: Task) -> TaskState:
    return TaskState(
        title=row.title,
        department=row.department.name,
        state=row.state,
        is_required=row.is_required,
        due_at=row.due_at,
        settled_at=row.settled_at,
        url=address("task", row.pk),
    )
