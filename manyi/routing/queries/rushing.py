"""How a queue stands for rush mode, and what a rush brought."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from manyi.core.actions import now
from manyi.core.actors import Actor, Scope
from manyi.core.errors import NotFound
from manyi.core.rows import fetch
from manyi.desk.actions.lifecycle import missing_fields, required_fields
from manyi.desk.conditions import Conditions, hold
from manyi.desk.models import Ticket
from manyi.desk.queries.sql import Where, instant, moment, stored
from manyi.people.models import Staff
from manyi.routing import setup
from manyi.routing.models import Playbook, Rush, Wait
from manyi.routing.rush import WINDOW, Figures, Plan, Running

MOST = 20_000
"""Waits looked at for one report or one look at a queue."""
SOLVED, INCOMPLETE = 2_000, 100
COLUMNS = ("id", "type_id", "priority", "channel", "team_id", "customer_id")
_RECENT = (
    "SELECT t.id, t.type_id, t.priority, t.channel, t.team_id, t.customer_id, w.entered_at, w.ended_at"
    " FROM routing_wait w JOIN desk_ticket t ON t.id = w.ticket_id"
    " WHERE {} AND (w.ended_at IS NULL OR w.ended_at >= %s) LIMIT %s"
)
_PERIOD = (
    "SELECT w.id, w.ticket_id, w.entered_at, w.ended_at, w.outcome FROM routing_wait w"
    " WHERE {} AND (w.ended_at IS NULL OR w.ended_at >= %s) AND w.entered_at < %s LIMIT %s"
)
_GIVEN = (
    "SELECT d.chosen_id, count(*) FROM routing_wait w JOIN routing_decision d ON d.id ="
    " (SELECT max(n.id) FROM routing_decision n WHERE n.ticket_id = w.ticket_id AND n.at <= w.ended_at)"
    " WHERE {} AND w.outcome = 'served' AND w.ended_at >= %s AND w.ended_at < %s AND d.at >= w.entered_at"
    " GROUP BY d.chosen_id"
)


def _in(queue_id: int | None) -> Where:
    return ("w.queue_id IS NULL", ()) if queue_id is None else ("w.queue_id = %s", (queue_id,))


def figures(queue_id: int | None, conditions: Conditions) -> Figures:
    """How a queue stands now, by the tickets for which the conditions hold."""
    found, at, (where, params) = setup.current(), now(), _in(queue_id)
    since = at - dt.timedelta(seconds=WINDOW)
    rows = fetch(_RECENT.format(where), (*params, stored(since), MOST))
    if conditions != Conditions():
        rows = [row for row in rows if hold(conditions, found.facts(dict(zip(COLUMNS, row, strict=False))))]
    waiting = [moment(row[6]) for row in rows if row[7] is None]
    return Figures(
        waiting=len(waiting),
        longest=max(((at - entered).total_seconds() for entered in waiting), default=0.0),
        arrivals=sum(moment(row[6]) >= since for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Period:
    """What happened on a queue in a time: waits in seconds, ``kept`` percent within the service level."""

    hours: float
    arrivals: int
    answered: int
    left: int
    median: float | None
    ninetieth: float | None
    longest: float | None
    kept: int | None

    @property
    def per_hour(self) -> float:
        """How many came in an hour."""
        return self.arrivals / self.hours if self.hours else 0.0


@dataclass(frozen=True, slots=True)
class Helper:
    """A colleague who was given work of the queue; ``is_borrowed`` when his team does not serve it otherwise."""

    name: str
    team: str
    given: int
    is_borrowed: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a rush brought, beside as long a time before it; ``incomplete`` tickets still lack required fields."""

    rush: Rush
    plan: Plan
    before: Period
    during: Period
    helpers: list[Helper]
    incomplete: list[Ticket]


def report(rush: Rush) -> Report:
    """The report of a rush, of one that is on as far as it has come."""
    plan, end = setup.read_plan(rush.plan), rush.ended_at or now()
    before = rush.started_at - (end - rush.started_at)
    return Report(
        rush,
        plan,
        before=_period(rush.queue_id, before, rush.started_at),
        during=_period(rush.queue_id, rush.started_at, end),
        helpers=_helpers(rush, plan, end),
        incomplete=_incomplete(rush, end) if plan.short_forms else [],
    )


def _period(queue_id: int | None, start: dt.datetime, end: dt.datetime) -> Period:
    where, params = _in(queue_id)
    rows = fetch(_PERIOD.format(where), (*params, stored(start), stored(end), MOST))
    spans = [(moment(row[2]), instant(row[3]), str(row[4])) for row in rows]
    ended = [(entered, at, outcome) for entered, at, outcome in spans if at is not None and at < end]
    waits = sorted((at - entered).total_seconds() for entered, at, outcome in ended if outcome == Wait.Outcome.SERVED)
    within = setup.current().queue(queue_id).terms.within
    return Period(
        hours=(end - start).total_seconds() / 3600,
        arrivals=sum(entered >= start for entered, _at, _outcome in spans),
        answered=len(waits),
        left=sum(outcome == Wait.Outcome.LEFT for _entered, _at, outcome in ended),
        median=_share(waits, 0.5),
        ninetieth=_share(waits, 0.9),
        longest=waits[-1] if waits else None,
        kept=round(100 * sum(wait <= within for wait in waits) / len(waits)) if waits else None,
    )


def _share(ordered: Sequence[float], share: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None


def _helpers(rush: Rush, plan: Plan, end: dt.datetime) -> list[Helper]:
    where, params = _in(rush.queue_id)
    given = dict(fetch(_GIVEN.format(where), (*params, stored(rush.started_at), stored(end))))
    found = setup.current()
    own = found.queue(rush.queue_id).teams or found.service_teams - plan.teams
    staff = Staff.objects.filter(pk__in=list(given)).select_related("team")
    helpers = [
        Helper(one.name, one.team.name if one.team else "", given[one.pk], one.team_id not in own) for one in staff
    ]
    return sorted(helpers, key=lambda one: (-one.is_borrowed, -one.given, one.name))


def _incomplete(rush: Rush, end: dt.datetime) -> list[Ticket]:
    where, params = _in(rush.queue_id)
    ids = [row[1] for row in fetch(_PERIOD.format(where), (*params, stored(rush.started_at), stored(end), SOLVED))]
    solved = Ticket.objects.filter(pk__in=ids, resolved_at__gte=rush.started_at, resolved_at__lt=end)
    required = required_fields()
    tickets = solved.select_related("type").order_by("pk")
    return [ticket for ticket in tickets if missing_fields(ticket, required)][:INCOMPLETE]


def rushes(limit: int = 100) -> list[Rush]:
    """Rushes, those that are on and the newest first."""
    return list(Rush.objects.select_related("by_staff", "ended_by").order_by("-pk")[:limit])


def rushes_on() -> dict[int | None, Rush]:
    """The rushes that are on, by queue."""
    return {row.queue_id: row for row in Rush.objects.filter(ended_at=None).select_related("by_staff")}


def get_rush(rush_id: int) -> Rush:
    """A rush by id. Raises :class:`NotFound`."""
    found = Rush.objects.filter(pk=rush_id).select_related("by_staff", "ended_by").first()
    if found is None:
        raise NotFound()
    return found


def playbooks() -> list[Playbook]:
    """All playbooks, those in use first."""
    return list(Playbook.objects.order_by("-is_active", "pk"))


def get_playbook(playbook_id: int) -> Playbook:
    """A playbook by id. Raises :class:`NotFound`."""
    found = Playbook.objects.filter(pk=playbook_id).first()
    if found is None:
        raise NotFound()
    return found


def rush_news(viewer: Actor) -> list[tuple[Rush, Running]]:
    """The rushes that concern a colleague: his team serves the queue, or he leads all."""
    found = setup.current()
    leads_all = viewer.scope is Scope.ALL
    mine = [rush for rush in found.rushes.values() if leads_all or not rush.teams.isdisjoint(viewer.team_ids)]
    rows: dict[int, Any] = Rush.objects.in_bulk([rush.id for rush in mine])
    return [(rows[rush.id], rush) for rush in mine if rush.id in rows]
