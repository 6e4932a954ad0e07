"""Keeping the clocks of one ticket inside an action: start, pause, resume, end, breach, recompute; its due time."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from manyi.core.actions import now, record
from manyi.core.actors import SYSTEM
from manyi.core.events import Payload
from manyi.core.rows import insert, update
from manyi.desk import actions as desk
from manyi.desk.actions.sops import set_step_due
from manyi.desk.conditions import Facts
from manyi.desk.models import NO_DUE, Ticket
from manyi.sla import events, rules, setup, store
from manyi.sla.business_time import SECOND
from manyi.sla.clock import NEVER, Measure, next_threshold, thresholds
from manyi.sla.models import ANSWERS, Clock, Kind, Outcome

SUBJECT = 40
OWN = ANSWERS | {Kind.RESOLUTION.value}
"""The kinds a policy alone starts and drops; the others belong to the apps that start them."""


def measure(clock: Clock, found: setup.Setup) -> Measure:
    """A stored clock as plain numbers."""
    return Measure(found.calendars[clock.calendar_id], clock.target, clock.used, clock.running_since)


def timing(clock: Clock, taken: Measure, terms: rules.Terms | None) -> dict[str, dt.datetime | None]:
    """The columns that follow from what a clock measures: when it is due and when something happens to it next."""
    if taken.since is None:
        return {"due_at": NEVER, "timer_at": None}
    terms = terms or rules.Terms()
    coming = next_threshold(
        thresholds(clock.target, terms.warnings.shares, [step.after for step in terms.ladder]),
        warned=clock.warned,
        is_breached=clock.breached_at is not None,
        escalated=clock.escalated,
    )
    due = taken.due
    if coming is None:
        return {"due_at": due, "timer_at": None}
    at = due if coming.happening == "breached" else taken.reaches(coming.used)
    return {"due_at": due, "timer_at": None if at == NEVER else at}


def agreed(asked: int | None, target: rules.Target | None) -> int | None:
    """The target of a clock in seconds: what was asked for, never more than the policy allows; None for neither."""
    return min((one for one in (asked, target.seconds if target else None) if one is not None), default=None)


def share_due(clock: Clock) -> None:
    """Tell the desk when a task or a step is due now; what stands still keeps the time it had."""
    kind, _colon, place = clock.subject.partition(":")
    if clock.due_at == NEVER:
        return
    if clock.kind == Kind.TASK and kind == "task":
        desk.set_task_due(int(place), clock.due_at, by=SYSTEM)
    elif clock.kind == Kind.STEP and kind == "step":
        set_step_due(int(place.partition(":")[0]), clock.due_at, by=SYSTEM)


def step_subject(run_id: int, key: str) -> str:
    """How the clock of a procedure's step is told from others."""
    return f"step:{run_id}:{key}"[:SUBJECT]


def unix(at: dt.datetime) -> float | None:
    """A due time as events tell it."""
    return None if at == NEVER else at.timestamp()


class Keeper:
    """The clocks of one locked ticket, at the time of the current action."""

    def __init__(self, ticket: Ticket, clocks: list[Clock] | None = None) -> None:
        self.ticket = ticket
        self.at = now()
        self.setup = setup.current()
        self.clocks = store.open_clocks(ticket.pk) if clocks is None else clocks

    @cached_property
    def facts(self) -> Facts:
        return self.setup.facts(self.ticket.__dict__)

    @cached_property
    def policy(self) -> rules.Policy | None:
        """The policy the ticket falls under as it is now."""
        return rules.choose(self.setup.policies, self.facts)

    @cached_property
    def calendar_id(self) -> int | None:
        return self.setup.calendar_id(self.policy, self.facts) if self.policy else self.setup.default

    def terms_of(self, clock: Clock) -> rules.Terms | None:
        """The terms of the policy a clock runs by, in their version of now."""
        found = self.setup.policy(clock.policy_id)
        return found.terms if found else None

    def running(self, kind: str, subject: str = "") -> Clock | None:
        """The clock of this kind that has not ended."""
        return next((one for one in self.clocks if one.kind == kind and one.subject == subject), None)

    def pause_reason(self, kind: str, target: rules.Target | None) -> str:
        """Why a clock of this kind stands still now: the ticket's status; empty when it runs."""
        status = self.ticket.status
        return str(status) if target is not None and status in target.pauses else ""

    def start(self, kind: str, *, subject: str = "", seconds: int | None = None) -> Clock | None:
        """Start a clock with the policy's target, or with ``seconds`` where that is less; None: nothing is promised."""
        kind = str(kind)
        target = self.policy.terms.targets.get(kind) if self.policy else None
        whole = agreed(seconds, target)
        if whole is None or self.calendar_id is None:
            return None
        paused_for = self.pause_reason(kind, target)
        clock = Clock(
            ticket_id=self.ticket.pk, kind=kind, subject=subject, calendar_id=self.calendar_id, target=whole,
            asked=seconds, policy_id=self.policy.id if self.policy else None, started_at=self.at, paused_for=paused_for,
            policy_version=self.policy.version if self.policy else 0,
            running_since=None if paused_for else self.at,
        )  # fmt: skip
        times = timing(clock, measure(clock, self.setup), self.policy.terms if self.policy else None)
        clock.due_at, clock.timer_at = times["due_at"] or NEVER, times["timer_at"]
        values = {name: value for name, value in clock.__dict__.items() if name not in ("_state", "id")}
        clock.pk = insert(Clock, **values)
        self.clocks.append(clock)
        self._tell(events.ClockStarted(
            clock=clock.pk, kind=kind, target=whole, due=unix(clock.due_at), policy=clock.policy_id,
            calendar=clock.calendar_id, paused_for=paused_for,
        ))  # fmt: skip
        share_due(clock)
        return clock

    def end(self, clock: Clock, *, dropped: str = "") -> None:
        """End a clock: kept or late, or with a reason when nobody waits for it any more."""
        self._note_late(clock)
        used = measure(clock, self.setup).used_at(self.at)
        late = clock.breached_at is not None
        outcome = Outcome.DROPPED if dropped else Outcome.LATE if late else Outcome.MET
        update(
            clock, used=used, running_since=None, due_at=NEVER, timer_at=None, ended_at=self.at, outcome=outcome.value
        )
        self.clocks.remove(clock)
        if dropped:
            self._tell(events.ClockDropped(clock=clock.pk, kind=clock.kind, used=used / SECOND, reason=dropped))
        else:
            self._tell(events.ClockMet(clock=clock.pk, kind=clock.kind, used=used / SECOND, is_late=late))

    def pause(self, clock: Clock, reason: str) -> None:
        """Let a clock stand still; it keeps exactly the working time it has left."""
        self._note_late(clock)
        taken = measure(clock, self.setup).paused(self.at)
        update(clock, used=taken.used, running_since=None, paused_for=reason, due_at=NEVER, timer_at=None)
        self._tell(events.ClockPaused(clock=clock.pk, kind=clock.kind, used=taken.used / SECOND, reason=reason))

    def resume(self, clock: Clock, reason: str = "") -> None:
        """Let a clock run on from now."""
        taken = measure(clock, self.setup).resumed(self.at)
        again = {"ended_at": None, "outcome": ""} if clock.ended_at is not None else {}
        times = timing(clock, taken, self.terms_of(clock))
        update(clock, running_since=taken.since, paused_for="", **times, **again)
        if clock not in self.clocks:
            self.clocks.append(clock)
        self._tell(events.ClockResumed(
            clock=clock.pk, kind=clock.kind, used=clock.used / SECOND, due=unix(clock.due_at), reason=reason
        ))  # fmt: skip
        share_due(clock)

    def breach(self, clock: Clock) -> None:
        """What was due is overdue; once per clock."""
        due = clock.due_at
        update(clock, breached_at=self.at)
        update(clock, **timing(clock, measure(clock, self.setup), self.terms_of(clock)))
        self._tell(events.TargetBreached(due=due.timestamp(), kind=clock.kind, clock=clock.pk))

    def _note_late(self, clock: Clock) -> None:
        """A breach that the timers have not come to yet is told before the clock stops."""
        if clock.breached_at is None and clock.due_at < self.at:
            self.breach(clock)

    def reconsider(self) -> None:
        """Give the open clocks the policy the ticket falls under now; start what it promises newly."""
        for clock in list(self.clocks):
            target = self.policy.terms.targets.get(clock.kind) if self.policy else None
            seconds = agreed(clock.asked, target)
            if seconds is not None:
                self._retarget(clock, seconds)
            elif clock.kind in OWN:
                self.end(clock, dropped="policy")
        if self.ticket.is_open:
            self.promise()

    def promise(self) -> None:
        """Start what the policy promises an open ticket and what does not run: its resolution, an awaited answer."""
        if self.running(Kind.RESOLUTION) is None and "resolution" in self._promised:
            known = store.last_resolution(self.ticket.pk)
            if known is None or known.outcome == Outcome.DROPPED:
                self.start(Kind.RESOLUTION)
        if self.ticket.waiting_since is not None:
            self.await_answer(is_first=self.ticket.first_replied_at is None)

    @property
    def _promised(self) -> dict[str, rules.Target]:
        return self.policy.terms.targets if self.policy else {}

    def await_answer(self, *, is_first: bool) -> None:
        """The customer waits for an answer; a clock that runs already goes on."""
        if not any(clock.kind in ANSWERS for clock in self.clocks):
            self.start(Kind.FIRST if is_first else Kind.NEXT)

    def _retarget(self, clock: Clock, seconds: int) -> None:
        policy, calendar_id = self.policy, self.calendar_id
        if policy is None or calendar_id is None:
            return
        wanted = (policy.id, policy.version, calendar_id, seconds)
        if wanted == (clock.policy_id, clock.policy_version, clock.calendar_id, clock.target):
            return
        self._note_late(clock)
        taken = measure(clock, self.setup).retargeted(self.at, seconds, self.setup.calendars[calendar_id])
        old = clock.target
        clock.target, clock.calendar_id = seconds, calendar_id
        update(
            clock, policy_id=policy.id, policy_version=policy.version, calendar_id=calendar_id, target=seconds,
            used=taken.used, running_since=taken.since, **timing(clock, taken, policy.terms),
        )  # fmt: skip
        self._tell(events.ClockRecomputed(
            clock=clock.pk, kind=clock.kind, old_target=old, target=seconds, used=taken.used / SECOND,
            due=unix(clock.due_at), policy=policy.id, calendar=calendar_id,
        ))  # fmt: skip
        share_due(clock)

    def obey_status(self) -> None:
        """Pause or resume each clock as the ticket's status asks; pauses of other apps stay theirs."""
        for clock in self.clocks:
            terms = self.terms_of(clock)
            reason = self.pause_reason(clock.kind, terms.targets.get(clock.kind) if terms else None)
            if reason and clock.running_since is not None:
                self.pause(clock, reason)
            elif not reason and clock.running_since is None and (clock.paused_for.isdecimal() or not clock.paused_for):
                self.resume(clock)

    def settle(self) -> None:
        """Write the ticket's due time: the earliest of its running clocks."""
        due = min((clock.due_at for clock in self.clocks), default=NEVER)
        if self.ticket.merged_into_id is None and self.ticket.is_open:
            desk.set_due(self.ticket, None if due == NO_DUE else due, by=SYSTEM)

    def _tell(self, payload: Payload) -> None:
        record(payload, by=SYSTEM, ticket=self.ticket)
