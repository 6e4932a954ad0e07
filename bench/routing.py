"""What one decision of the routing costs among a thousand colleagues and ten thousand waiting, and a whole batch."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace

from manyi.routing.matching import STANDARD, Agent, Board, Item, Needs, Profile, match
from manyi.routing.matching.batch import given

AGENTS, WAITING = 1_000, 10_000
SKILLS = ("battery", "strap", "app", "account", "invoice", "repair", "order", "screen", "sound", "network")
NOW = 1_800_000_000.0


def profiles(draw: random.Random) -> Profile:
    """A colleague of a company with ten skills, three languages, four tiers and twelve teams."""
    skills = {key: draw.randint(1, 5) for key in draw.sample(SKILLS, draw.randint(1, 4))}
    languages = frozenset({"zh", *draw.sample(["en", "ja"], draw.choice([0, 0, 1]))})
    return Profile(
        skills=skills, languages=languages, tier=draw.choice([1, 1, 2, 2, 3, 4]),
        teams=frozenset({draw.randint(1, 12)}), channels=frozenset({"chat", "email", "voice"}),
    )  # fmt: skip


def agents(draw: random.Random, *, load: int) -> list[Agent]:
    """Nearly every one of them is unlike all others: the worst case for an index by likeness."""
    return [
        Agent(pk, 20, profiles(draw), load=load, assigned=draw.randint(0, 30), idle_since=NOW - draw.randint(0, 3600))
        for pk in range(AGENTS)
    ]


def queues(draw: random.Random) -> list[Needs]:
    """Forty queues: a channel, a skill with its level, and the teams that serve it."""
    teams = [frozenset[int](), frozenset(range(1, 7)), frozenset(range(7, 13)), *({team} for team in range(1, 13))]
    return [
        Needs(
            channel=draw.choice(["chat", "email"]), skills=((draw.choice(SKILLS), draw.choice([1, 2])),),
            teams=frozenset(draw.choice(teams)),
        )
        for _queue in range(40)
    ]  # fmt: skip


def items(draw: random.Random, count: int) -> list[Item]:
    """Waiting work in these queues, in three languages and of three degrees of difficulty: 360 kinds of needs."""
    kinds = [
        replace(needs, language=language, complexity=complexity)
        for needs in queues(draw)
        for language, parts in (("zh", 8), ("en", 1), ("ja", 1))
        for complexity in (1, 2, 3)
        for _part in range(parts * (4 - complexity))
    ]
    return [
        Item(
            pk, NOW - draw.randint(0, 7200), draw.choice(kinds), units=draw.choice([2, 6]),
            urgency=draw.choice([1, 2, 2, 2, 3, 4]), is_vip=draw.random() < 0.05,
            due_at=NOW + draw.randint(-600, 14_400), last_agent=draw.choice([None, None, draw.randrange(AGENTS)]),
        )
        for pk in range(count)
    ]  # fmt: skip


def times(decide: Callable[[int], object], count: int = 1_000) -> dict[str, float]:
    """Milliseconds of CPU: the mean, and the 99th percentile of single decisions."""
    taken = []
    for place in range(count):
        began = time.process_time_ns()
        decide(place)
        taken.append((time.process_time_ns() - began) / 1e6)
    taken.sort()
    return {"mean": sum(taken) / count, "p99": taken[int(count * 0.99)]}


def measure() -> dict[str, float]:
    """All figures, in milliseconds of CPU."""
    draw = random.Random(7)
    waiting = items(draw, WAITING)
    calm = Board(STANDARD, agents(draw, load=0))
    busy = Board(STANDARD, agents(draw, load=14), waiting)

    def arrives(place: int) -> None:
        item = replace(waiting[place], id=WAITING + place)
        chosen = calm.choose_agent(item)
        if chosen is not None:
            calm.put(given(chosen, item, NOW))
            calm.put(chosen)

    def comes_free(place: int) -> None:
        found = busy.choose_item(place, NOW + place)
        if found is not None:
            busy.remove(found.id)
            busy.add(found)

    figures = {f"work arrives, 1,000 free, {name} ms": ms for name, ms in times(arrives).items()}
    again = {f"somebody comes free, 10,000 waiting, {name} ms": ms for name, ms in times(comes_free).items()}
    urgent = [replace(item, stretch=150) if item.id % 2 else item for item in waiting]
    rush = Board(STANDARD, agents(draw, load=19), urgent, 150)

    def comes_free_in_a_rush(place: int) -> None:
        found = rush.choose_item(place, NOW + place)
        if found is not None:
            rush.remove(found.id)
            rush.add(found)

    again |= {f"the same, half of it in rush mode, {name} ms": ms for name, ms in times(comes_free_in_a_rush).items()}
    began = time.process_time()
    pairs = match(waiting, agents(draw, load=14), STANDARD, NOW)
    return {**figures, **again, "batch, ms": (time.process_time() - began) * 1e3, "batch, pairs": len(pairs)}
