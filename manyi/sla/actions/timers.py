"""What happens to clocks by the passing of time: warnings, breaches and the ladder, each once and in order."""

from __future__ import annotations

import datetime as dt
import heapq
import logging

from django.utils import timezone

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.core.errors import Refused
from manyi.core.jobs import enqueue
from manyi.core.rows import fetch, insert_once, read, update
from manyi.desk import actions as desk
from manyi.desk.actions.locking import locked
from manyi.desk.models import Priority, Ticket
from manyi.desk.queries.sql import moment, stored
from manyi.notices.actions import tell
from manyi.people.models import Staff
from manyi.sla import events, recipients, rules
from manyi.sla.clock import Threshold, next_threshold, thresholds
from manyi.sla.keeping import Keeper, measure, timing
from manyi.sla.models import Clock, Notice
from manyi.sla.notices import CLOCK

log = logging.getLogger("manyi.sla")


def run_timers(limit: int = 500) -> int:
    """Let everything happen whose time has come, the oldest first, also after an outage; returns how much did.

    Each is its own transaction under the lock of its ticket, so several workers and restarts do nothing twice.
    """
    at = timezone.now()
    found = fetch(
        "SELECT timer_at, id FROM sla_clock WHERE timer_at IS NOT NULL AND timer_at < %s"
        " ORDER BY timer_at, id LIMIT %s",
        (stored(at), limit),
    )
    waiting = [(moment(due), pk) for due, pk in found]
    heapq.heapify(waiting)
    happened = 0
    while waiting:
        due, pk = heapq.heappop(waiting)
        following = _tried(pk)
        happened += following is not None
        if following is not None and due <= following < at:
            heapq.heappush(waiting, (following, pk))
    return happened


def _tried(clock_id: int) -> dt.datetime | None:
    """Fire one timer; one that fails is logged and tried again with the next round, and holds up nobody."""
    try:
        return fire(clock_id)
    except Exception:
        log.exception("the timer of clock %s failed", clock_id)
        return None


@action
def fire(clock_id: int) -> dt.datetime | None:
    """Let the next thing happen to a clock if its time has come; when the one after comes (far away: never).

    None when nothing was due, because somebody else was faster or the clock has stopped.
    """
    known = read(Clock, id=clock_id)
    if known is None:
        return None
    ticket = locked(Ticket(pk=known.ticket_id))
    keeper = Keeper(ticket)
    clock = next((one for one in keeper.clocks if one.pk == clock_id), None)
    if clock is None or clock.timer_at is None or clock.timer_at >= now():
        return None
    _happen(keeper, clock)
    return clock.timer_at or dt.datetime.max.replace(tzinfo=dt.UTC)


def note_breach(ticket_id: int) -> int:
    """Let everything happen on one ticket that is due at the time of the current action; how many breaches were new.

    For replays of history, which tell at which moment an overdue answer would have been found.
    """
    with_timers = Clock.objects.filter(ticket_id=ticket_id, timer_at__lt=now()).values_list("pk", flat=True)
    before = Clock.objects.filter(ticket_id=ticket_id, breached_at__isnull=False).count()
    for pk in list(with_timers):
        while fire(pk) is not None:
            pass
    return Clock.objects.filter(ticket_id=ticket_id, breached_at__isnull=False).count() - before


def _happen(keeper: Keeper, clock: Clock) -> None:
    terms = keeper.terms_of(clock) or rules.Terms()
    coming = next_threshold(
        thresholds(clock.target, terms.warnings.shares, [step.after for step in terms.ladder]),
        warned=clock.warned,
        is_breached=clock.breached_at is not None,
        escalated=clock.escalated,
    )
    if coming is None:
        update(clock, timer_at=None)
    elif coming.happening == "warned":
        _warn(keeper, clock, terms.warnings, coming)
    elif coming.happening == "breached":
        keeper.breach(clock)
    else:
        _climb(keeper, clock, terms.ladder[coming.place], coming)


def _warn(keeper: Keeper, clock: Clock, warnings: rules.Warnings, coming: Threshold) -> None:
    update(clock, warned=coming.place)
    update(clock, **timing(clock, measure(clock, keeper.setup), keeper.terms_of(clock)))
    near = events.TargetNear(clock=clock.pk, kind=clock.kind, share=coming.place, due=clock.due_at.timestamp())
    record(near, by=SYSTEM, ticket=keeper.ticket)
    _tell(keeper.ticket, clock, coming, warnings.notify, mail=warnings.mail)


def _climb(keeper: Keeper, clock: Clock, step: rules.Step, coming: Threshold) -> None:
    """Take one step of the ladder."""
    update(clock, escalated=coming.place + 1)
    update(clock, **timing(clock, measure(clock, keeper.setup), keeper.terms_of(clock)))
    told = _tell(keeper.ticket, clock, coming, step.notify, mail=step.mail)
    raised = _raise(keeper.ticket) if step.raise_priority else None
    assigned = _hand_over(keeper.ticket, step.assign) if step.assign else ""
    escalated = events.ClockEscalated(
        clock=clock.pk, kind=clock.kind, step=coming.place + 1, told=told, priority=raised, assigned=assigned
    )
    record(escalated, by=SYSTEM, ticket=keeper.ticket)


def _tell(ticket: Ticket, clock: Clock, coming: Threshold, names: tuple[str, ...], *, mail: bool) -> list[int]:
    told = recipients.people(names, ticket)
    for staff_id in told:
        notice = insert_once(
            Notice, staff_id=staff_id, ticket_id=ticket.pk, clock_id=clock.pk, happening=coming.happening,
            place=coming.place, at=now(),
        )  # fmt: skip
        if notice is not None:
            data = {"kind": clock.kind, "happening": coming.happening, "place": coming.place}
            tell([staff_id], CLOCK, ticket=ticket, data=data)
        if notice is not None and mail:
            enqueue("sla.mail_notice", key=f"sla.notice:{notice}", notice=notice)
    return told


def _raise(ticket: Ticket) -> int | None:
    if ticket.priority >= Priority.URGENT:
        return None
    desk.change_ticket(ticket, by=SYSTEM, priority=ticket.priority + 1)
    return ticket.priority


def _hand_over(ticket: Ticket, to: str) -> str:
    """Give the ticket to the queue or to somebody; empty when there is nobody or he has left."""
    found = [] if to == "queue" else recipients.people((to,), ticket)
    if to != "queue" and not found:
        return ""
    receiver = Staff.objects.filter(pk=found[0], is_active=True).first() if found else None
    try:
        desk.assign(ticket, by=SYSTEM, to=receiver, reason="", how="automatic")
    except Refused:
        return ""
    return to
