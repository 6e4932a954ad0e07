"""What waits and who is here, read from the database as the values the matching works with."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import msgspec

from manyi.core.rows import fetch
from manyi.desk.models import NO_DUE
from manyi.desk.queries.sql import instant, marks, moment
from manyi.routing.matching import ONLINE, USUAL, Agent, Item, Needs
from manyi.routing.matching.rules import unable
from manyi.routing.queues import Queue
from manyi.routing.setup import Setup, primary

MOST = 2_000
"""So much waiting work is looked at together."""
FAR = 50_000

_WAITING = (
    "SELECT w.id, t.id, w.queue_id, w.entered_at, w.step, w.refused, t.channel, t.language, t.team_id, t.priority,"
    " t.due_at, t.owner_id, c.value_class, c.is_vip, COALESCE(a.complexity, 0),"
    " (SELECT p.assignee_id FROM desk_ticket p WHERE p.customer_id = t.customer_id AND p.id <> t.id"
    " AND p.assignee_id IS NOT NULL ORDER BY p.id DESC LIMIT 1)"
    " FROM routing_wait w JOIN desk_ticket t ON t.id = w.ticket_id JOIN customers_customer c ON c.id = t.customer_id"
    " LEFT JOIN routing_assessment a ON a.ticket_id = t.id"
)
_UNOFFERED = (
    " WHERE w.ended_at IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM routing_offer o WHERE o.ticket_id = t.id AND o.outcome = '') ORDER BY w.entered_at, w.id LIMIT %s"
)
_ASKED = (
    "SELECT t.id, w.queue_id, w.step, t.channel, t.language, t.team_id, COALESCE(a.complexity, 0)"
    " FROM routing_wait w JOIN desk_ticket t ON t.id = w.ticket_id LEFT JOIN routing_assessment a ON a.ticket_id = t.id"
)
_HERE = (
    "SELECT s.id, s.tier, s.team_id, s.capacity, p.state, g.given, g.last_at, p.since FROM people_presence p"
    " JOIN people_staff s ON s.id = p.staff_id LEFT JOIN routing_standing g ON g.staff_id = s.id"
    " WHERE p.state <> 'offline' AND s.is_active AND s.team_id IS NOT NULL ORDER BY s.id"
)
_LOADS = (
    "SELECT t.assignee_id, t.channel, count(*) FROM desk_ticket t WHERE t.status < 4 AND t.status < 2"
    " AND t.assignee_id IN (SELECT staff_id FROM people_presence WHERE state <> 'offline')"
    " GROUP BY t.assignee_id, t.channel"
    " UNION ALL SELECT o.staff_id, t.channel, count(*) FROM routing_offer o JOIN desk_ticket t ON t.id = o.ticket_id"
    " WHERE o.outcome = '' GROUP BY o.staff_id, t.channel"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Waiting work with the queue it is in and its row."""

    wait_id: int
    queue: Queue
    item: Item
    channel: str
    entered_at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all waiting work of one queue, step, channel, language, team, difficulty and tags has in common."""

    queue: Queue
    needs: Needs
    units: int
    stretch: int


def waiting(setup: Setup, limit: int = MOST) -> list[Waiting]:
    """What waits for somebody and is not just being offered, the longest waiting first."""
    return _read(setup, fetch(_WAITING + _UNOFFERED, (limit,)))


def servable(setup: Setup, agents: Iterable[Agent]) -> list[Waiting]:
    """What waits and some of these colleagues could take now, but for who refused it; the longest waiting first.

    Only what is needed to see that is read of the rest, however much waits for others.
    """
    free = [agent for agent in agents if agent.presence == ONLINE and agent.takes(1, setup.most_stretch)]
    kinds = cache(partial(_kind, setup, tags=frozenset()))
    is_able = cache(lambda *asked: any(_can(agent, kinds(*asked)) for agent in free))
    asked = fetch(_ASKED + _UNOFFERED, (FAR,)) if free else []
    ids = [pk for pk, *what in asked if is_able(*what)][:MOST]
    return _read(setup, fetch(f"{_WAITING} WHERE w.ended_at IS NULL AND t.id IN ({marks(ids)})", ids)) if ids else []


def _can(agent: Agent, kind: _Kind) -> bool:
    return unable(kind.needs, agent.profile) is None and agent.takes(kind.units, kind.stretch)


def waiting_one(setup: Setup, ticket_id: int) -> Waiting | None:
    """One waiting ticket, offered or not."""
    found = _read(setup, fetch(f"{_WAITING} WHERE w.ended_at IS NULL AND t.id = %s", (ticket_id,)))
    return found[0] if found else None


def _read(setup: Setup, rows: list[tuple[Any, ...]]) -> list[Waiting]:
    tags = expert_tags(setup, [row[1] for row in rows])
    kinds = cache(partial(_kind, setup))  # many wait for the same
    return [_waiting(kinds, row, tags.get(row[1], frozenset())) for row in rows]


def _kind(
    setup: Setup, queue_id: int | None, step: int, channel: str, language: str, team_id: int | None, complexity: int,
    tags: frozenset[str],
) -> _Kind:  # fmt: skip
    queue = setup.queue(queue_id)
    asked = needs(setup, queue, step, channel, language, team_id, complexity, tags)
    return _Kind(queue, asked, setup.units_of(channel), setup.stretch(queue.id))


def _waiting(kinds: Callable[..., _Kind], row: tuple[Any, ...], tags: frozenset[str]) -> Waiting:
    (wait_id, pk, queue_id, entered, step, refused, channel, language, team_id, priority, due, owner, value_class,
     is_vip, complexity, last_agent) = row  # fmt: skip
    kind = kinds(queue_id, step, channel, language, team_id, complexity, tags=tags)
    due_at, entered_at = instant(due), moment(entered)
    item = Item(
        id=pk,
        entered_at=entered_at.timestamp(),
        needs=kind.needs,
        units=kind.units,
        urgency=priority,
        due_at=None if due_at is None or due_at == NO_DUE else due_at.timestamp(),
        is_vip=bool(is_vip),
        value_class=value_class,
        last_agent=last_agent,
        owner=owner,
        refused=frozenset(msgspec.json.decode(refused) if isinstance(refused, str) else refused),
        queue=queue_id or 0,
        stretch=kind.stretch,
    )
    return Waiting(wait_id, kind.queue, item, channel, entered_at)


def needs(
    setup: Setup, queue: Queue, step: int, channel: str, language: str, team_id: int | None, complexity: int,
    tags: frozenset[str],
) -> Needs:  # fmt: skip
    """What is asked of whoever serves a ticket of this queue, after so many steps of its overflow."""
    taken, rush = queue.taken(step), setup.rush_of(queue.id)
    teams = queue.teams or (frozenset({team_id}) if team_id else setup.service_teams)
    teams = teams.union(*(one.teams for one in taken), rush.plan.teams if rush else ())
    any_skill = any(one.any_skill for one in taken)
    spoken = primary(language) if queue.terms.speaks else ""
    skills = () if any_skill else tuple(sorted((str(pk), level) for pk, level in queue.terms.skills.items()))
    return Needs(
        channel=channel,
        skills=skills,
        language=spoken if spoken in setup.languages else "",
        complexity=complexity if queue.terms.tiers and not any(one.any_tier for one in taken) else 0,
        teams=setup.service_teams | teams if any(one.any_team for one in taken) else teams,
        slot=str(queue.terms.post) if queue.terms.post and not any_skill else "",
        tags=tags,
    )


def expert_tags(setup: Setup, ticket_ids: list[int]) -> dict[int, frozenset[str]]:
    """The tags of tickets that expert pools are for."""
    if not setup.expert_tags or not ticket_ids:
        return {}
    found: dict[int, set[str]] = defaultdict(set)
    experts = sorted(setup.expert_tags)
    sql = f"SELECT ticket_id, tag_id FROM desk_tickettag WHERE tag_id IN ({marks(experts)})"  # noqa: S608
    sql += f" AND ticket_id IN ({marks(ticket_ids)})"
    for ticket_id, tag_id in fetch(sql, (*experts, *ticket_ids)):
        found[ticket_id].add(str(tag_id))
    return {pk: frozenset(tags) for pk, tags in found.items()}


def agents(setup: Setup) -> dict[int, Agent]:
    """Every colleague who is not offline, with what he works on and what is offered to him, by id."""
    loads: dict[int, int] = defaultdict(int)
    counted: list[tuple[int, int, int]] = [
        (staff_id, setup.units_of(channel), count) for staff_id, channel, count in fetch(_LOADS, ())
    ]
    found = {}
    for staff_id, units, count in counted:
        loads[staff_id] += units * count
    for pk, tier, team_id, usual, state, given, last_at, since in fetch(_HERE, ()):
        idle_since = max(moment(since), instant(last_at) or moment(since))
        found[pk] = Agent(
            id=pk,
            capacity=usual,
            profile=setup.profile(pk, tier, team_id),
            load=min(loads[pk], usual * setup.most_stretch // USUAL),
            assigned=given or 0.0,
            idle_since=idle_since.timestamp(),
            presence=ONLINE if state == "online" else state,
        )
    return found
