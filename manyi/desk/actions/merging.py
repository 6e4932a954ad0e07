"""Two tickets become one and can be two again; a message becomes a ticket of its own."""

from __future__ import annotations

from django.db.models import Model
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from manyi.core import search
from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.core.rows import update
from manyi.desk.actions.creating import create_ticket
from manyi.desk.actions.locking import change, locked
from manyi.desk.actions.messages import indexed_text, snippet_of
from manyi.desk.actions.relations import link_tickets
from manyi.desk.events import TicketMergeUndone, TicketsMerged, TicketSplit
from manyi.desk.models import (
    NO_DUE,
    Approval,
    Attachment,
    Case,
    Follower,
    LinkKind,
    Message,
    MessageKind,
    PlannedReply,
    Promise,
    Resolution,
    RunState,
    SopRun,
    Status,
    Task,
    Ticket,
    TicketMerge,
    Visit,
    VisitState,
)
from manyi.desk.permissions import MERGE

WORK: tuple[type[Model], ...] = (Task, Promise, Approval, PlannedReply, SopRun, Visit, Case)
"""What goes along when two tickets become one."""


@action
def merge_tickets(kept: Ticket, merged: Ticket, *, by: Actor) -> TicketMerge:
    """Make one ticket of two of the same customer: messages, files, followers and all work move; the merged one closes.

    Raises :class:`Invalid` for one and the same or for two customers, :class:`Conflict` when either was merged already
    or both have a running case.
    """
    require(by, MERGE)
    if kept.pk == merged.pk:
        raise Invalid(_("A ticket can't be merged with itself."))
    first, second = (locked(ticket) for ticket in sorted((kept, merged), key=lambda ticket: ticket.pk))
    kept, merged = (first, second) if first.pk == kept.pk else (second, first)
    if kept.customer_id != merged.customer_id:
        raise Invalid(
            _("Only tickets of the same customer can be merged. Merge the customers first if they are one person.")
        )
    messages = list(Message.objects.filter(ticket=merged).values_list("pk", flat=True))
    followers = list(Follower.objects.filter(ticket=merged).values_list("staff_id", flat=True))
    was = {"status": merged.status, "waiting_since": _iso(merged)}
    moved = {"messages": messages, "was": was, "ended": _end_doubles(merged, kept), "work": _move_work(merged, kept)}
    merge = TicketMerge.objects.create(kept=kept, merged=merged, moved=moved, by_staff_id=by.staff_id, at=now())
    _move_messages(messages, kept)
    for staff_id in followers:
        Follower.objects.get_or_create(ticket=kept, staff_id=staff_id, defaults={"created_at": now()})
    Resolution.objects.filter(ticket=merged, outcome="").update(outcome="merged", outcome_at=now())
    earliest = min(filter(None, (kept.waiting_since, merged.waiting_since)), default=None)
    change(
        merged,
        status=int(Status.CLOSED),
        merged_into_id=kept.pk,
        closed_at=now(),
        waiting_since=None,
        due_at=NO_DUE,
    )
    change(kept, waiting_since=earliest if kept.is_open else None)
    record(TicketsMerged(merge=merge.pk, merged=merged.pk, number=merged.number), by=by, ticket=kept)
    return merge


def _iso(ticket: Ticket) -> str | None:
    return ticket.waiting_since.isoformat() if ticket.waiting_since else None


def _move_messages(ids: list[int], to: Ticket) -> None:
    Message.objects.filter(pk__in=ids).update(ticket=to)
    Attachment.objects.filter(message_id__in=ids).update(ticket=to)


def _end_doubles(merged: Ticket, kept: Ticket) -> dict[str, list[int]]:
    """Of what a ticket has only once, that of the merged one ends; returns which rows those were."""
    if all(Case.objects.filter(ticket=ticket, closed_at=None).exists() for ticket in (merged, kept)):
        raise Conflict(_("Both tickets have a running case: close one of them first."))
    here = SopRun.objects.filter(ticket=kept, state=RunState.RUNNING).values("version")
    runs = SopRun.objects.filter(ticket=merged, state=RunState.RUNNING, version__in=here)
    visits = Visit.objects.filter(ticket=merged, state=VisitState.PLANNED)
    if not kept.is_open and not Visit.objects.filter(ticket=kept, state=VisitState.PLANNED).exists():
        visits = visits.none()
    ended = {"soprun": list(runs.values_list("pk", flat=True)), "visit": list(visits.values_list("pk", flat=True))}
    runs.update(state=RunState.STOPPED, ended_at=now())
    visits.update(state=VisitState.DROPPED, done_at=now())
    return ended


def _begin_again(ended: dict[str, list[int]], merged: Ticket) -> None:
    """What ended with the merge goes on, as far as it still makes sense."""
    if merged.is_open:
        runs = SopRun.objects.filter(pk__in=ended.get("soprun", []), ticket=merged)
        runs.update(state=RunState.RUNNING, ended_at=None)
    else:
        visits = Visit.objects.filter(pk__in=ended.get("visit", []), ticket=merged)
        visits.update(state=VisitState.PLANNED, done_at=None)


def _move_work(merged: Ticket, kept: Ticket) -> dict[str, list[int]]:
    """Tasks, promises, approvals, procedures, visits and cases go on, on the ticket that stays."""
    moved = {}
    for model in WORK:
        rows = model._default_manager.filter(ticket=merged)
        moved[model._meta.model_name or ""] = list(rows.values_list("pk", flat=True))
        rows.update(ticket=kept)
    return moved


def _move_work_back(moved: dict[str, list[int]], kept: Ticket, merged: Ticket) -> None:
    for model in WORK:
        ids = moved.get(model._meta.model_name or "", [])
        model._default_manager.filter(pk__in=ids, ticket=kept).update(ticket=merged)


@action
def undo_merge(merge: TicketMerge, *, by: Actor) -> TicketMerge:
    """Take a merge apart: the merged ticket gets messages and state back; what came later stays with the kept one."""
    require(by, MERGE)
    merge = TicketMerge.objects.select_for_update(of=("self",), no_key=True).select_related("kept").get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    kept = locked(merge.kept)
    merged = Ticket.objects.select_for_update(of=("self",), no_key=True).get(pk=merge.merged_id)
    if merged.merged_into_id != kept.pk:
        raise Conflict(_("This merge can no longer be undone."))
    still_here = list(Message.objects.filter(pk__in=merge.moved["messages"], ticket=kept).values_list("pk", flat=True))
    _move_messages(still_here, merged)
    _move_work_back(merge.moved.get("work", {}), kept, merged)
    was = merge.moved["was"]
    back = Status.OPEN if was["status"] == Status.RESOLVED else Status(was["status"])
    waiting_since = parse_datetime(was["waiting_since"]) if was["waiting_since"] else None
    closed_at = merged.closed_at if back == Status.CLOSED else None
    change(merged, merged_into_id=None, status=int(back), closed_at=closed_at, waiting_since=waiting_since)
    _begin_again(merge.moved.get("ended", {}), merged)
    change(kept)
    merge.undone_at = now()
    merge.save(update_fields=["undone_at"])
    record(TicketMergeUndone(merge=merge.pk, merged=merged.pk, number=merged.number), by=by, ticket=kept)
    return merge


@action
def split_message(message: Message, *, by: Actor, subject: str) -> Ticket:
    """Move one message of the customer to a ticket of its own, linked to the old one.

    Raises :class:`Invalid` for the customer's only message.
    """
    require(by, MERGE)
    source = locked(message.ticket)
    if message.kind != MessageKind.INBOUND:
        raise Invalid(_("Only a message of the customer can be split off."))
    if not Message.objects.filter(ticket=source, kind=MessageKind.INBOUND).exclude(pk=message.pk).exists():
        raise Invalid(_("This is the only message of the customer; there is nothing to split."))
    customer = source.customer
    new = create_ticket(customer, by=by, subject=subject, channel=message.channel, type=source.type, team=source.team)
    _move_messages([message.pk], new)
    search.remove(message.pk, indexed_text(source, message.text))
    search.index(message.pk, indexed_text(new, message.text))
    update(new, snippet=snippet_of(message.text), waiting_since=message.at)
    change(source)
    record(TicketSplit(source=source.pk, number=source.number, message=message.pk), by=by, ticket=new)
    link_tickets(new, source, by=by, kind=LinkKind.SPLIT)
    return new
