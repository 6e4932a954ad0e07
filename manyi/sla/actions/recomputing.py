"""Open tickets follow changes of calendars and policies, in steps, by a job: their clocks move, start and stop."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.core.jobs import enqueue
from manyi.core.rows import fetch, stored_time, update_all
from manyi.desk import actions as desk
from manyi.desk.conditions import Facts
from manyi.desk.models import Ticket
from manyi.desk.queries.sql import marks
from manyi.sla import rules, setup, store
from manyi.sla.clock import NEVER, Measure
from manyi.sla.events import ClocksRecomputed
from manyi.sla.keeping import OWN, Keeper, agreed, measure, share_due, timing
from manyi.sla.models import ANSWERS, Clock, Kind, Recomputation, Revision

AT_ONCE = 500
"""Tickets per transaction: short enough that nobody who writes meanwhile notices."""

_COLUMNS = (
    "policy_id", "policy_version", "calendar_id", "target", "used", "running_since", "due_at", "timer_at"
)  # fmt: skip
_NEXT = (
    "SELECT id FROM (SELECT id FROM desk_ticket WHERE status < 4 AND merged_into_id IS NULL AND id > %s ORDER BY id"
    " LIMIT %s) AS waiting UNION SELECT ticket_id FROM (SELECT ticket_id FROM sla_clock WHERE ended_at IS NULL"
    " AND ticket_id > %s ORDER BY ticket_id, id LIMIT %s) AS measured ORDER BY 1 LIMIT %s"
)
_TICKETS = (
    "SELECT t.id, t.type_id, t.priority, t.channel, t.team_id, t.status, t.merged_into_id, t.waiting_since,"
    " t.first_replied_at, c.value_class, c.is_vip"
    " FROM desk_ticket t JOIN customers_customer c ON c.id = t.customer_id WHERE t.id IN ({}) ORDER BY t.id"
)


class _Row(NamedTuple):
    """A ticket as recomputing reads it."""

    id: int
    type_id: int | None
    priority: int
    channel: str
    team_id: int | None
    status: int
    merged_into_id: int | None
    waiting_since: Any
    first_replied_at: Any
    value_class: str
    is_vip: bool

    def awaits(self) -> Iterator[str]:
        """The kinds of clock that run on it where they are promised."""
        if self.status < 4 and self.merged_into_id is None:
            yield Kind.RESOLUTION.value
            if self.waiting_since is not None:
                yield Kind.FIRST.value if self.first_replied_at is None else Kind.NEXT.value


def revise() -> None:
    """Tell all processes that calendars or policies have changed, and let the open tickets follow. Inside an action."""
    number = secrets.randbits(62)
    Revision.objects.update_or_create(pk=1, defaults={"number": number})
    if fetch(_NEXT, (0, 1, 0, 1, 1)):
        enqueue("sla.recompute", key=f"sla.recompute:{number}", revision=number)


def recompute_all(revision: int) -> Recomputation | None:
    """Bring all open tickets to the calendars and policies of now, from where an interrupted run stopped.

    A ticket that nothing was promised for before begins its time now: a promise is not broken before it is made.

    None when something has changed again since: the job of that change does it all.
    """
    if setup.current().revision != revision:
        return None
    total = fetch("SELECT count(*) FROM sla_clock WHERE ended_at IS NULL", ())[0][0]
    defaults = {"total": total, "began_at": timezone.now()}
    progress, _created = Recomputation.objects.get_or_create(revision=revision, defaults=defaults)
    while progress.ended_at is None:
        if not _next_tickets(progress):
            return None
    return progress


@action
def _next_tickets(progress: Recomputation) -> bool:
    """Recompute the next tickets; False when calendars or policies have changed again."""
    found = setup.current()
    if found.revision != progress.revision:
        return False
    ids = [pk for (pk,) in fetch(_NEXT, (progress.reached, AT_ONCE, progress.reached, AT_ONCE, AT_ONCE))]
    if ids:
        done, moved = _Batch(found, ids).run()
        progress.done, progress.moved, progress.reached = progress.done + done, progress.moved + moved, ids[-1]
    else:
        progress.ended_at = timezone.now()
        told = ClocksRecomputed(revision=progress.revision, clocks=progress.done, moved=progress.moved)
        record(told, by=SYSTEM)
    progress.save()
    return True


class _Batch:
    """Some tickets with their open clocks, locked and recomputed together."""

    def __init__(self, found: setup.Setup, ids: list[int]) -> None:
        self.setup = found
        self.ids = ids
        self.changes: list[tuple[Any, ...]] = []
        self.dues: list[tuple[int, Any]] = []
        self.shared: list[Clock] = []
        self.moved = 0
        self._chosen: dict[tuple[Any, ...], tuple[rules.Policy | None, int | None]] = {}

    def run(self) -> tuple[int, int]:
        """Recompute; returns how many clocks were looked at and how many are due at another time."""
        lock = " FOR NO KEY UPDATE OF t" if connection.vendor == "postgresql" else ""
        tickets = [_Row(*row) for row in fetch(_TICKETS.format(marks(self.ids)) + lock, self.ids)]
        clocks: dict[int, list[Clock]] = {}
        for clock in store.open_of(self.ids):
            clocks.setdefault(clock.ticket_id, []).append(clock)
        slow = [row.id for row in tickets if not self._recompute(row, clocks.get(row.id, []))]
        update_all(Clock, _COLUMNS, self.changes)
        desk.set_dues(self.dues)
        for clock in self.shared:
            share_due(clock)
        for pk in slow:
            self._one_by_one(pk)
        return sum(len(each) for each in clocks.values()), self.moved

    def _recompute(self, row: _Row, clocks: list[Clock]) -> bool:
        """One ticket's clocks; False when one starts, stops, pauses or resumes, which the keeper does."""
        policy, calendar_id = self._choose(row)
        if policy is None or calendar_id is None:
            return not clocks
        if not _is_kept(row, policy.terms.targets, clocks):
            return False
        moves = [self._move(clock, policy, calendar_id) for clock in clocks]
        if any(moves):
            self.dues.append((row.id, min(clock.due_at for clock in clocks)))
            self.shared += [clock for clock, moved in zip(clocks, moves, strict=True) if moved and clock.subject]
        return True

    def _move(self, clock: Clock, policy: rules.Policy, calendar_id: int) -> bool:
        """Give one clock its target and times; whether it is due at another time. What ran since is counted anew."""
        seconds = agreed(clock.asked, policy.terms.targets.get(clock.kind)) or clock.target
        taken = measure(clock, self.setup)
        if clock.calendar_id != calendar_id:
            taken = taken.retargeted(now(), seconds, self.setup.calendars[calendar_id])
        else:
            taken = Measure(taken.calendar, seconds, taken.used, taken.since)
        known = [getattr(clock, name) for name in _COLUMNS]
        before, clock.target = clock.due_at, seconds
        times = timing(clock, taken, policy.terms)
        clock.due_at, timer = times["due_at"] or NEVER, times["timer_at"]
        new = [policy.id, policy.version, calendar_id, seconds, taken.used, taken.since, clock.due_at, timer]
        if new != known:
            self.changes.append((*new[:5], *(at and stored_time(at) for at in new[5:]), clock.pk))
        self.moved += clock.due_at != before
        return clock.due_at != before

    def _choose(self, row: _Row) -> tuple[rules.Policy | None, int | None]:
        tags = _lazily_tags(self.setup, row.id)
        key = (row.type_id, row.priority, row.channel, row.team_id, row.value_class, row.is_vip, tags)
        if key not in self._chosen:
            facts = Facts(
                types=self.setup.above.get(row.type_id or 0, frozenset()),
                priority=row.priority,
                channel=row.channel,
                team=row.team_id,
                customer=lambda: (row.value_class, bool(row.is_vip)),
                tags=lambda: tags,
            )
            policy = rules.choose(self.setup.policies, facts)
            self._chosen[key] = (policy, self.setup.calendar_id(policy, facts) if policy else None)
        return self._chosen[key]

    def _one_by_one(self, ticket_id: int) -> None:
        keeper = Keeper(Ticket.objects.get(pk=ticket_id))
        before = [clock.due_at for clock in keeper.clocks]
        keeper.reconsider()
        if keeper.ticket.is_open:
            keeper.obey_status()
        keeper.settle()
        self.moved += sum(old != new.due_at for old, new in zip(before, keeper.clocks, strict=False))


def _is_kept(row: _Row, targets: Mapping[str, rules.Target], clocks: list[Clock]) -> bool:
    """Whether the clocks that are open are those that are promised, and each runs or stands still as it should."""
    kinds = {clock.kind for clock in clocks}
    answered = bool(kinds & ANSWERS)
    if any(kind in targets and kind not in kinds and not (kind in ANSWERS and answered) for kind in row.awaits()):
        return False
    for clock in clocks:
        target = targets.get(clock.kind)
        if target is None and clock.kind in OWN:
            return False
        if target is not None and (row.status in target.pauses) != (clock.running_since is None):
            return False
    return True


def _lazily_tags(found: setup.Setup, ticket_id: int) -> frozenset[int]:
    """A ticket's tags, where any policy asks for tags."""
    if not any(policy.needs_tags for policy in found.policies):
        return frozenset()
    return frozenset(pk for (pk,) in fetch("SELECT tag_id FROM desk_tickettag WHERE ticket_id = %s", (ticket_id,)))
