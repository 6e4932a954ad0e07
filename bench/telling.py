"""Plans told as rows: what the actions would have left behind, without asking the database anything.

``tests/test_fill.py`` holds it to that: the same plans through the real actions leave the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any, cast

from django.db import connection
from django.utils import timezone

from bench.corpus import Text
from bench.plans import Plan, Step
from bench.sheets import Sheet, stamper, write
from manyi.core.actors import ActorKind
from manyi.core.events import Payload, encode
from manyi.core.models import Event
from manyi.desk import events
from manyi.desk.actions.lifecycle import DEFAULT_SILENCE
from manyi.desk.actions.messages import snippet_of
from manyi.desk.models import Message, Resolution, Status, Tag, Ticket, TicketNumber, TicketTag
from manyi.insight.facts import COUNTED, measured
from manyi.insight.models import Rollup
from manyi.sla import events as sla
from manyi.sla.business_time import SECOND
from manyi.sla.models import Clock, Kind, Outcome
from manyi.sla.setup import current

SYSTEM = (ActorKind.SYSTEM.value, None)
By = tuple[str, int | None]
STARTED = {"id", "number", "subject", "type_id", "priority", "channel", "language", "customer_id", "created_at"}


class Case:
    """One ticket on its way through its plan."""

    __slots__ = ("clock", "columns", "done", "due", "id", "plan", "resolution", "status", "waiting")

    def __init__(self, plan: Plan, columns: dict[str, Any]) -> None:
        self.plan = plan
        self.columns = columns
        self.id: int = columns["id"]
        self.done = 0
        self.status = int(Status.NEW)
        self.waiting: int | None = None
        self.due: int | None = None
        self.clock: dict[str, Any] = {}
        self.resolution: dict[str, Any] | None = None

    @property
    def next_step(self) -> Step:
        return self.plan.steps[self.done]

    @property
    def is_over(self) -> bool:
        return self.done == len(self.plan.steps)


class Teller:
    """Collects the rows of all cases; ids are given in the order in which things happen."""

    def __init__(self) -> None:
        self.tickets, self.messages, self.events = Sheet(Ticket), Sheet(Message), Sheet(Event)
        self.resolutions, self.clocks, self.tags = Sheet(Resolution), Sheet(Clock), Sheet(TicketTag)
        self.numbers, self.rollups = Sheet(TicketNumber), Sheet(Rollup)
        self.sheets = (
            self.tickets, self.messages, self.events, self.resolutions, self.clocks, self.tags, self.numbers,
            self.rollups,
        )  # fmt: skip
        self._words: list[tuple[int, str]] = []
        self._tag_ids = dict(Tag.objects.values_list("name", "pk"))
        self._last_numbers: Counter[str] = Counter()
        self._counts: dict[tuple[int, int, str, str], list[float]] = {}
        self._running: dict[int, Case] = {}
        self._stamp = stamper()

    def open(self, plan: Plan) -> Case:
        """The ticket is created, with its tags."""
        at, customer = self._stamp(plan.at), (ActorKind.CUSTOMER.value, plan.customer)
        case = Case(
            plan,
            {
                "id": self.tickets.next_id(),
                "number": self._number(plan.at),
                "subject": plan.subject.text,
                "type_id": plan.type.pk,
                "priority": plan.priority,
                "channel": plan.channel,
                "language": plan.tongue,
                "customer_id": plan.customer,
                "team_id": plan.team.pk,
                "created_at": at,
                "updated_at": at,
            },
        )
        number = case.columns["number"]
        self._record(
            case, plan.at, customer, events.TicketCreated(number=number, channel=plan.channel, type=plan.type.key)
        )
        if plan.tags:
            for name in sorted(plan.tags):
                self.tags.add(id=self.tags.next_id(), ticket_id=case.id, tag_id=self._tag_ids[name])
            self._record(case, plan.at, SYSTEM, events.TagsChanged(added=sorted(plan.tags), removed=[]))
        return case

    def _number(self, seconds: int) -> str:
        local = timezone.localtime(dt.datetime.fromtimestamp(seconds, dt.UTC), timezone.get_default_timezone())
        day = f"{local:%Y%m%d}"
        self._last_numbers[day] += 1
        return f"{day}-{self._last_numbers[day]:04d}"

    def go_on(self, case: Case) -> None:
        """The next step of a case; after its last the ticket's row is ready."""
        step = case.next_step
        getattr(self, f"_{step.does}")(case, step)
        case.columns["updated_at"] = self._stamp(step.at)
        case.done += 1
        if case.is_over:
            self.tickets.add(**case.columns, status=case.status)

    def _receive(self, case: Case, step: Step) -> None:
        customer = (ActorKind.CUSTOMER.value, case.plan.customer)
        is_first = case.done == 0
        if case.status == Status.PENDING:
            self._become(case, step.at, customer, Status.OPEN, "message")
        message = self._say(case, step, "in", customer_id=case.plan.customer)
        channel = case.plan.channel
        self._record(
            case, step.at, customer, events.MessageReceived(message=message, channel=channel, is_first=is_first)
        )
        if case.waiting is None:
            case.waiting = step.at
            self._start_clock(case, step.at)
            case.columns |= {"waiting_since": self._stamp(step.at), "due_at": self._stamp(case.due or 0)}
            self._record(case, step.at, SYSTEM, events.DueChanged(due=float(case.due or 0)))

    def _assign(self, case: Case, step: Step) -> None:
        agent, team = case.plan.agent.pk, case.plan.team.pk
        case.columns |= {"assignee_id": agent, "owner_id": agent}
        assigned = events.TicketAssigned(
            old_assignee=None, new_assignee=agent, old_team=team, new_team=team, how="automatic"
        )
        self._record(case, step.at, SYSTEM, assigned)
        self._record(case, step.at, SYSTEM, events.OwnerChanged(old=None, new=agent))
        self._become(case, step.at, SYSTEM, Status.OPEN, "assigned")

    def _reply(self, case: Case, step: Step) -> None:
        by = (ActorKind.STAFF.value, case.plan.agent.pk)
        message = self._say(case, step, "out", staff_id=case.plan.agent.pk)
        is_first = "first_replied_at" not in case.columns
        waited = float(step.at - case.waiting) if case.waiting is not None else None
        case.columns.setdefault("first_replied_at", self._stamp(step.at))
        self._stop_waiting(case)
        sent = events.MessageSent(message=message, channel=case.plan.channel, waited=waited, is_first=is_first)
        self._record(case, step.at, by, sent)
        self._become(case, step.at, by, Status.PENDING, "replied")
        if step.does == "reply":
            self._end_clock(case, step.at)

    def _solve(self, case: Case, step: Step) -> None:
        self._reply(case, step)
        by = (ActorKind.STAFF.value, case.plan.agent.pk)
        case.resolution = {
            "id": self.resolutions.next_id(),
            "ticket_id": case.id,
            "proposed_by_id": case.plan.agent.pk,
            "proposed_at": self._stamp(step.at),
            "closes_at": self._stamp(step.at + int(DEFAULT_SILENCE.total_seconds())),
        }
        old, case.status = case.status, int(Status.RESOLVED)
        case.columns["resolved_at"] = self._stamp(step.at)
        self._record(case, step.at, by, events.ResolutionProposed(old=old, resolution=case.resolution["id"]))
        self._end_clock(case, step.at)
        if case.done == len(case.plan.steps) - 1:
            self.resolutions.add(**case.resolution)

    def _hold(self, case: Case, step: Step) -> None:
        self._become(case, step.at, (ActorKind.STAFF.value, case.plan.agent.pk), Status.HOLD, "")

    def _close(self, case: Case, step: Step) -> None:
        self._end(case, step, (ActorKind.STAFF.value, case.plan.agent.pk), "staff")

    def _expire(self, case: Case, step: Step) -> None:
        self._end(case, step, SYSTEM, "silence")

    def _end(self, case: Case, step: Step, by: By, how: str) -> None:
        at = self._stamp(step.at)
        if case.resolution is not None:
            self.resolutions.add(**case.resolution, outcome=how, outcome_at=at)
        self._stop_waiting(case)
        old, case.status = case.status, int(Status.CLOSED)
        case.columns["closed_at"] = at
        case.columns.setdefault("resolved_at", at)
        self._record(case, step.at, by, events.TicketClosed(old=old, how=how))
        self._end_clock(case, step.at, dropped="solved")

    def breach(self, case: Case, at: int) -> None:
        """Note that the answer is overdue, if it is at this time."""
        if case.due is None or case.due >= at or case.status >= Status.RESOLVED:
            return
        self._late(case, at)

    def _start_clock(self, case: Case, at: int) -> None:
        """The clock of the answer, by the policy of the channel; a company that has just begun works all day long."""
        named = [one for one in current().policies if case.plan.channel in one.conditions.channels]
        policy, calendar = (named or list(current().policies))[-1], current().default or 0
        kind = Kind.NEXT if "first_replied_at" in case.columns else Kind.FIRST
        target = policy.terms.targets[kind].seconds
        case.due = at + target
        due, begun = self._stamp(case.due), self._stamp(at)
        case.clock = {
            "id": self.clocks.next_id(), "ticket_id": case.id, "kind": kind.value, "policy_id": policy.id,
            "policy_version": policy.version, "calendar_id": calendar, "target": target, "started_at": begun,
            "running_since": begun, "due_at": due, "timer_at": due,
        }  # fmt: skip
        self._running[case.id] = case
        started = sla.ClockStarted(
            clock=case.clock["id"], kind=kind.value, target=target, due=float(case.due), policy=policy.id,
            calendar=calendar,
        )  # fmt: skip
        self._record(case, at, SYSTEM, started)
        case.clock["from"] = at

    def _late(self, case: Case, at: int) -> None:
        clock = case.clock
        if clock.get("breached_at") is None:
            clock |= {"breached_at": self._stamp(at), "timer_at": None}
            breached = sla.TargetBreached(due=float(case.due or 0), kind=clock["kind"], clock=clock["id"])
            self._record(case, at, SYSTEM, breached)

    def _end_clock(self, case: Case, at: int, dropped: str = "") -> None:
        clock = case.clock
        if not clock:
            return
        if (case.due or 0) < at:
            self._late(case, at)
        used, pk, kind = at - clock.pop("from"), clock["id"], clock["kind"]
        is_late = "breached_at" in clock
        outcome = Outcome.DROPPED if dropped else Outcome.LATE if is_late else Outcome.MET
        for name in ("running_since", "due_at", "timer_at"):
            clock.pop(name)
        self.clocks.add(**clock, used=used * SECOND, ended_at=self._stamp(at), outcome=outcome.value)
        told = (
            sla.ClockDropped(clock=pk, kind=kind, used=float(used), reason=dropped)
            if dropped
            else sla.ClockMet(clock=pk, kind=kind, used=float(used), is_late=is_late)
        )
        self._record(case, at, SYSTEM, told)
        case.clock, case.due = {}, None
        del self._running[case.id]

    def _say(self, case: Case, step: Step, kind: str, **by: int) -> int:
        text: Text = step.text
        message = self.messages.next_id()
        self.messages.add(
            id=message, ticket_id=case.id, kind=kind, channel=case.plan.channel, text=text.text,
            at=self._stamp(step.at), **by,
        )  # fmt: skip
        self._words.append((message, f"{case.plan.subject.words} {text.words}"))
        case.columns["snippet"] = snippet_of(text.text)
        return message

    def _stop_waiting(self, case: Case) -> None:
        case.waiting = None
        case.columns.pop("waiting_since", None)
        case.columns.pop("due_at", None)

    def _become(self, case: Case, at: int, by: By, status: Status, reason: str) -> None:
        old, case.status = case.status, int(status)
        self._record(case, at, by, events.StatusChanged(old=old, new=int(status), reason=reason))

    def _record(self, case: Case, at: int, by: By, payload: Payload) -> None:
        self.events.add(
            id=self.events.next_id(), at=self._stamp(at), verb=payload.verb, actor_kind=by[0], actor_id=by[1],
            ticket_id=case.id, customer_id=case.plan.customer, team_id=case.plan.team.pk,
            assignee_id=case.columns.get("assignee_id"), payload=encode(payload),
        )  # fmt: skip
        if isinstance(payload, COUNTED):
            for measure, amount in measured(payload):
                key = (at // 3600 * 3600, case.plan.team.pk, case.plan.channel, measure.value)
                found = self._counts.setdefault(key, [0, 0.0])
                found[0] += 1
                found[1] += amount

    def flush(self, at_least: int = 0) -> None:
        """Write what is collected, when it is that many events."""
        if len(self.events.rows) < at_least:
            return
        for sheet in self.sheets:
            sheet.flush()
        if connection.vendor == "sqlite":
            write("core_search", ["rowid", "words"], cast("list[tuple[Any, ...]]", self._words))
        else:
            write("core_searchdocument", ["id", "words"], cast("list[tuple[Any, ...]]", self._words))
        self._words.clear()

    def finish(self) -> None:
        """Write what is left: the last number of each day, and the counts."""
        for case in self._running.values():
            self.clocks.add(**{name: value for name, value in case.clock.items() if name != "from"})
        for day, last in self._last_numbers.items():
            self.numbers.add(day=day, last=last)
        for (hour, team, channel, measure), (count, total) in self._counts.items():
            self.rollups.add(
                id=self.rollups.next_id(), hour=self._stamp(hour), team_id=team, channel=channel, measure=measure,
                count=int(count), total=total,
            )  # fmt: skip
        self.flush()
