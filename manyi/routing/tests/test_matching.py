"""What the matching promises, whatever waits and whoever is there."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from manyi.routing.matching import (
    FIFO,
    STANDARD,
    USUAL,
    Agent,
    Board,
    Item,
    Needs,
    Profile,
    Weights,
    choose,
    match,
    priority,
    rule_out,
    score,
    total,
)
from manyi.routing.matching.batch import given as after

NOW = 1_800_000_000.0
MOST = 300
IDS = st.integers(1, 8)
SOME = st.frozensets(st.sampled_from(["a", "b"]), max_size=2)
NEEDS = st.builds(
    Needs,
    channel=st.sampled_from(["", "chat", "voice"]),
    skills=st.sampled_from([(), (("a", 1),), (("a", 3),), (("a", 1), ("b", 2))]),
    language=st.sampled_from(["", "zh", "en"]),
    complexity=st.integers(0, 4),
    teams=st.frozensets(st.integers(1, 2), max_size=1),
    slot=st.sampled_from(["", "", "hotline"]),
    tags=SOME,
)
PROFILES = st.builds(
    Profile,
    skills=st.dictionaries(st.sampled_from(["a", "b"]), st.integers(1, 5)),
    channels=st.frozensets(st.sampled_from(["chat", "voice"]), max_size=1),
    languages=st.frozensets(st.sampled_from(["zh", "en"]), max_size=2),
    tier=st.integers(0, 4),
    teams=st.frozensets(st.integers(1, 2), max_size=2),
    slot=st.sampled_from(["", "hotline"]),
    experts=SOME,
    cost=st.sampled_from([0.5, 1.0, 2.0]),
)
ITEMS = st.builds(
    Item,
    id=st.just(0),
    entered_at=st.integers(0, 120).map(lambda minutes: NOW - 60.0 * minutes),
    needs=NEEDS,
    units=st.sampled_from([1, 2, 3, 99]),
    urgency=st.integers(1, 4),
    due_at=st.none() | st.integers(-60, 90).map(lambda minutes: NOW + 60.0 * minutes),
    is_vip=st.booleans(),
    value_class=st.sampled_from(["", "A", "B"]),
    last_agent=st.none() | IDS,
    owner=st.none() | IDS,
    refused=st.frozensets(IDS, max_size=1),
    stretch=st.sampled_from([USUAL, USUAL, 150, MOST]),
)
AGENTS = st.builds(
    Agent,
    id=st.just(0),
    capacity=st.integers(0, 6),
    profile=PROFILES,
    load=st.integers(0, 4),
    assigned=st.integers(0, 5),
    idle_since=st.integers(0, 60).map(lambda minutes: NOW - 60.0 * minutes),
    presence=st.sampled_from(["online", "online", "online", "away"]),
)


T = TypeVar("T", Item, Agent)


def numbered(of: st.SearchStrategy[T], most: int) -> st.SearchStrategy[list[T]]:
    return st.lists(of, max_size=most).map(lambda found: [replace(one, id=n) for n, one in enumerate(found, 1)])


POLICIES = st.sampled_from([STANDARD, FIFO, Weights(load=0, slack=0, idle=1), Weights(waiting=0, slack_from=60)])


@given(items=numbered(ITEMS, 10), agents=numbered(AGENTS, 6), weights=POLICIES)
@settings(max_examples=300, deadline=None)
def test_nothing_waits_while_somebody_able_is_free(items: list[Item], agents: list[Agent], weights: Weights) -> None:
    pairs = match(items, agents, weights, NOW)
    by_id, free = {item.id: item for item in items}, {agent.id: agent for agent in agents}
    stretch = {item.id: item.stretch for item in items}
    for pair in pairs:
        assert rule_out(by_id[pair.item], free[pair.agent]) is None
        free[pair.agent] = after(free[pair.agent], by_id.pop(pair.item), NOW)
        assert free[pair.agent].load <= free[pair.agent].room(stretch[pair.item])
    assert all(rule_out(item, agent) for item in by_id.values() for agent in free.values())


@given(items=numbered(ITEMS, 8), agents=numbered(AGENTS, 5))
@settings(max_examples=100, deadline=None)
def test_the_order_in_which_things_are_named_does_not_matter(items: list[Item], agents: list[Agent]) -> None:
    assert match(items, agents, STANDARD, NOW) == match(items[::-1], agents[::-1], STANDARD, NOW)


@given(item=ITEMS, agents=numbered(AGENTS, 8), weights=POLICIES)
@settings(max_examples=400, deadline=None)
def test_the_board_chooses_whom_the_definition_chooses(item: Item, agents: list[Agent], weights: Weights) -> None:
    assert Board(weights, agents, stretch=MOST).choose_agent(item) == choose(item, agents, weights, NOW)


@given(items=numbered(ITEMS, 8), agent=AGENTS, weights=POLICIES, later=st.integers(0, 90))
@settings(max_examples=400, deadline=None)
def test_the_board_chooses_the_most_worthwhile_work(
    items: list[Item], agent: Agent, weights: Weights, later: int
) -> None:
    now, agent = NOW + 60.0 * later, replace(agent, id=1)
    board = Board(weights, [agent], items, MOST)
    board.choose_item(1, NOW)
    able = [item for item in items if rule_out(item, agent) is None]

    def worth(item: Item) -> float:
        return round(priority(item, weights, now) + total(score(item, agent, weights, now)), 4)

    found = board.choose_item(1, now)
    assert (worth(found) if found else None) == max(map(worth, able), default=None)


@given(items=numbered(ITEMS, 8), agents=numbered(AGENTS, 5), gone=st.sets(IDS))
@settings(max_examples=100, deadline=None)
def test_what_left_the_board_is_not_chosen(items: list[Item], agents: list[Agent], gone: set[int]) -> None:
    board = Board(STANDARD, agents, items, MOST)
    for pk in gone:
        board.remove(pk)
        board.drop(pk)
    for agent in agents:
        found = board.choose_item(agent.id, NOW)
        assert found is None or (found.id not in gone and agent.id not in gone)
    fresh = Board(STANDARD, [a for a in agents if a.id not in gone], [i for i in items if i.id not in gone], MOST)
    assert [board.choose_item(a.id, NOW) for a in agents] == [fresh.choose_item(a.id, NOW) for a in agents]


@given(count=st.integers(2, 6), pieces=st.integers(1, 40), weights=st.sampled_from([STANDARD, FIFO]))
@settings(max_examples=60, deadline=None)
def test_equal_colleagues_get_equal_shares(count: int, pieces: int, weights: Weights) -> None:
    board = Board(weights, [Agent(n, 3, idle_since=NOW) for n in range(count)])
    for place in range(pieces):
        at = NOW + 60.0 * (place + 1)
        chosen = board.choose_agent(Item(place, at))
        assert chosen is not None
        board.put(replace(chosen, assigned=chosen.assigned + 1, idle_since=at))
    shares = [agent.assigned for agent in board.agents.values()]
    assert max(shares) - min(shares) <= 1


@given(items=numbered(ITEMS, 5), agents=numbered(AGENTS, 5))
@settings(max_examples=150, deadline=None)
def test_a_round_serves_as_many_as_can_be_served(items: list[Item], agents: list[Agent]) -> None:
    """Colleagues with room for one thing each, so that one round is all there is."""
    agents = [replace(agent, capacity=1, load=0) for agent in agents]
    items = [replace(item, stretch=USUAL) for item in items]
    able = {item.id: [agent.id for agent in agents if rule_out(item, agent) is None] for item in items}

    def most(rest: list[Item], taken: frozenset[int]) -> int:
        if not rest:
            return 0
        here = [1 + most(rest[1:], taken | {pk}) for pk in able[rest[0].id] if pk not in taken]
        return max([most(rest[1:], taken), *here])

    assert len(match(items, agents, STANDARD, NOW)) == most(items, frozenset())


def test_a_vip_comes_before_one_who_waits_a_little_longer() -> None:
    vip, other = Item(1, NOW - 60, is_vip=True), Item(2, NOW - 300)
    assert Board(STANDARD, [Agent(1, 1)], [vip, other]).choose_item(1, NOW) == vip
    assert Board(FIFO, [Agent(1, 1)], [vip, other]).choose_item(1, NOW) == other


def test_work_that_falls_due_overtakes() -> None:
    due, other = Item(1, NOW - 60, due_at=NOW + 3600), Item(2, NOW - 300)
    board = Board(STANDARD, [Agent(1, 1)], [due, other])
    assert [board.choose_item(1, at) for at in (NOW, NOW + 3400)] == [other, due]


def test_a_call_needs_all_of_a_colleague_whatever_his_capacity() -> None:
    call = Item(1, NOW, units=999)
    assert [rule_out(call, Agent(1, 5, load=load)) for load in (0, 1)] == [None, "capacity"]
    assert after(Agent(1, 5), call, NOW).load == 5


def test_the_last_agent_is_preferred_but_nobody_waits_for_him() -> None:
    item = Item(1, NOW, last_agent=2)
    here, there = Agent(1, 3), Agent(2, 3, load=1, assigned=5)
    assert choose(item, [here, there], STANDARD, NOW) == there
    assert choose(item, [here, replace(there, load=3)], STANDARD, NOW) == here


def test_a_policy_survives_being_stored() -> None:
    assert Weights.from_json(FIFO.as_json()) == FIFO
    assert Weights.from_json({"name": "x", "vip": "30"}) == Weights(name="x", vip=30.0)
