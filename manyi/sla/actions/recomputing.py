"""Open clocks follow changes of calendars and policies, in steps, by a job."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import connection
from django.utils import timezone

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.core.jobs import enqueue
from manyi.core.rows import fetch, run, stored_time, update_all
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.desk.queries.sql import marks
from manyi.sla import rules, setup, store
from manyi.sla.clock import NEVER, Measure
from manyi.sla.events import ClocksRecomputed
from manyi.sla.keeping import OWN, Keeper, measure, timing
from manyi.sla.models import Clock, Recomputation, Revision

AT_ONCE = 500
"""Tickets per transaction: short enough that nobody who writes meanwhile notices."""

_COLUMNS = (
    "policy_id", "policy_version", "calendar_id", "target", "used", "running_since", "due_at", "timer_at"
)  # fmt: skip
_TICKETS = (
    "SELECT t.id, t.type_id, t.priority, t.channel, t.team_id, t.customer_id, t.status, c.value_class, c.is_vip"
    " FROM desk_ticket t JOIN customers_customer c ON c.id = t.customer_id WHERE t.id IN ({}) ORDER BY t.id"
)


def revise() -> None:
    """Tell all processes that calendars or policies have changed, and let the open clocks follow. Inside an action."""
    number = secrets.randbits(62)
    Revision.objects.update_or_create(pk=1, defaults={"number": number})
    if run("SELECT 1 FROM sla_clock WHERE ended_at IS NULL LIMIT 1", ()):
        enqueue("sla.recompute", key=f"sla.recompute:{number}", revision=number)


def recompute_all(revision: int) -> Recomputation | None:
    """Bring all open clocks to the calendars and policies of now, from where an interrupted run stopped.

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
    ids = [pk for (pk,) in fetch(
        "SELECT DISTINCT ticket_id FROM sla_clock WHERE ended_at IS NULL AND ticket_id > %s"
        " ORDER BY ticket_id LIMIT %s",
        (progress.reached, AT_ONCE),
    )]  # fmt: skip
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
        self.moved = 0
        self._chosen: dict[tuple[Any, ...], tuple[rules.Policy | None, int | None]] = {}

    def run(self) -> tuple[int, int]:
        """Recompute; returns how many clocks were looked at and how many are due at another time."""
        lock = " FOR UPDATE OF t" if connection.vendor == "postgresql" else ""
        tickets = fetch(_TICKETS.format(marks(self.ids)) + lock, self.ids)
        clocks: dict[int, list[Clock]] = {}
        for clock in store.open_of(self.ids):
            clocks.setdefault(clock.ticket_id, []).append(clock)
        slow = [row[0] for row in tickets if not self._recompute(row, clocks.get(row[0], []))]
        update_all(Clock, _COLUMNS, self.changes)
        desk.set_dues(self.dues)
        for pk in slow:
            self._one_by_one(pk)
        return sum(len(each) for each in clocks.values()), self.moved

    def _recompute(self, row: tuple[Any, ...], clocks: list[Clock]) -> bool:
        """One ticket's clocks; False when one starts, stops, pauses or resumes, which the keeper does."""
        policy, calendar_id = self._choose(row)
        if policy is None or calendar_id is None:
            return False
        targets = policy.terms.targets
        if "resolution" in targets and row[6] < 4 and all(clock.kind != "resolution" for clock in clocks):
            return False
        for clock in clocks:
            target = targets.get(clock.kind)
            if target is None and clock.kind in OWN:
                return False
            if target is not None and (row[6] in target.pauses) != (clock.running_since is None):
                return False
        moves = [self._move(clock, policy, calendar_id) for clock in clocks]
        if any(moves):
            self.dues.append((row[0], min(clock.due_at for clock in clocks)))
        return True

    def _move(self, clock: Clock, policy: rules.Policy, calendar_id: int) -> bool:
        """Give one clock its target and times; whether it is due at another time. What ran since is counted anew."""
        target = policy.terms.targets.get(clock.kind)
        seconds = target.seconds if target is not None else clock.target
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

    def _choose(self, row: tuple[Any, ...]) -> tuple[rules.Policy | None, int | None]:
        pk, type_id, priority, channel, team_id, _customer, _status, value_class, is_vip = row
        tags = _lazily_tags(self.setup, pk)
        key = (type_id, priority, channel, team_id, value_class, is_vip, tags)
        if key not in self._chosen:
            facts = rules.Facts(
                types=self.setup.above.get(type_id, frozenset()),
                priority=priority,
                channel=channel,
                team=team_id,
                customer=lambda: (value_class, bool(is_vip)),
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


def _lazily_tags(found: setup.Setup, ticket_id: int) -> frozenset[int]:
    """A ticket's tags, where any policy asks for tags."""
    if not any(policy.needs_tags for policy in found.policies):
        return frozenset()
    return frozenset(pk for (pk,) in fetch("SELECT tag_id FROM desk_tickettag WHERE ticket_id = %s", (ticket_id,)))
