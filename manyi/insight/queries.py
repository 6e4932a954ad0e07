"""What the numbers say, read from the counts; and the tickets behind each number."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from manyi.core.actors import Actor, Scope
from manyi.core.log import typed
from manyi.core.models import Event
from manyi.core.times import zone
from manyi.desk.access import reaching, visible_tickets
from manyi.desk.models import Ticket
from manyi.insight.facts import SOURCES, measured
from manyi.insight.models import FirstContact, Measure, Rollup

LISTED, ASKED = 200, 900
"""Tickets on one page of the list behind a number, and tickets asked for at once."""
SUMS = (Sum("count"), Sum("total"))


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts and sums by measure, and the indicators made of them. A share is from 0 to 1; None means no basis."""

    counts: dict[str, int]
    totals: dict[str, float]

    def count(self, measure: str) -> int:
        return self.counts.get(measure, 0)

    @property
    def csat(self) -> float | None:
        """Share of ratings of 4 or 5."""
        return self.count("satisfied") / self.count("rated") if self.count("rated") else None

    @property
    def first_reply(self) -> float | None:
        """Mean time to the first answer, in seconds."""
        return self.totals["first_reply"] / self.count("first_reply") if self.count("first_reply") else None


def tally_of(rows: Iterable[tuple[str, int, float]]) -> Tally:
    """A tally of (measure, count, total) rows."""
    counts: dict[str, int] = defaultdict(int)
    totals: dict[str, float] = defaultdict(float)
    for measure, count, total in rows:
        counts[measure] += count
        totals[measure] += total
    return Tally(dict(counts), dict(totals))


def _rollups(viewer: Actor, start: dt.datetime, end: dt.datetime) -> QuerySet[Rollup]:
    rows = Rollup.objects.filter(hour__gte=start, hour__lt=end, measure__in=Measure.values)
    return rows if viewer.scope is Scope.ALL else rows.filter(team_id__in=[0, *viewer.team_ids])


def tally(viewer: Actor, start: dt.datetime, end: dt.datetime) -> Tally:
    """All measures of a span of time within the viewer's reach."""
    rows = _rollups(viewer, start, end).values_list("measure").annotate(*SUMS)
    return tally_of(rows)


def tallies_by(viewer: Actor, start: dt.datetime, end: dt.datetime, column: str) -> dict[int | str, Tally]:
    """The same for each ``team_id`` or ``channel``."""
    rows = _rollups(viewer, start, end).values_list(column, "measure").annotate(*SUMS)
    found: dict[int | str, list[tuple[str, int, float]]] = defaultdict(list)
    for key, *row in rows:
        found[key].append(tuple(row))
    return {key: tally_of(values) for key, values in found.items()}


def tallies_by_hour(viewer: Actor, start: dt.datetime, end: dt.datetime) -> dict[dt.datetime, Tally]:
    """The same for each hour that has anything."""
    rows = _rollups(viewer, start, end).values_list("hour", "measure").annotate(*SUMS)
    found: dict[dt.datetime, list[tuple[str, int, float]]] = defaultdict(list)
    for hour, *row in rows:
        found[hour].append(tuple(row))
    return {hour: tally_of(values) for hour, values in found.items()}


def by_day(hours: dict[dt.datetime, Tally], days: list[dt.date], zone_name: str) -> list[Tally]:
    """Hours gathered into local days."""
    rows: dict[dt.date, list[tuple[str, int, float]]] = {day: [] for day in days}
    for hour, one in hours.items():
        day = hour.astimezone(zone(zone_name)).date()
        if day in rows:
            rows[day] += [(name, count, one.totals.get(name, 0.0)) for name, count in one.counts.items()]
    return [tally_of(rows[day]) for day in days]


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now: open work, customers who wait, answers overdue, tickets nobody works on."""

    open: int = 0
    waiting: int = 0
    overdue: int = 0
    unassigned: int = 0
    oldest_wait: dt.datetime | None = None


def standing_by_team(viewer: Actor) -> dict[int, Standing]:
    """How things stand now for each team (0: no team) within the viewer's reach, along the index of open work."""
    rows = Ticket.objects.filter(status__lt=4)
    if viewer.scope is not Scope.ALL:
        rows = rows.filter(Q(team_id__in=viewer.team_ids) | Q(team_id__isnull=True))
    waiting = Q(waiting_since__isnull=False)
    found = (
        rows.values_list(Coalesce(F("team_id"), 0))
        .annotate(open=Count("id"))
        .annotate(waiting=Count("id", filter=waiting))
        .annotate(overdue=Count("id", filter=Q(due_at__lt=timezone.now())))
        .annotate(unassigned=Count("id", filter=waiting & Q(assignee_id__isnull=True)))
        .annotate(oldest=Min("waiting_since"))
    )
    return {team: Standing(*row) for team, *row in found}


def standing(teams: Iterable[Standing]) -> Standing:
    """Several teams taken together."""
    found = list(teams)
    waits = [one.oldest_wait for one in found if one.oldest_wait]
    return Standing(
        sum(one.open for one in found),
        sum(one.waiting for one in found),
        sum(one.overdue for one in found),
        sum(one.unassigned for one in found),
        min(waits, default=None),
    )


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the tickets a number was counted from: how many there are, and how often they counted together."""

    tickets: list[Ticket]
    total: int
    times: int
    following: int | None


def tickets_behind(
    viewer: Actor,
    measure: str,
    start: dt.datetime,
    end: dt.datetime,
    *,
    team: int | None = None,
    channel: str = "",
    skip: int = 0,
) -> Behind:
    """The tickets a number was counted from, newest event first, only those the viewer may see."""
    times = _times_counted(measure, start, end, team)
    reached = _reached(viewer, list(times), channel)
    order = [pk for pk in times if pk in reached]
    page = order[skip : skip + LISTED]
    rows = Ticket.objects.select_related("customer", "assignee", "team").in_bulk(page)
    following = skip + LISTED if len(order) > skip + LISTED else None
    return Behind([rows[pk] for pk in page], len(order), sum(times[pk] for pk in order), following)


def _times_counted(measure: str, start: dt.datetime, end: dt.datetime, team: int | None) -> dict[int, int]:
    """How often each ticket counted, the one that counted last first."""
    verbs = [payload.verb for payload in SOURCES.get(measure, ())]
    rows = Event.objects.filter(verb__in=verbs, at__gte=start, at__lt=end).order_by("-id")
    if team is not None:
        rows = rows.filter(team_id=team) if team else rows.filter(team_id__isnull=True)
    times: dict[int, int] = {}
    for row in rows[:20_000].iterator():
        if row.ticket_id is not None and any(found == measure for found, _amount in measured(typed(row).payload)):
            times[row.ticket_id] = times.get(row.ticket_id, 0) + 1
    return times


def _reached(viewer: Actor, pks: list[int], channel: str) -> set[int]:
    only = {"channel": channel} if channel else {}
    rows = visible_tickets(viewer).filter(**only)
    return {
        pk
        for start in range(0, len(pks), ASKED)
        for pk in rows.filter(pk__in=pks[start : start + ASKED]).values_list("pk", flat=True)
    }


_SOLVED = Count("pk", filter=Q(solved=True))


class Share(NamedTuple):
    """How many were solved at first contact, of how many that count."""

    solved: int
    counted: int

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None without a basis."""
        return self.solved / self.counted if self.counted else None


def months_back(count: int, today: dt.date) -> list[str]:
    """The last months, the oldest first, as ``2026-11``."""
    last = today.year * 12 + today.month - 1
    return [f"{place // 12}-{place % 12 + 1:02d}" for place in range(last - count + 1, last + 1)]


def _judged(viewer: Actor, months: Iterable[str]) -> QuerySet[FirstContact]:
    rows = FirstContact.objects.filter(month__in=list(months), solved__isnull=False)
    return rows if viewer.scope is Scope.ALL else rows.filter(team_id__in=[0, *viewer.team_ids])


def first_contacts_by(viewer: Actor, months: Iterable[str], column: str, **only: int) -> dict[str | int, Share]:
    """The share for each ``month``, ``team_id`` or ``type_id`` within the viewer's reach."""
    found = (
        _judged(viewer, months).filter(**only).values_list(column).annotate(solved_ones=_SOLVED, all_ones=Count("pk"))
    )
    return {key: Share(solved, counted) for key, solved, counted in found}


def first_contacts_behind(
    viewer: Actor, months: Iterable[str], *, solved: bool | None, **only: int
) -> list[FirstContact]:
    """The judged tickets of these months the viewer may see, newest first, at most 200, with what broke it."""
    rows = _judged(viewer, months).filter(reaching(viewer, "ticket__"), **only)
    rows = rows if solved is None else rows.filter(solved=solved)
    return list(
        rows.select_related("ticket__customer", "ticket__assignee", "ticket__team").order_by("-closed_at")[:LISTED]
    )
