"""Many for many: when several pieces of work and several colleagues wait for each other, the best pairs altogether.

Each round is an assignment problem, solved exactly, in which everybody gets at most one piece; rounds go on until
nobody free is able to do anything that still waits. Serving more comes before serving better.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from manyi.routing.matching.crowd import Crowd
from manyi.routing.matching.rules import DIGITS, bond, priority, rule_out, score, standing, total
from manyi.routing.matching.values import ONLINE, Agent, Item
from manyi.routing.matching.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grid = NDArray[np.float64]

T = TypeVar("T")


WINDOW = 2
"""A round looks at this many times as many pieces of work as there are colleagues: its memory grows with the square."""


class Pair(NamedTuple):
    """This work goes to this colleague."""

    item: int
    agent: int


class _Table(NamedTuple):
    """Both sides of a round with their kinds, and what each kind of colleague is worth to each kind of work."""

    items: list[Item]
    item_kinds: list[int]
    agents: list[Agent]
    agent_kinds: list[int]
    fits: list[list[float | None]]


def match(items: Iterable[Item], agents: Iterable[Agent], weights: Weights, now: float) -> list[Pair]:
    """Pair waiting work with free colleagues; in the order given out.

    Afterwards nothing waits that anybody with room is able to do, and nobody has more than his capacity, as far as the
    work may stretch it. Where not all can be served, those are whose priority and score together are highest.
    """
    ranked = sorted(items, key=lambda one: (-priority(one, weights, now), one.entered_at, one.id))
    waiting = {item.id: item for item in ranked}
    free = {agent.id: agent for agent in sorted(agents, key=lambda one: one.id) if agent.presence == ONLINE}
    crowd = Crowd(weights)
    pairs: list[Pair] = []
    while found := _round(list(waiting.values()), list(free.values()), crowd, weights, now):
        for pair in found:
            free[pair.agent] = given(free[pair.agent], waiting.pop(pair.item), now)
        pairs += found
    return pairs


def given(agent: Agent, item: Item, now: float) -> Agent:
    """A colleague after he was given a piece of work."""
    load = agent.load + min(item.units, agent.room(item.stretch))
    return replace(agent, load=load, assigned=agent.assigned + 1, idle_since=now)


def _round(items: list[Item], agents: list[Agent], crowd: Crowd, weights: Weights, now: float) -> list[Pair]:
    """At most one piece for everybody; ``items`` come with the most pressing first."""
    if len(items) <= 1 or len(agents) <= 1:
        return _best_pair(items, agents, weights, now)
    item_kinds, item_firsts = _kinds(items, lambda one: (one.needs, one.units, one.stretch, one.refused))
    agent_kinds, agent_firsts = _kinds(agents, lambda one: (one.profile, one.load, one.capacity))
    numbers = [crowd.number(agent.profile) for agent in agent_firsts]
    fits = [_fits(item, agent_firsts, numbers, crowd) for item in item_firsts]
    room = [sum(fits[kind][other] is not None for other in agent_kinds) for kind in range(len(item_firsts))]
    concerned = _concerned(items, item_kinds, room, {agent.id for agent in agents})
    if not concerned:
        return []
    kinds = [item_kinds[place] for place in concerned]
    return _solve(_Table([items[place] for place in concerned], kinds, agents, agent_kinds, fits), weights, now)


def _best_pair(items: list[Item], agents: list[Agent], weights: Weights, now: float) -> list[Pair]:
    """The best pair where one side has only one; needs no solver."""
    able = [(item, agent) for item in items for agent in agents if rule_out(item, agent) is None]

    def order(pair: tuple[Item, Agent]) -> tuple[float, float, float, int, int]:
        item, agent = pair
        worth = priority(item, weights, now) + total(score(item, agent, weights, now))
        return -round(worth, DIGITS), item.entered_at, agent.idle_since, item.id, agent.id

    best = min(able, key=order, default=None)
    return [Pair(best[0].id, best[1].id)] if best else []


def _kinds(values: list[T], key: Callable[[T], Hashable]) -> tuple[list[int], list[T]]:
    """For each value the number of its kind, and the first value of each kind."""
    numbers: dict[Hashable, int] = {}
    firsts: list[T] = []
    kinds = []
    for value in values:
        number = numbers.setdefault(key(value), len(numbers))
        if number == len(firsts):
            firsts.append(value)
        kinds.append(number)
    return kinds, firsts


def _fits(item: Item, agents: list[Agent], numbers: list[int], crowd: Crowd) -> list[float | None]:
    """What each kind of colleague is worth for work of this kind, but for who refused it; None: not able."""
    able = crowd.able(item.needs)
    return [
        crowd.fit(item.needs, number) if able >> number & 1 and agent.takes(item.units, item.stretch) else None
        for agent, number in zip(agents, numbers, strict=True)
    ]


def _concerned(items: list[Item], kinds: list[int], room: list[int], agents: set[int]) -> list[int]:
    """Places of the items a round looks at: of each kind as many as there are colleagues able to serve it, and those
    that are bound to somebody here; the most pressing ones of all."""
    most = max(WINDOW * len(agents), 50)
    taken = [0] * len(room)
    found: list[int] = []
    for place, (item, kind) in enumerate(zip(items, kinds, strict=True)):
        if taken[kind] < room[kind] or (room[kind] and (item.owner in agents or item.last_agent in agents)):
            taken[kind] += 1
            found.append(place)
            if len(found) == most:
                break
    return found


def _solve(table: _Table, weights: Weights, now: float) -> list[Pair]:
    """The assignment with the most pairs, and among those with the highest sum."""
    import lap
    import numpy as np

    items, item_kinds, agents, agent_kinds, fits = table
    by_kind = np.array([[np.nan if fit is None else fit for fit in row] for row in fits])
    worth = by_kind[np.ix_(item_kinds, agent_kinds)]
    worth += np.array([priority(item, weights, now) for item in items])[:, None]
    worth += np.array([standing(agent, weights, now) for agent in agents])[None, :]
    _bind(worth, items, agents, weights)
    able = ~np.isnan(worth)
    if not able.any():
        return []
    lowest, highest = np.nanmin(worth), np.nanmax(worth)
    served = (highest - lowest + 1.0) * (min(worth.shape) + 1)
    gain = np.where(able, worth - lowest + served, 0.0)
    _cost, chosen, _back = lap.lapjv(gain.max() - gain, extend_cost=True)
    pairs = [(row, int(column)) for row, column in enumerate(chosen) if column >= 0 and able[row, column]]
    return [Pair(items[row].id, agents[column].id) for row, column in pairs]


def _bind(worth: Grid, items: list[Item], agents: list[Agent], weights: Weights) -> None:
    """What concerns single pairs: bonds, and offers that were refused."""
    columns = {agent.id: column for column, agent in enumerate(agents)}
    for row, item in enumerate(items):
        for agent_id in {item.owner, item.last_agent} - {None}:
            if agent_id in columns:
                worth[row, columns[agent_id]] += bond(item, agent_id, weights)
        for agent_id in item.refused & columns.keys():
            worth[row, columns[agent_id]] = float("nan")
