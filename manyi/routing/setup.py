"""What is set up, kept in each process and read anew once its revision has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from manyi.core.models import Installation
from manyi.core.rows import fetch, run
from manyi.desk.conditions import Conditions, Facts, facts_of, type_chains
from manyi.routing.matching import STANDARD, USUAL, Profile, Weights
from manyi.routing.models import AgentProfile, AgentSkill, ChannelUnits, ExpertPool
from manyi.routing.models import Policy as PolicyRow
from manyi.routing.models import Queue as QueueRow
from manyi.routing.models import Rush as RushRow
from manyi.routing.queues import REST, Queue, Terms, choose
from manyi.routing.rush import REST_QUEUE, Plan, Running, running

WHOLE = 999
"""Units of what fills a colleague, whatever his capacity."""
UNITS = {"voice": WHOLE, "chat": 6, "wechat": 6, "wecom": 6, "sms": 4, "email": 2, "form": 2, "api": 2}
OTHER = 2
WRAP_UPS = {"voice": 30}
TIERS = {"": 0, "junior": 1, "intermediate": 2, "senior": 3, "super": 4}


@dataclass(frozen=True)
class Setup:
    """Everything a decision asks for that is not work or presence."""

    revision: int
    queues: tuple[Queue, ...]
    policies: Mapping[int | None, Weights]
    units: Mapping[str, int]
    wrap_ups: Mapping[str, int]
    profiles: Mapping[int, Profile]
    languages: frozenset[str]
    home: str
    expert_tags: frozenset[int]
    service_teams: frozenset[int]
    chains: Mapping[int, frozenset[int]]
    rushes: Mapping[int, Running]

    def queue(self, queue_id: int | None) -> Queue:
        """A queue in force by id; one that is gone gives way to the one for the rest."""
        return next((queue for queue in self.queues if queue.id == queue_id), REST)

    def weights(self, queue: Queue) -> Weights:
        """The weights a queue is served by now."""
        rush = self.rush_of(queue.id)
        asked = rush.plan.policy if rush and rush.plan.policy in self.policies else queue.policy_id
        return self.policies.get(asked) or self.policies[None]

    def rush_of(self, queue_id: int | None) -> Running | None:
        """The rush that is on for a queue."""
        return self.rushes.get(queue_id or REST_QUEUE)

    def stretch(self, queue_id: int | None) -> int:
        """How many percent of a colleague's capacity the work of a queue may fill now."""
        rush = self.rush_of(queue_id)
        return rush.plan.capacity if rush else USUAL

    @property
    def most_stretch(self) -> int:
        """The most that the work of any queue may fill now."""
        return max((rush.plan.capacity for rush in self.rushes.values()), default=USUAL)

    def queue_for(self, ticket: Mapping[str, int | str | None]) -> Queue:
        """The queue a ticket falls into, from its columns."""
        return choose(self.queues, self.facts(ticket))

    def facts(self, ticket: Mapping[str, int | str | None]) -> Facts:
        return facts_of(ticket, self.chains)

    def units_of(self, channel: str) -> int:
        """What one ticket of a channel takes of a colleague's capacity."""
        return self.units.get(channel, OTHER)

    def profile(self, staff_id: int, tier: str, team_id: int) -> Profile:
        """What a colleague can do; who lists no language speaks that of the company."""
        known = self.profiles.get(staff_id) or Profile()
        languages = known.languages or (frozenset({self.home}) if self.languages else frozenset())
        return Profile(
            skills=known.skills, channels=known.channels, languages=languages, tier=TIERS.get(tier, 0),
            teams=frozenset({team_id}), slot=known.slot, experts=known.experts, cost=known.cost,
        )  # fmt: skip


_kept: Setup | None = None


def current() -> Setup:
    """The setup of now, also inside the action that changes it."""
    global _kept
    found = run("SELECT number FROM routing_revision WHERE id = 1", ())
    revision = found[0] if found else 0
    if _kept is None or _kept.revision != revision or not revision:
        _kept = _load(revision)
    return _kept


def primary(language: str) -> str:
    """A language without its script or region: ``zh-hans`` is ``zh``."""
    return language.partition("-")[0].lower()


def _load(revision: int) -> Setup:
    profiles = _profiles()
    home = Installation.objects.values_list("language", flat=True).first() or "zh-hans"
    tags = ExpertPool.tags.through.objects.values_list("tag_id", flat=True)
    policies: dict[int | None, Weights] = {None: STANDARD}
    for row in PolicyRow.objects.all():
        policies[row.pk] = read_weights(row)
        if row.is_default:
            policies[None] = policies[row.pk]
    listed = frozenset(language for profile in profiles.values() for language in profile.languages)
    own = {row.channel: row for row in ChannelUnits.objects.all()}
    rows = QueueRow.objects.filter(is_active=True).prefetch_related("teams").order_by("rank", "id")
    queues, service_teams = tuple(read_queue(row) for row in rows), _service_teams()
    return Setup(
        revision=revision,
        queues=queues,
        policies=policies,
        units=UNITS | {channel: row.units for channel, row in own.items()},
        wrap_ups=WRAP_UPS | {channel: row.wrap_up for channel, row in own.items()},
        profiles=profiles,
        languages=listed | {primary(home)} if listed else frozenset(),
        home=primary(home),
        expert_tags=frozenset(tags),
        service_teams=service_teams,
        chains=type_chains(),
        rushes=_rushes(queues, service_teams),
    )


def _service_teams() -> frozenset[int]:
    sql = "SELECT t.id FROM people_team t JOIN people_department d ON d.id = t.department_id WHERE d.is_service"
    return frozenset(pk for (pk,) in fetch(sql, ()))


def _rushes(queues: tuple[Queue, ...], service_teams: frozenset[int]) -> dict[int, Running]:
    """The rushes that are on, by queue."""
    known = {queue.id: queue for queue in queues}
    return {
        row.queue_id or REST_QUEUE: running(row.pk, read_plan(row.plan), known.get(row.queue_id, REST), service_teams)
        for row in RushRow.objects.filter(ended_at=None)
    }


def read_plan(stored: Mapping[str, object]) -> Plan:
    """A stored plan as a value."""
    return msgspec.convert(stored, Plan, strict=False)


def read_weights(row: PolicyRow) -> Weights:
    """Stored weights as a value."""
    return Weights.from_json({**row.values, "name": row.name, "version": row.version})


def read_queue(row: QueueRow) -> Queue:
    """A stored queue as a value."""
    return Queue(
        id=row.pk,
        names=row.names,
        conditions=msgspec.convert(row.conditions, Conditions),
        terms=msgspec.convert(row.terms, Terms, strict=False),
        teams=frozenset(team.pk for team in row.teams.all()),
        policy_id=row.policy_id,
        calendar_id=row.calendar_id,
    )


def _profiles() -> dict[int, Profile]:
    """What colleagues can do, without tier and team, which change elsewhere."""
    skills: dict[int, dict[str, int]] = defaultdict(dict)
    for staff_id, skill_id, level in AgentSkill.objects.values_list("staff_id", "skill_id", "level"):
        skills[staff_id][str(skill_id)] = level
    experts: dict[int, set[str]] = defaultdict(set)
    for pool in ExpertPool.objects.prefetch_related("tags", "members"):
        for member in pool.members.all():
            experts[member.pk] |= {str(tag.pk) for tag in pool.tags.all()}
    rows = {row.staff_id: row for row in AgentProfile.objects.all()}
    found = {}
    for staff_id in skills.keys() | experts.keys() | rows.keys():
        row = rows.get(staff_id)
        found[staff_id] = Profile(
            skills=skills.get(staff_id, {}),
            channels=frozenset(row.channels) if row else frozenset(),
            languages=frozenset(map(primary, row.languages)) if row else frozenset(),
            slot=str(row.post_id) if row and row.post_id else "",
            experts=frozenset(experts.get(staff_id, ())),
            cost=row.cost if row else 1.0,
        )
    return found
