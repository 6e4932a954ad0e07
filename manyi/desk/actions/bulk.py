"""The same step on many tickets: looked at before, done ticket by ticket, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from manyi.core import jobs
from manyi.core.actions import action, now, record, unit
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, Refused
from manyi.desk import macro_steps
from manyi.desk.access import get_ticket_by_id
from manyi.desk.actions.assignment import assign
from manyi.desk.actions.changing import change_ticket, set_tags
from manyi.desk.actions.lifecycle import reopen, set_status
from manyi.desk.actions.locking import locked
from manyi.desk.actions.relations import unarchive
from manyi.desk.events import BulkFinished, BulkStarted, BulkUndone
from manyi.desk.models import BulkItem, BulkRun, Status, Ticket, TicketTag, TicketType
from manyi.desk.permissions import SEE
from manyi.people.access import actor_of
from manyi.people.models import Staff, Team

MOST_AT_ONCE = 2000
LOOKED_AT = 40
SAID = frozenset({"reply", "note"})
"""What has been said can't be taken back."""


@dataclass(slots=True)
class Preview:
    """What a step would do: how many tickets it changes, how many are so already, and why others refuse it."""

    looked_at: int = 0
    changes: int = 0
    same: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


class _NotReally(Exception):
    """Ends a trial; carries whether anything would have changed."""


def preview_bulk(ids: Iterable[int], step: dict[str, str], *, by: Actor) -> Preview:
    """Try a step on the first tickets and take it all back: what it says is what would happen."""
    clean = _clean(step)
    found = Preview()
    for pk in list(ids)[:LOOKED_AT]:
        found.looked_at += 1
        try:
            _try(pk, clean, by)
        except _NotReally as outcome:
            found.changes += bool(outcome.args[0])
            found.same += not outcome.args[0]
        except Refused as refusal:
            number = Ticket.objects.filter(pk=pk).values_list("number", flat=True).first() or ""
            found.refused.append((number, _why(refusal)))
    return found


def _try(pk: int, step: dict[str, str], by: Actor) -> None:
    with unit() as trial:
        macro_steps.do(step, get_ticket_by_id(by, pk), by)
        raise _NotReally(len(trial.events))


@action
def start_bulk(ids: Iterable[int], step: dict[str, str], *, by: Actor) -> BulkRun:
    """Have a step done on these tickets, in the colleague's name and with his rights; the work follows as a job.

    Raises :class:`Invalid` for a step that can't be done, for none and for too many tickets.
    """
    require(by, SEE)
    wanted = list(dict.fromkeys(ids))
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Invalid(_("Choose between one and %(most)d tickets.") % {"most": MOST_AT_ONCE})
    run = BulkRun.objects.create(staff_id=by.as_staff, step=_clean(step), total=len(wanted), created_at=now())
    BulkItem.objects.bulk_create([BulkItem(run=run, ticket_id=pk) for pk in wanted])
    record(BulkStarted(run=run.pk, do=run.step["do"], total=run.total), by=by)
    jobs.enqueue("desk.bulk", key=f"bulk:{run.pk}", run=run.pk)
    return run


def continue_bulk(run_id: int) -> None:
    """Do what is left of a run, each ticket in its own transaction, so that a restart does nothing twice."""
    run = BulkRun.objects.select_related("staff__role").get(pk=run_id)
    by = actor_of(run.staff)
    for item in BulkItem.objects.filter(run=run, state="").order_by("id"):
        _do_item(item, run.step, by)
    _finish(run, by)


def _do_item(item: BulkItem, step: dict[str, str], by: Actor) -> None:
    try:
        with unit():
            current = BulkItem.objects.select_for_update(no_key=True).get(pk=item.pk)
            if current.state:
                return
            ticket = locked(get_ticket_by_id(by, item.ticket_id))
            before = _snapshot(ticket)
            macro_steps.do(step, ticket, by)
            ticket = Ticket.objects.get(pk=ticket.pk)
            BulkItem.objects.filter(pk=item.pk).update(state="done", before=before, version=ticket.version)
    except Refused as refusal:
        BulkItem.objects.filter(pk=item.pk, state="").update(state="refused", reason=_why(refusal)[:300])


@action
def _finish(run: BulkRun, by: Actor) -> None:
    if BulkRun.objects.filter(pk=run.pk, finished_at=None).update(finished_at=now()):
        done = BulkItem.objects.filter(run=run, state="done").count()
        record(BulkFinished(run=run.pk, done=done, refused=run.total - done), by=by)


def may_undo(run: BulkRun) -> bool:
    """Whether a run can be taken back: it is over, and nothing was said to anybody."""
    return run.finished_at is not None and run.undone_at is None and run.step["do"] not in SAID


def undo_bulk(run: BulkRun, *, by: Actor) -> None:
    """Put back how each ticket was, unless it has changed since. Raises :class:`Conflict` when that can't be."""
    if run.staff_id != by.staff_id or not may_undo(run):
        raise Conflict(_("This can't be undone any more."))
    for item in BulkItem.objects.filter(run=run, state="done").order_by("id"):
        _undo_item(item, by)
    _undone(run, by)


@action
def _undo_item(item: BulkItem, by: Actor) -> None:
    ticket = locked(Ticket.objects.get(pk=item.ticket_id))
    state = "undone" if ticket.version == item.version else "kept"
    if state == "undone":
        _restore(ticket, item.before, by)
    BulkItem.objects.filter(pk=item.pk).update(state=state)


@action
def _undone(run: BulkRun, by: Actor) -> None:
    if BulkRun.objects.filter(pk=run.pk, undone_at=None).update(undone_at=now()):
        record(BulkUndone(run=run.pk), by=by)


def _snapshot(ticket: Ticket) -> dict[str, Any]:
    tags = TicketTag.objects.filter(ticket_id=ticket.pk).values_list("tag__name", flat=True)
    columns = ("status", "priority", "type_id", "assignee_id", "team_id")
    kept = {name: getattr(ticket, name) for name in columns}
    return {**kept, "tags": sorted(tags), "is_archived": ticket.archived_at is not None}


def _restore(ticket: Ticket, before: dict[str, Any], by: Actor) -> None:
    if ticket.archived_at is not None and not before["is_archived"]:
        unarchive(ticket, by=by)
    set_tags(ticket, before["tags"], by=by)
    kind = TicketType.objects.filter(pk=before["type_id"]).first() if before["type_id"] else None
    change_ticket(ticket, by=by, priority=before["priority"], type=kind)
    if before["status"] < Status.RESOLVED and not ticket.is_open:
        reopen(ticket, by=by)
    if before["status"] in (Status.OPEN, Status.PENDING, Status.HOLD) and ticket.is_open:
        set_status(ticket, by=by, status=before["status"])
    to = Staff.objects.filter(pk=before["assignee_id"] or 0, is_active=True).first()
    assign(ticket, by=by, to=to, team=Team.objects.filter(pk=before["team_id"] or 0).first())


def _clean(step: dict[str, str]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    clean = macro_steps.clean(step, wrong)
    if wrong:
        raise Invalid(fields=wrong)
    return clean


def _why(refusal: Refused) -> str:
    return " ".join(str(text) for text in refusal.fields.values()) or str(refusal.message)
