"""A decision as it is kept: who came into question with which score, and what ruled the others out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from manyi.routing.loading import Waiting
from manyi.routing.matching import Agent, Weights, priority_parts, rule_out, score, total

CANDIDATES = 8
NAMED = 5

Reasons = dict[str, Any]


def reasons(waiting: Waiting, agents: Iterable[Agent], weights: Weights, now: float, *, together: int) -> Reasons:
    """The reasons of one decision. ``together`` is how many were decided at once, where the best sum counts."""
    item = waiting.item
    able: list[tuple[float, Agent]] = []
    out: dict[str, list[int]] = defaultdict(list)
    for agent in agents:
        reason = rule_out(item, agent)
        if reason is None:
            able.append((total(score(item, agent, weights, now)), agent))
        else:
            out[reason].append(agent.id)
    able.sort(key=lambda one: (-one[0], one[1].idle_since, one[1].id))
    return {
        "priority": _shown(priority_parts(item, weights, now)),
        "candidates": [
            {
                "staff": agent.id, "score": round(points, 2), "parts": _shown(score(item, agent, weights, now)),
                "load": agent.load, "capacity": agent.room(item.stretch),
            }
            for points, agent in able[:CANDIDATES]
        ],
        "able": len(able),
        "ruled_out": {reason: {"count": len(ids), "staff": ids[:NAMED]} for reason, ids in sorted(out.items())},
        "together": together,
    }  # fmt: skip


def _shown(parts: dict[str, float]) -> dict[str, float]:
    """Parts that count for something."""
    return {name: round(value, 2) for name, value in parts.items() if round(value, 2)}
