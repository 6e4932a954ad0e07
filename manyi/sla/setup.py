"""Calendars and policies in force, kept in each process and read anew once their revision has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from django.utils.translation import gettext as _

from manyi.core.i18n import label
from manyi.core.rows import run
from manyi.desk.conditions import Conditions, Facts, facts_of, type_chains
from manyi.sla import rules
from manyi.sla.business_time import Calendar, Day
from manyi.sla.models import Calendar as CalendarRow
from manyi.sla.models import CalendarDay
from manyi.sla.models import Policy as PolicyRow


@dataclass(frozen=True)
class Setup:
    """Everything a clock runs by. ``above`` gives for each ticket type itself and what lies above it."""

    revision: int
    policies: tuple[rules.Policy, ...]
    calendars: Mapping[int, Calendar]
    by_team: Mapping[int, int]
    by_class: Mapping[str, int]
    default: int | None
    above: Mapping[int, frozenset[int]]

    def policy(self, policy_id: int | None) -> rules.Policy | None:
        """A policy in force by id."""
        return next((policy for policy in self.policies if policy.id == policy_id), None)

    def calendar_id(self, policy: rules.Policy, facts: Facts) -> int | None:
        """A ticket's calendar under a policy: the policy's own, else the customer class's, the team's, the default."""
        if policy.calendar_id is not None:
            return policy.calendar_id
        if self.by_class:
            value_class, _vip = facts.customer()
            if value_class in self.by_class:
                return self.by_class[value_class]
        return self.by_team.get(facts.team or 0, self.default)

    def facts(self, ticket: Mapping[str, int | str | None]) -> Facts:
        """What policies ask of a ticket, from its columns; the customer and the tags are read when asked for."""
        return facts_of(ticket, self.above)


_kept: Setup | None = None


def current() -> Setup:
    """The calendars and policies of now, also inside the action that changes them."""
    global _kept
    found = run("SELECT number FROM sla_revision WHERE id = 1", ())
    revision = found[0] if found else 0
    if _kept is None or _kept.revision != revision:
        _kept = _load(revision)
    return _kept


def _load(revision: int) -> Setup:
    rows = list(CalendarRow.objects.prefetch_related("teams", "days"))
    policies = PolicyRow.objects.filter(is_active=True).order_by("rank", "id")
    return Setup(
        revision=revision,
        policies=tuple(read_policy(row) for row in policies) if revision else (),
        calendars={row.pk: read_calendar(row) for row in rows},
        by_team={team.pk: row.pk for row in rows for team in row.teams.all()},
        by_class={value_class: row.pk for row in rows for value_class in row.classes},
        default=next((row.pk for row in rows if row.is_default), None),
        above=type_chains(),
    )


def read_policy(row: PolicyRow) -> rules.Policy:
    """A stored policy as a value."""
    return rules.Policy(
        id=row.pk,
        version=row.version,
        name=label(row.names),
        conditions=msgspec.convert(row.conditions, Conditions),
        terms=msgspec.convert(row.terms, rules.Terms),
        calendar_id=row.calendar_id,
    )


def read_calendar(row: CalendarRow) -> Calendar:
    """A stored calendar as a value; the names of its days in the active language where they are shown."""
    return Calendar(
        row.zone,
        tuple(tuple((start, end) for start, end in spans) for spans in row.week) or ((),) * 7,
        {day.date: read_day(day) for day in row.days.all()},
    )


def read_day(row: CalendarDay) -> Day:
    """A stored exception as a value."""
    spans = tuple((start, end) for start, end in row.spans)
    return Day(spans, msgspec.json.encode(row.names).decode() if row.names else "", row.is_provisional)


def day_name(day: Day | None) -> str:
    """What an exceptional day is called in the active language."""
    if day is None or not day.name:
        return _("Closed that day") if day is not None else ""
    return label(msgspec.json.decode(day.name))


def is_provisional(calendar_id: int, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether a time touches days that are not announced yet."""
    calendar = current().calendars.get(calendar_id)
    if calendar is None:
        return False
    return any(day.is_provisional and start.date() <= date <= end.date() for date, day in calendar.days.items())
