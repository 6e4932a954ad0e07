"""All waiting work and all free colleagues, kept so that one decision needs to look at very little.

Colleagues with equal profile, capacity and load stand in one row, best first. Work with equal needs queues in two
lines, one for what is still far from its due time and one for what is near it: in each of them time moves everything
alike, so the order never changes. A decision compares the first of each row or line that comes into question.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, insort
from collections.abc import Hashable, Iterable, Iterator
from typing import TypeVar

from manyi.routing.matching.crowd import Crowd, bits
from manyi.routing.matching.rules import DIGITS, bond, lasting, standing
from manyi.routing.matching.values import ONLINE, USUAL, Agent, Item, Needs
from manyi.routing.matching.weights import Weights

K = TypeVar("K", bound=Hashable)
Place = tuple[float, float, int]
"""Where one stands in a row or line: the best has the smallest; then who is there longer, then the lower id."""
Row = tuple[int, int]
"""Capacity and load."""
Line = tuple[int, int, bool]
"""Units, how far they may stretch a capacity, and whether near the due time."""


class Board:
    """What waits and who is free, under one policy. Times given as ``now`` must not go back.

    ``stretch`` is the most that any of the work may stretch a capacity.
    """

    def __init__(
        self, weights: Weights, agents: Iterable[Agent] = (), items: Iterable[Item] = (), stretch: int = USUAL
    ) -> None:
        self.weights = weights
        self._stretch = stretch
        self.agents: dict[int, Agent] = {}
        self.items: dict[int, Item] = {}
        self._crowd = Crowd(weights)
        self._rows: dict[int, dict[Row, list[Place]]] = {}
        self._here = 0
        self._lines: dict[Needs, dict[Line, list[Place]]] = {}
        self._kinds: dict[Needs, None] = {}
        self._serves: dict[int, tuple[int, list[Needs]]] = {}
        self._bound: dict[int, set[int]] = {}
        self._nearing: list[tuple[float, int]] = []
        self._near: set[int] = set()
        for agent in agents:
            self.put(agent)
        for item in items:
            self.add(item)

    def put(self, agent: Agent) -> None:
        """Note how a colleague stands now, in place of what was known of him."""
        self.drop(agent.id)
        self.agents[agent.id] = agent
        if self._is_free(agent):
            profile = self._crowd.number(agent.profile)
            _join(self._rows.setdefault(profile, {}), (agent.capacity, agent.load), self._standing(agent))
            self._here |= 1 << profile

    def drop(self, agent_id: int) -> None:
        """Forget a colleague."""
        agent = self.agents.pop(agent_id, None)
        if agent is None or not self._is_free(agent):
            return
        profile = self._crowd.number(agent.profile)
        _leave(self._rows[profile], (agent.capacity, agent.load), self._standing(agent))
        if not self._rows[profile]:
            del self._rows[profile]
            self._here ^= 1 << profile

    def add(self, item: Item) -> None:
        """Let a piece of work wait, in place of what was known of it."""
        self.remove(item.id)
        self.items[item.id] = item
        self._kinds.setdefault(item.needs)
        _join(self._lines.setdefault(item.needs, {}), (item.units, item.stretch, False), self._pressing(item))
        if item.due_at is not None and self.weights.slack:
            heapq.heappush(self._nearing, (self._near_from(item.due_at), item.id))
        for agent_id in _bound_to(item):
            self._bound.setdefault(agent_id, set()).add(item.id)

    def remove(self, item_id: int) -> None:
        """A piece of work waits no longer."""
        item = self.items.pop(item_id, None)
        if item is None:
            return
        self._leave_line(item)
        self._near.discard(item_id)
        for agent_id in _bound_to(item):
            self._bound[agent_id].discard(item_id)

    def choose_agent(self, item: Item) -> Agent | None:
        """Who should be given this work, whether it waits here or not; as ``choose`` among all colleagues."""
        found = [*self._first_of_rows(item), *self._his_people(item)]
        return self.agents[min(found)[2]] if found else None

    def _first_of_rows(self, item: Item) -> Iterator[Place]:
        for profile in bits(self._crowd.able(item.needs) & self._here):
            fit = self._crowd.fit(item.needs, profile)
            for (capacity, load), row in self._rows[profile].items():
                room = capacity * item.stretch // USUAL
                if load + min(item.units, room) > room:
                    continue
                for key, since, agent_id in row:
                    if agent_id not in item.refused:
                        yield (round(key - fit, DIGITS), since, agent_id)
                        break

    def _his_people(self, item: Item) -> Iterator[Place]:
        """The owner and the last agent, who may come before the first of their row."""
        for agent_id in _bound_to(item):
            agent = self.agents.get(agent_id)
            if agent is not None and self._may(item, agent):
                key, since, _id = self._standing(agent)
                fit = self._crowd.fit(item.needs, self._crowd.number(agent.profile))
                yield (round(key - fit - bond(item, agent_id, self.weights), DIGITS), since, agent_id)

    def choose_item(self, agent_id: int, now: float) -> Item | None:
        """What a colleague should be given next: the work he is able to do with the highest priority and score."""
        agent = self.agents.get(agent_id)
        if agent is None or not self._is_free(agent):
            return None
        self._move_near(now)
        found = [*self._first_of_lines(agent, now), *self._his_work(agent, now)]
        return self.items[min(found)[2]] if found else None

    def most_pressing(self, now: float) -> float:
        """The priority of the most pressing work that waits; minus infinity when none does."""
        self._move_near(now)
        growth, waited = self.weights.slack * now / 60, self.weights.waiting * now / 60
        found = (
            waited + growth * near - line[0][0]
            for lines in self._lines.values()
            for (_units, _stretch, near), line in lines.items()
        )
        return round(max(found, default=-math.inf), DIGITS)

    def _first_of_lines(self, agent: Agent, now: float) -> Iterator[Place]:
        profile = self._crowd.number(agent.profile)
        growth = self.weights.slack * now / 60
        for needs in self._served_by(profile):
            lines = self._lines.get(needs)
            if lines is None:
                continue
            fit = self._crowd.fit(needs, profile)
            for (units, stretch, near), line in lines.items():
                if not agent.takes(units, stretch):
                    continue
                for key, since, item_id in line:
                    if agent.id not in self.items[item_id].refused:
                        yield (round(key - fit - growth * near, DIGITS), since, item_id)
                        break

    def _his_work(self, agent: Agent, now: float) -> Iterator[Place]:
        """Work he owns or has served, which may come before the first of its line."""
        profile = self._crowd.number(agent.profile)
        growth = self.weights.slack * now / 60
        for item_id in self._bound.get(agent.id, ()):
            item = self.items[item_id]
            if self._may(item, agent):
                key, since, _id = self._pressing(item)
                worth = self._crowd.fit(item.needs, profile) + bond(item, agent.id, self.weights)
                yield (round(key - worth - growth * (item_id in self._near), DIGITS), since, item_id)

    def _served_by(self, profile: int) -> list[Needs]:
        """The kinds of needs a profile meets, of all that have come up; only the new ones are looked at."""
        looked_at, served = self._serves.get(profile, (0, []))
        if looked_at < len(self._kinds):
            bit = 1 << profile
            served += [needs for needs in list(self._kinds)[looked_at:] if self._crowd.able(needs) & bit]
            self._serves[profile] = len(self._kinds), served
        return served

    def _may(self, item: Item, agent: Agent) -> bool:
        if agent.presence != ONLINE or agent.id in item.refused or not agent.takes(item.units, item.stretch):
            return False
        return bool(self._crowd.able(item.needs) >> self._crowd.number(agent.profile) & 1)

    def _is_free(self, agent: Agent) -> bool:
        return agent.presence == ONLINE and agent.takes(1, self._stretch)

    def _standing(self, agent: Agent) -> Place:
        return (-round(standing(agent, self.weights, 0.0), DIGITS), agent.idle_since, agent.id)

    def _pressing(self, item: Item) -> Place:
        """Its priority at the time 0: in the far line without slack, in the near one with the slack it then had."""
        points = lasting(item, self.weights, 0.0)
        if item.id in self._near and item.due_at is not None:
            points += self.weights.slack * (self.weights.slack_from - item.due_at / 60)
        return (-round(points, DIGITS), item.entered_at, item.id)

    def _near_from(self, due_at: float) -> float:
        return due_at - self.weights.slack_from * 60

    def _move_near(self, now: float) -> None:
        while self._nearing and self._nearing[0][0] <= now:
            _at, item_id = heapq.heappop(self._nearing)
            item = self.items.get(item_id)
            if item is None or item.due_at is None or item_id in self._near or self._near_from(item.due_at) > now:
                continue
            self._leave_line(item)
            self._near.add(item_id)
            _join(self._lines.setdefault(item.needs, {}), (item.units, item.stretch, True), self._pressing(item))

    def _leave_line(self, item: Item) -> None:
        lines = self._lines[item.needs]
        _leave(lines, (item.units, item.stretch, item.id in self._near), self._pressing(item))
        if not lines:
            del self._lines[item.needs]


def _bound_to(item: Item) -> set[int]:
    return {agent_id for agent_id in (item.owner, item.last_agent) if agent_id is not None}


def _join(places: dict[K, list[Place]], key: K, place: Place) -> None:
    insort(places.setdefault(key, []), place)


def _leave(places: dict[K, list[Place]], key: K, place: Place) -> None:
    line = places[key]
    del line[bisect_left(line, place)]
    if not line:
        del places[key]
