"""What is asked of clocks, policies, calendars and notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actors import Actor
from manyi.core.errors import NotFound
from manyi.core.i18n import label
from manyi.core.log import of_ticket
from manyi.core.rows import fetch
from manyi.desk.access import visible_tickets
from manyi.desk.models import SopRun, Status, Task, Ticket
from manyi.desk.sop_steps import decode
from manyi.people.models import Team
from manyi.sla import events, rules, setup, store
from manyi.sla.business_time import SECOND, Span, add, explain, parse_spans
from manyi.sla.keeping import measure, step_subject
from manyi.sla.models import Calendar, CalendarDay, Clock, Kind, Notice, Outcome, Policy, Recomputation

INSTANT = dt.timedelta(microseconds=1)
MOST_LINES = 200
ROUNDING = 1
"""Seconds by which the pieces of a story may miss what was used."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as it stands now; ``used`` and ``target`` in seconds of working time, ``due_at`` None while it stands."""

    id: int
    kind: str
    label: str
    subject: str
    state: str
    used: float
    target: int
    due_at: dt.datetime | None
    started_at: dt.datetime
    ended_at: dt.datetime | None
    breached_at: dt.datetime | None
    policy: str
    calendar: str
    is_provisional: bool
    what: str = ""
    """The task or step it is about."""

    @property
    def share(self) -> int:
        """Percent of the target that is used, at most 100."""
        return min(100, round(self.used * 100 / self.target)) if self.target else 100


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a clock's story: from when to when, what it did, and why."""

    start: dt.datetime
    end: dt.datetime | None
    is_running: bool
    why: str
    worked: float


def readings(ticket: Ticket, *, only_open: bool = False) -> list[Reading]:
    """The clocks of a ticket the viewer reaches, as they stand now."""
    found = setup.current()
    if only_open:
        return [_reading(clock, found) for clock in store.open_clocks(ticket.pk)]
    clocks = store.all_clocks(ticket.pk)
    titles = _titles(ticket) if any(clock.subject for clock in clocks) else {}
    return [replace(_reading(clock, found), what=titles.get(clock.subject, "")) for clock in clocks]


def _titles(ticket: Ticket) -> dict[str, str]:
    """What the clocks of tasks and steps are about, by subject."""
    titles = {f"task:{pk}": title for pk, title in Task.objects.filter(ticket=ticket).values_list("pk", "title")}
    for run in SopRun.objects.filter(ticket=ticket).select_related("version"):
        for step in decode(run.version.steps):
            titles[step_subject(run.pk, step.key)] = label(step.title)
    return titles


def _reading(clock: Clock, found: setup.Setup) -> Reading:
    policy, at = found.policy(clock.policy_id), timezone.now()
    due_at = clock.due_at if clock.running_since is not None and clock.due_at.year < 9999 else None
    state = clock.outcome or ("paused" if clock.running_since is None else "late" if clock.breached_at else "running")
    return Reading(
        id=clock.pk,
        kind=clock.kind,
        label=str(Kind(clock.kind).label),
        subject=clock.subject,
        state=state,
        used=measure(clock, found).used_at(at) / SECOND,
        target=clock.target,
        due_at=due_at,
        started_at=clock.started_at,
        ended_at=clock.ended_at,
        breached_at=clock.breached_at,
        policy=policy.name if policy else "",
        calendar=calendar_names().get(clock.calendar_id, ""),
        is_provisional=due_at is not None and setup.is_provisional(clock.calendar_id, clock.started_at, due_at),
    )


def calendar_names() -> dict[int, str]:
    """The names of all calendars in the active language."""
    return {pk: label(names) for pk, names in Calendar.objects.values_list("pk", "names")}


def get_clock(ticket: Ticket, clock_id: int) -> Clock:
    """A clock of this ticket. Raises :class:`NotFound`."""
    found = next((clock for clock in store.all_clocks(ticket.pk) if clock.pk == clock_id), None)
    if found is None:
        raise NotFound()
    return found


def story(clock: Clock) -> list[Line]:
    """When a clock ran, when not, and why, in the active language: told from the log and the calendars of each time."""
    teller = _Teller(clock)
    for event in of_ticket(clock.ticket_id):
        if getattr(event.payload, "clock", None) == clock.pk:
            teller.hear(event.at, event.payload)
    teller.finish()
    return sorted(teller.lines, key=lambda line: line.start)[-MOST_LINES:]


class _Teller:
    """Tells a clock's story event by event; the pieces it tells always add up to what the clock has used."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.setup = setup.current()
        self.lines: list[Line] = []
        self.calendar_id = clock.calendar_id
        self.counted = 0.0
        self.running: dt.datetime | None = None
        self.stopped, self.reason = clock.started_at, ""

    def hear(self, at: dt.datetime, payload: object) -> None:
        """The next event of the clock."""
        match payload:
            case events.ClockStarted(paused_for=paused_for, calendar=calendar_id):
                self.running, self.calendar_id = None if paused_for else at, calendar_id
                self.stopped, self.reason = at, paused_for
            case events.ClockPaused(reason=why, used=used):
                self._stop(at, used, why)
            case events.ClockResumed():
                self.lines.append(Line(self.stopped, at, False, _standing(self.reason), 0))
                self.running = at
            case events.ClockRecomputed(used=used, calendar=calendar_id):
                if self.running is not None:
                    self._run(at, used)
                    self.running = at
                self.calendar_id = calendar_id
            case events.ClockMet(used=used) | events.ClockDropped(used=used):
                self._stop(at, used, "ended")
        self.lines += _remarks(at, payload, self.setup)

    def finish(self) -> None:
        """What it does now."""
        since = self.clock.running_since
        if self.running is None or since is None:
            if self.clock.ended_at is None:
                self.lines.append(Line(self.stopped, None, False, _standing(self.reason), 0))
            return
        if self.clock.used / SECOND - self.counted > ROUNDING:
            self._run(since, self.clock.used / SECOND)
        self.calendar_id = self.clock.calendar_id
        self.lines += self._pieces(max(since, self.running), timezone.now())

    def _stop(self, at: dt.datetime, used: float, reason: str) -> None:
        if self.running is None:
            self.lines.append(Line(self.stopped, at, False, _standing(self.reason), 0))
        self._run(at, used)
        self.running, self.stopped, self.reason = None, at, reason

    def _run(self, end: dt.datetime, used: float) -> None:
        """A stretch up to an event that says what was used by then, by the hours as they were."""
        if self.running is None:
            return
        pieces = self._pieces(self.running, end)
        worked = used - self.counted
        if abs(sum(piece.worked for piece in pieces) - worked) > ROUNDING:
            pieces = [Line(self.running, end, True, _("Working time, by the hours that held then"), worked)]
        self.lines += pieces
        self.running, self.counted = end, used

    def _pieces(self, start: dt.datetime, end: dt.datetime) -> list[Line]:
        """The time from one event to another, hour by working hour."""
        return [
            Line(
                piece.start,
                piece.end,
                piece.is_open,
                _("Working time") if piece.is_open else setup.day_name(piece.day) or _("Outside working hours"),
                (piece.end - piece.start).total_seconds() if piece.is_open else 0,
            )
            for piece in explain(self.setup.calendars[self.calendar_id], start, end)
        ]


def _standing(reason: str) -> str:
    if reason == "ended":
        return _("Had ended; the ticket was opened again")
    if reason.isdecimal():
        return _("Paused: %(status)s") % {"status": Status(int(reason)).label}
    return _("Paused")


def _remarks(at: dt.datetime, payload: object, found: setup.Setup) -> list[Line]:
    """What happened at one moment."""
    words = ""
    match payload:
        case events.TargetNear(share=share):
            words = _("Warning: %(share)d %% used") % {"share": share}
        case events.TargetBreached():
            words = _("The time was over")
        case events.ClockEscalated(step=step):
            words = _("Step %(step)d of the ladder") % {"step": step}
        case events.ClockRecomputed(policy=policy_id):
            policy = found.policy(policy_id)
            words = _("Computed anew by “%(policy)s”; what was used is kept") % {
                "policy": policy.name if policy else ""
            }
        case events.ClockMet(is_late=late):
            words = _("Done, too late") if late else _("Done in time")
        case events.ClockDropped():
            words = str(Outcome.DROPPED.label)
    return [Line(at, at, False, words, 0)] if words else []


def calendars() -> list[Calendar]:
    """All calendars, the default one first."""
    return list(Calendar.objects.prefetch_related("teams").order_by("-is_default", "id"))


def get_calendar(calendar_id: int) -> Calendar:
    """A calendar by id. Raises :class:`NotFound`."""
    found = Calendar.objects.filter(pk=calendar_id).first()
    if found is None:
        raise NotFound()
    return found


def days_of(calendar: Calendar, year: int) -> list[CalendarDay]:
    """The days of one year that differ from their weekday."""
    return list(CalendarDay.objects.filter(calendar=calendar, date__year=year).order_by("date"))


def get_day(calendar: Calendar, day_id: int) -> CalendarDay:
    """One such day. Raises :class:`NotFound`."""
    found = CalendarDay.objects.filter(calendar=calendar, pk=day_id).select_related("calendar").first()
    if found is None:
        raise NotFound()
    return found


def teams_by_id(ids: Iterable[int]) -> list[Team]:
    """Teams, for choosing."""
    return list(Team.objects.filter(pk__in=list(ids)))


def read_hours(text: str) -> tuple[Span, ...]:
    """Minutes of a day as people write them: ``09:00-12:00, 13:00-18:00``. Raises ``ValueError``."""
    return parse_spans(text)


def open_hours(
    team_id: int | None, start: dt.datetime, end: dt.datetime, *, calendar_id: int | None = None
) -> list[tuple[dt.datetime, dt.datetime]]:
    """When a team works between two times, by this calendar, else by its own or the one for everything else."""
    found = setup.current()
    calendar = found.calendars.get(calendar_id or found.by_team.get(team_id or 0, found.default or 0))
    return [(one.start, one.end) for one in explain(calendar, start, end) if one.is_open] if calendar else []


def is_worked(team_id: int | None, at: dt.datetime) -> bool | None:
    """Whether a team works at an instant by the calendar that names it; None for a team that has none of its own."""
    found = setup.current()
    calendar = found.calendars.get(found.by_team.get(team_id or 0, 0))
    return any(one.is_open for one in explain(calendar, at, at + INSTANT)) if calendar else None


def first_due(start: dt.datetime, end: dt.datetime) -> dict[int, dt.datetime]:
    """When the first answer to each ticket that came between two times was due, had its clock never stood still."""
    found = setup.current().calendars
    rows = Clock.objects.filter(kind=Kind.FIRST, started_at__gte=start, started_at__lt=end).order_by("pk")
    values = rows.values_list("ticket_id", "calendar_id", "started_at", "target")
    return {
        ticket_id: add(found[calendar_id], started_at, dt.timedelta(seconds=target))
        for ticket_id, calendar_id, started_at, target in values
        if found[calendar_id].opens
    }


def policies() -> list[Policy]:
    """All policies, in the order in which they are asked."""
    return list(Policy.objects.select_related("calendar").order_by("rank", "id"))


def get_policy(policy_id: int) -> Policy:
    """A policy by id. Raises :class:`NotFound`."""
    found = Policy.objects.filter(pk=policy_id).first()
    if found is None:
        raise NotFound()
    return found


def policy_for(ticket: Ticket) -> rules.Policy | None:
    """The policy a ticket falls under as it is now."""
    found = setup.current()
    return rules.choose(found.policies, found.facts(ticket.__dict__))


def recomputation() -> Recomputation | None:
    """The newest recomputation of open clocks, if there was one."""
    return Recomputation.objects.order_by("-began_at", "-id").first()


def unseen_notices(viewer: Actor) -> int:
    """How many things a colleague was told that he has not read yet; more than 100 are not counted."""
    sql = "SELECT 1 FROM sla_notice WHERE staff_id = %s AND seen_at IS NULL LIMIT 100"
    return len(fetch(sql, (viewer.id or 0,)))


def notices_of(viewer: Actor, *, limit: int = 100) -> list[Notice]:
    """What a colleague was told, newest first, of tickets he still reaches."""
    rows = Notice.objects.filter(staff_id=viewer.id or 0, ticket__in=visible_tickets(viewer))
    return list(rows.select_related("ticket", "clock").order_by("-id")[:limit])
