"""What is asked, what counts, and the plain choice: the definition that the index and the batch must agree with.

A score is the sum of three parts: what a profile is worth for certain needs, how a colleague stands now, and what binds
this very work to him. Only the last one concerns a single pair, which is why the index can be quick.
"""

from __future__ import annotations

from collections.abc import Iterable

from manyi.routing.matching.values import ONLINE, Agent, Item, Needs, Profile
from manyi.routing.matching.weights import Weights

BEST_SURPLUS = 3
NORMAL = 2
DIGITS = 6


def total(parts: dict[str, float]) -> float:
    """The sum of parts, rounded so that equal sums are equal numbers."""
    return round(sum(parts.values()), DIGITS)


def priority_parts(item: Item, weights: Weights, now: float) -> dict[str, float]:
    """How pressing a piece of work is, part by part, in points."""
    return {
        "waiting": weights.waiting * (now - item.entered_at) / 60,
        "vip": weights.vip if item.is_vip else 0.0,
        "class": weights.classes.get(item.value_class, 0.0),
        "urgency": weights.urgency * (item.urgency - NORMAL),
        "slack": _slack(item, weights, now),
    }


def _slack(item: Item, weights: Weights, now: float) -> float:
    if item.due_at is None:
        return 0.0
    return weights.slack * max(0.0, weights.slack_from - (item.due_at - now) / 60)


def lasting(item: Item, weights: Weights, now: float) -> float:
    """The part of the priority that grows alike for all work: everything but the nearness of the due time."""
    waited = weights.waiting * (now - item.entered_at) / 60
    vip = weights.vip if item.is_vip else 0.0
    return waited + vip + weights.classes.get(item.value_class, 0.0) + weights.urgency * (item.urgency - NORMAL)


def priority(item: Item, weights: Weights, now: float) -> float:
    """How pressing a piece of work is, in points; the highest is served next, of equals who came first."""
    return round(lasting(item, weights, now) + _slack(item, weights, now), DIGITS)


def unable(needs: Needs, profile: Profile) -> str | None:
    """Which hard need a profile does not meet, as a word with its detail after a colon; None when it meets all."""
    if needs.channel and profile.channels and needs.channel not in profile.channels:
        return f"channel:{needs.channel}"
    if needs.teams and profile.teams and not needs.teams & profile.teams:
        return "team"
    if needs.slot and needs.slot != profile.slot:
        return f"slot:{needs.slot}"
    for key, level in needs.skills:
        if profile.skills.get(key, 0) < level:
            return f"skill:{key}:{level}"
    if needs.language and profile.languages and needs.language not in profile.languages:
        return f"language:{needs.language}"
    if 0 < profile.tier < needs.complexity:
        return f"tier:{needs.complexity}"
    return None


def rule_out(item: Item, agent: Agent) -> str | None:
    """Why a colleague cannot be given this work now; None when he can. Words: see :func:`unable`."""
    if agent.presence != ONLINE:
        return f"presence:{agent.presence}"
    found = unable(item.needs, agent.profile)
    if found is not None:
        return found
    if agent.id in item.refused:
        return "refused"
    return None if agent.takes(item.units, item.stretch) else "capacity"


def fit_parts(needs: Needs, profile: Profile, weights: Weights) -> dict[str, float]:
    """What a profile that meets the hard needs is worth for them."""
    surplus = sum(profile.skills.get(key, 0) - level for key, level in needs.skills)
    above = max(0, profile.tier - needs.complexity) if needs.complexity else 0
    return {
        "skill": weights.skill * min(surplus, BEST_SURPLUS),
        "expert": weights.expert if needs.tags & profile.experts else 0.0,
        "tier": -weights.tier * above,
        "cost": -weights.cost * profile.cost,
    }


def fit(needs: Needs, profile: Profile, weights: Weights) -> float:
    """The sum of :func:`fit_parts`."""
    return sum(fit_parts(needs, profile, weights).values())


def standing_parts(agent: Agent, weights: Weights, now: float) -> dict[str, float]:
    """How a colleague stands now, whatever the work."""
    return {
        "load": weights.load * (1 - agent.load / agent.capacity) if agent.capacity else 0.0,
        "fairness": -weights.fairness * agent.assigned,
        "idle": weights.idle * (now - agent.idle_since) / 60,
    }


def standing(agent: Agent, weights: Weights, now: float) -> float:
    """The sum of :func:`standing_parts`."""
    return sum(standing_parts(agent, weights, now).values())


def bond_parts(item: Item, agent_id: int, weights: Weights) -> dict[str, float]:
    """What binds this work to this colleague."""
    return {
        "owner": weights.owner if item.owner == agent_id else 0.0,
        "last_agent": weights.last_agent if item.last_agent == agent_id else 0.0,
    }


def bond(item: Item, agent_id: int, weights: Weights) -> float:
    """The sum of :func:`bond_parts`."""
    owned = weights.owner if item.owner == agent_id else 0.0
    return owned + weights.last_agent if item.last_agent == agent_id else owned


def score(item: Item, agent: Agent, weights: Weights, now: float) -> dict[str, float]:
    """What speaks for a colleague who is not ruled out, part by part, in points."""
    return {
        **bond_parts(item, agent.id, weights),
        **fit_parts(item.needs, agent.profile, weights),
        **standing_parts(agent, weights, now),
    }


def choose(item: Item, agents: Iterable[Agent], weights: Weights, now: float) -> Agent | None:
    """The colleague with the best score; of equals who has been idle longest, then the lowest id. None: all ruled out.

    This looks at everybody. For one decision among many colleagues or much waiting work use ``Board``.
    """
    able = [agent for agent in agents if rule_out(item, agent) is None]
    return min(able, key=lambda one: (-total(score(item, one, weights, now)), one.idle_since, one.id), default=None)
