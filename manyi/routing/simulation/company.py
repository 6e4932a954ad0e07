"""The company's own days as a plan: who wrote when, who was there, how long it took; read from its rows and its log."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from statistics import fmean, pstdev
from typing import Any, NamedTuple

import msgspec
from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.errors import Invalid, NotFound
from manyi.core.rows import fetch
from manyi.desk.queries.sql import moment, stored
from manyi.routing import loading, setup
from manyi.routing.matching import FIFO, STANDARD, Weights
from manyi.routing.models import Policy
from manyi.routing.queues import Queue
from manyi.routing.simulation.scenario import DAY, Plan
from manyi.routing.simulation.values import (
    FOREVER,
    Answers,
    Contact,
    Kind,
    Pace,
    Tried,
    Worker,
    drawn,
    effort,
    patience,
)
from manyi.sla import queries as sla

MOST_DAYS = 92
AT_ONCE = 500
FEWEST = 20
"""Fewer cases than this say nothing about a channel; then what is usual is taken."""
HANDLE = {"voice": 300.0, "chat": 600.0}
USUAL = 900.0
LONGEST = 4 * 3600.0
"""An answer that took longer was not worked on all the time."""

_TICKETS = (
    "SELECT t.id, t.created_at, t.channel, t.language, t.team_id, t.type_id, t.priority, t.customer_id, c.value_class,"
    " c.is_vip, COALESCE(a.complexity, 0), (SELECT p.assignee_id FROM desk_ticket p WHERE p.customer_id = t.customer_id"
    " AND p.id < t.id AND p.assignee_id IS NOT NULL ORDER BY p.id DESC LIMIT 1)"
    " FROM desk_ticket t JOIN customers_customer c ON c.id = t.customer_id"
    " LEFT JOIN routing_assessment a ON a.ticket_id = t.id"
    " WHERE t.created_at >= %s AND t.created_at < %s ORDER BY t.created_at, t.id"
)
_SERVED = (
    "SELECT t.channel, w.ended_at, t.first_replied_at FROM routing_wait w JOIN desk_ticket t ON t.id = w.ticket_id"
    " WHERE w.outcome = 'served' AND w.entered_at >= %s AND w.entered_at < %s AND t.first_replied_at > w.ended_at"
)
_WAITED = (
    "SELECT channel, outcome, entered_at, ended_at FROM routing_wait"
    " WHERE ended_at IS NOT NULL AND entered_at >= %s AND entered_at < %s"
)
_OFFERED = (
    "SELECT staff_id, outcome, offered_at, outcome_at FROM routing_offer"
    " WHERE outcome IN ('accepted', 'declined', 'expired') AND offered_at >= %s AND offered_at < %s"
)
_STAFF = (
    "SELECT s.id, s.tier, s.team_id, s.capacity FROM people_staff s JOIN people_team t ON t.id = s.team_id"
    " JOIN people_department d ON d.id = t.department_id WHERE s.is_active AND d.is_service ORDER BY s.id"
)
_PRESENCE = (
    "SELECT at, payload FROM core_event WHERE verb = 'staff.presence_changed' AND at >= %s AND at < %s ORDER BY id"
)


Span = tuple[float, float]
"""From one second of the plan to another."""


class Period(NamedTuple):
    """From one midnight to another."""

    start: dt.datetime
    end: dt.datetime

    @property
    def stored(self) -> tuple[Any, Any]:
        """Both as parameters."""
        return stored(self.start), stored(self.end)

    def seconds(self, at: dt.datetime) -> float:
        """A time as seconds of the plan."""
        return (at - self.start).total_seconds()


def known_policies() -> dict[str, Weights]:
    """Weights by the names of policies; ``current`` is the default one, ``fifo`` who waits longest."""
    found = {row.name: setup.read_weights(row) for row in Policy.objects.all()}
    return {STANDARD.name: STANDARD, **found, FIFO.name: FIFO, "current": setup.current().policies[None]}


def policies(names: Sequence[str], queue_id: int | None = None) -> list[Tried]:
    """Policies by name, on trial everywhere or on one queue, where ``current`` is the one it has now.

    Without names: the current one and fifo. Raises :class:`NotFound`.
    """
    usual = replace(setup.current(), rushes={})
    known, beside = known_policies(), usual.policies[None]
    if queue_id is not None:
        known["current"] = usual.weights(usual.queue(queue_id))
    missing = [name for name in names if name not in known]
    if missing:
        raise NotFound(_("There is no policy of this name: %(names)s") % {"names": ", ".join(missing)})
    return [Tried(known[name], queue_id, beside) for name in names or ("current", FIFO.name)]


def queue_called(name: str) -> int:
    """A queue by one of its names. Raises :class:`NotFound`."""
    for queue in setup.current().queues:
        if queue.id is not None and name in queue.names.values():
            return queue.id
    raise NotFound(_("There is no queue of this name: %(name)s") % {"name": name})


def recorded(days: int) -> Plan:
    """The last so many whole days as they were: arrivals to the second, the colleagues of now in the hours they kept.

    How long serving and patience last is drawn anew in each run, from what the log says of each channel. Raises
    :class:`Invalid` when nothing came in or nobody could have served it.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(fields={"days": _("Choose 1 to %(n)d days.") % {"n": MOST_DAYS}})
    end = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    period = Period(end - dt.timedelta(days=days), end)
    offered = fetch(_OFFERED, period.stored)
    present, days_known, spells = _present(period, {(row[0], moment(row[3])) for row in offered if row[1] == "expired"})
    crew = _workers(period, present, days_known)
    arrivals = _arrivals(period)
    if not arrivals or not crew:
        raise Invalid(_("In these days nothing came in, or nobody was there: there is nothing to simulate."))

    def draw(luck: Random) -> list[Contact]:
        return [_contact(row, period, luck) for row in arrivals]

    answers = _answers(offered, spells) if any(row.kind.offers for row in arrivals) else None
    return Plan(crew, draw, days * DAY, Pace(), answers)


class _Arrival(NamedTuple):
    at: dt.datetime
    kind: Kind
    is_vip: bool
    value_class: str
    urgency: int
    due_at: float | None
    last_agent: int | None


def _contact(row: _Arrival, period: Period, luck: Random) -> Contact:
    return Contact(
        period.seconds(row.at), row.kind, effort(row.kind, luck), patience(row.kind, luck), row.is_vip,
        row.value_class, urgency=row.urgency, due_at=row.due_at, last_agent=row.last_agent, luck=drawn(row.kind, luck),
    )  # fmt: skip


class _Ticket(NamedTuple):
    """A row of :data:`_TICKETS`."""

    id: int
    created_at: Any
    channel: str
    language: str
    team_id: int | None
    type_id: int | None
    priority: int
    customer_id: int
    value_class: str
    is_vip: bool
    complexity: int
    last_agent: int | None


def _arrivals(period: Period) -> list[_Arrival]:
    found, handles, patiences = replace(setup.current(), rushes={}), _handles(period), _patiences(period)
    rows = [_Ticket(*values) for values in fetch(_TICKETS, period.stored)]
    tags, due = _tags(found, [row.id for row in rows]), sla.first_due(*period)
    kinds: dict[tuple[Any, ...], Kind] = {}
    arrivals = []
    for row in rows:
        queue, tagged = found.queue_for(row._asdict()), tags.get(row.id, frozenset())
        key = (queue.id, row.channel, row.language, row.team_id, row.complexity, tagged)
        if key not in kinds:
            patience_of = patiences.get(row.channel, FOREVER)
            kinds[key] = _kind(found, queue, row, tagged, handles[row.channel], patience_of)
        due_at = period.seconds(due[row.id]) if row.id in due else None
        arrivals.append(
            _Arrival(
                moment(row.created_at),
                kinds[key],
                bool(row.is_vip),
                row.value_class,
                row.priority,
                due_at,
                row.last_agent,
            )
        )
    return arrivals


def _tags(found: setup.Setup, ids: list[int]) -> dict[int, frozenset[str]]:
    """The tags of tickets that expert pools are for, as they stand now."""
    tags: dict[int, frozenset[str]] = {}
    for start in range(0, len(ids), AT_ONCE):
        tags |= loading.expert_tags(found, ids[start : start + AT_ONCE])
    return tags


def _kind(
    found: setup.Setup, queue: Queue, row: _Ticket, tags: frozenset[str], handle: tuple[float, float],
    patience_of: float,
) -> Kind:  # fmt: skip
    """What tickets of a queue, channel, language, team, complexity and tags ask for, and after each overflow step."""
    steps = queue.terms.overflow
    asked = [
        loading.needs(found, queue, step, row.channel, row.language, row.team_id, row.complexity, tags)
        for step in range(len(steps) + 1)
    ]
    return Kind(
        name=row.channel,
        needs=asked[0],
        handle=handle[0],
        spread=handle[1],
        patience=patience_of,
        target=queue.terms.within,
        units=found.units_of(row.channel),
        overflow=tuple((step.after, needs) for step, needs in zip(steps, asked[1:], strict=True)),
        queue=queue.id,
        own=found.policies.get(queue.policy_id) if queue.policy_id else None,
        offers=queue.terms.offers,
    )


def _handles(period: Period) -> dict[str, tuple[float, float]]:
    """Mean and spread of the time from being given a ticket to the first answer, by channel."""
    taken: dict[str, list[float]] = defaultdict(list)
    for channel, begun, answered in fetch(_SERVED, period.stored):
        seconds = (moment(answered) - moment(begun)).total_seconds()
        if seconds <= LONGEST:
            taken[channel].append(seconds)
    found: dict[str, tuple[float, float]] = defaultdict(lambda: (USUAL, 1.0))
    found.update({channel: (mean, 1.0) for channel, mean in HANDLE.items()})
    for channel, times in taken.items():
        if len(times) >= FEWEST and fmean(times) > 0:
            found[channel] = (fmean(times), pstdev(times) / fmean(times))
    return found


def _patiences(period: Period) -> dict[str, float]:
    """Mean patience by channel: all the time waited by the number who left, the likeliest value where waits end early.

    (D. R. Cox and D. Oakes, "Analysis of survival data", 1984, for exponential times that are cut off.)
    """
    waited: dict[str, float] = defaultdict(float)
    left: dict[str, int] = defaultdict(int)
    for channel, outcome, entered, ended in fetch(_WAITED, period.stored):
        waited[channel] += (moment(ended) - moment(entered)).total_seconds()
        left[channel] += outcome == "left"
    return {channel: waited[channel] / count for channel, count in left.items() if count and waited[channel] > 0}


def _answers(offered: list[tuple[Any, ...]], spells: list[float]) -> Answers:
    """How colleagues answered what was offered to them; as is usual while little is known."""
    usual = Answers()
    if len(offered) < FEWEST:
        return usual
    outcomes = [row[1] for row in offered]
    taken = [
        (moment(until) - moment(since)).total_seconds() for _staff, how, since, until in offered if how != "expired"
    ]
    return Answers(
        declined=outcomes.count("declined") / len(outcomes),
        lapsed=outcomes.count("expired") / len(outcomes),
        seconds=max(fmean(taken), 0.1) if taken else usual.seconds,
        away=max(fmean(spells), 1.0) if spells else usual.away,
    )


def _workers(period: Period, present: dict[int, list[Span]], days_known: set[int]) -> list[Worker]:
    """Those of service teams, there when they were online; on days of which nothing is logged in their team's hours."""
    found, crew = setup.current(), []
    for pk, tier, team_id, capacity in fetch(_STAFF, ()):
        logged = present.get(pk, [])
        usual = [span for span in _hours(team_id, period) if int(span[0] // DAY) not in days_known]
        free = [span for span in usual if all(span[1] <= begins or ends <= span[0] for begins, ends in logged)]
        if capacity and (shifts := sorted([*logged, *free])):
            crew.append(Worker(pk, found.profile(pk, tier, team_id), capacity, tuple(shifts)))
    return crew


def _present(
    period: Period, lapsed: set[tuple[int, dt.datetime]]
) -> tuple[dict[int, list[Span]], set[int], list[float]]:
    """When each colleague was online, from the log; of which days it knows; how long those were away who let an offer
    pass.

    Such a spell counts as being there: a run lets offers pass by itself. Who was there before the first entry was so
    from the beginning of that day.
    """
    since: dict[int, float] = {}
    gone: dict[int, float] = {}
    spells: list[float] = []
    found: dict[int, list[Span]] = defaultdict(list)
    rows = fetch(_PRESENCE, period.stored)
    days_known = {int(period.seconds(moment(at)) // DAY) for at, _payload in rows}
    beginning = min(days_known, default=0) * DAY
    for at, payload in rows:
        change = msgspec.json.decode(payload) if isinstance(payload, str | bytes) else payload
        staff, when = change["staff"], period.seconds(moment(at))
        if change["new"] == "online":
            since.setdefault(staff, when)
            spells += [when - gone.pop(staff)] if staff in gone else []
        elif change["old"] == "online" and (staff, moment(at)) in lapsed:
            gone[staff] = when
        elif change["old"] == "online" or gone.pop(staff, None) is not None:
            found[staff].append((since.pop(staff, beginning), when))
    for staff, begun in since.items():
        found[staff].append((begun, period.seconds(period.end)))
    return found, days_known, spells


def _hours(team_id: int, period: Period) -> list[tuple[float, float]]:
    return [(period.seconds(begins), period.seconds(ends)) for begins, ends in sla.open_hours(team_id, *period)]
