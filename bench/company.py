"""The house whose desk is measured: 20 teams, 400 colleagues, types and tags, all entered through the real actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.db.models import F

from bench import corpus
from manyi.channels.chat import actions as chat
from manyi.channels.chat.sites import SiteConfig
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.desk.models import Tag, TicketType
from manyi.people import actions as people
from manyi.people.models import Presence, PresenceState, Staff, Team

TEAMS = 20
PEOPLE = 400
DEPARTMENTS = 4
SITE = "https://shop.example"
TYPES = {"enquiry": ("咨询", "Enquiry"), "after-sale": ("售后", "After-sale"), "complaint": ("投诉", "Complaint")}
TAGS = 30


@dataclass(frozen=True, slots=True)
class Company:
    """Rows by which stories refer to the house; ``agents`` by team."""

    teams: list[Team]
    agents: dict[int, list[Staff]]
    types: list[TicketType]
    tags: list[str]


def found(random: Random, *, at: dt.datetime) -> Company:
    """Found the company at a time, with a chat site that sets no limits."""
    with unit(at=at):
        people.create_installation("曜石科技", language="zh-hans", time_zone="Asia/Shanghai")
        teams = _teams()
        for place in range(PEOPLE):
            _hire(random, place, teams[place % TEAMS])
        Presence.objects.filter(staff_id__in=_two_thirds()).update(state=PresenceState.ONLINE)
        types = [
            TicketType.objects.create(key=key, names={"zh-hans": zh, "en": en}, rank=rank)
            for rank, (key, (zh, en)) in enumerate(TYPES.items())
        ]
        tags = [f"{corpus.PRODUCTS['zh'][place % 24]}{place // 24 + 1}" for place in range(TAGS)]
        Tag.objects.bulk_create([Tag(name=name) for name in tags])
        limits = SiteConfig(origins=[SITE], always_open=True, visitor_limit=10**6, address_limit=10**9)
        chat.add_site("曜石商城", by=SYSTEM, team=teams[0], config=limits)
    agents: dict[int, list[Staff]] = {}
    for staff in Staff.objects.filter(role__key__in=("agent", "senior")).order_by("pk"):
        agents.setdefault(staff.team_id or 0, []).append(staff)
    return Company(teams, agents, types, tags)


def _teams() -> list[Team]:
    departments = [people.create_department(f"客服{n + 1}部", by=SYSTEM, is_service=True) for n in range(DEPARTMENTS)]
    return [
        people.create_team(f"班组{n + 1:02d}", department=departments[n % DEPARTMENTS], by=SYSTEM) for n in range(TEAMS)
    ]


def _hire(random: Random, place: int, team: Team) -> None:
    """The first is the administrator, then managers, then a leader for each team; the rest serves."""
    role = "administrator" if not place else "manager" if place < 2 * TEAMS else "leader" if place < 3 * TEAMS else ""
    role = role or ("senior" if place % 5 == 0 else "agent")
    people.add_staff(
        f"staff{place}@bench.example", name=corpus.name(random, "zh"), role=role, team=team, tier="junior", by=SYSTEM
    )


def _two_thirds() -> list[int]:
    return list(Staff.objects.annotate(third=F("pk") % 3).exclude(third=0).values_list("pk", flat=True))
