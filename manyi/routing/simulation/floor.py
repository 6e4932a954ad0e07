"""A simulated floor: customers arrive, wait, leave or are served; who serves whom is decided by the routing itself.

Events lie in a heap and are taken in the order of their times. A contact costs three of them, so the time a run takes
is that of the decisions, which are the very same calls that live routing makes. What is served by different policies
waits on different boards, as live routing matches it policy by policy.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from random import Random

from manyi.routing.matching import ONLINE, Agent, Board, Item
from manyi.routing.queues import ASK_AGAIN
from manyi.routing.simulation.values import ACCEPTED, EVEN, FOREVER, LAPSED, Answers, Contact, Kind, Pace, Tried, Worker

AWAY = "away"


@dataclass(slots=True)
class Fate:
    """What became of one contact: ``agent`` None for who left (``is_lost``) or still waited at the end."""

    contact: Contact
    waited: float = 0.0
    handled: float = 0.0
    agent: int | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """A whole run, and the time at which it ended."""

    fates: Sequence[Fate]
    end: float


@dataclass(slots=True)
class _Offer:
    """What is offered to whom, and how he will answer."""

    item: Item
    agent: int
    answer: str


class Floor:
    """One run of a policy over contacts and workers."""

    def __init__(
        self, policy: Tried, workers: Iterable[Worker], pace: Pace = EVEN, answers: Answers | None = None
    ) -> None:
        self._now = 0.0
        self._policy = policy
        self._boards: dict[tuple[str, int], Board] = {}
        self._board_of: dict[int, Board] = {}
        self._agents: dict[int, Agent] = {}
        self._pace = pace
        self._answers = answers or Answers()
        self._workers = {worker.id: worker for worker in workers}
        self._present: set[int] = set()
        self._offers: dict[int, _Offer] = {}
        self._lucks: dict[int, Random] = {}
        self._refused_at: dict[int, float] = {}
        self._events: list[tuple[float, int, Callable[[int], None], int]] = []
        self._order = count()
        self._fates: list[Fate] = []

    def run(self, contacts: Iterable[Contact], until: float = FOREVER) -> Course:
        """Let them arrive, which they must do in order; who waits at ``until`` has waited that long."""
        self._fates = [Fate(contact) for contact in contacts]
        for worker in self._workers.values():
            for begins, ends in worker.shifts:
                self._at(begins, self._come, worker.id)
                if ends != FOREVER:
                    self._at(ends, self._go, worker.id)
        if self._fates:
            self._at(self._fates[0].contact.at, self._arrive, 0)
        while self._events and self._events[0][0] <= until:
            self._now, _order, do, number = heapq.heappop(self._events)
            do(number)
        end = self._now if until == FOREVER else until
        for number in (*self._offers, *(pk for board in self._boards.values() for pk in board.items)):
            self._fates[number].waited = end - self._fates[number].contact.at
        return Course(self._fates, end)

    def _at(self, time: float, do: Callable[[int], None], number: int) -> None:
        heapq.heappush(self._events, (time, next(self._order), do, number))

    def _board(self, kind: Kind) -> Board:
        """Where contacts of a kind wait: with all that is served by the same weights."""
        known = self._board_of.get(id(kind))
        if known is None:
            weights = self._policy.of(kind)
            key = (weights.name, weights.version)
            known = self._boards.get(key) or self._boards.setdefault(key, Board(weights, self._agents.values()))
            self._board_of[id(kind)] = known
        return known

    def _put(self, agent: Agent) -> None:
        self._agents[agent.id] = agent
        for board in self._boards.values():
            board.put(agent)

    def _arrive(self, number: int) -> None:
        if number + 1 < len(self._fates):
            self._at(self._fates[number + 1].contact.at, self._arrive, number + 1)
        fate = self._fates[number]
        self._find(self._item(number))
        if fate.agent is not None:
            return
        if fate.contact.patience != FOREVER:
            self._at(self._now + fate.contact.patience, self._leave, number)
        for after, _needs in fate.contact.kind.overflow:
            self._at(self._now + after, self._overflow, number)

    def _item(self, number: int) -> Item:
        contact = self._fates[number].contact
        kind = contact.kind
        return Item(
            id=number, entered_at=self._now, needs=kind.needs, units=kind.units,
            urgency=contact.urgency or kind.urgency, due_at=contact.due_at, is_vip=contact.is_vip,
            value_class=contact.value_class, owner=contact.owner, last_agent=contact.last_agent,
        )  # fmt: skip

    def _find(self, item: Item) -> None:
        """Let somebody have a piece of work, or let it wait."""
        board = self._board(self._fates[item.id].contact.kind)
        agent = board.choose_agent(item)
        if agent is None:
            board.add(item)
        else:
            self._hand(item, agent)

    def _overflow(self, number: int) -> None:
        """It has waited so long that something else is asked of whoever serves it."""
        kind = self._fates[number].contact.kind
        offer, item = self._offers.get(number), self._board(kind).items.get(number)
        if offer is not None:
            offer.item = self._overflowed(offer.item, kind)
        elif item is not None:
            self._board(kind).remove(number)
            self._find(self._overflowed(item, kind))

    def _overflowed(self, item: Item, kind: Kind) -> Item:
        taken = [needs for after, needs in kind.overflow if after <= self._now - item.entered_at]
        return replace(item, needs=taken[-1], refused=frozenset())

    def _leave(self, number: int) -> None:
        fate, offer = self._fates[number], self._offers.pop(number, None)
        board = self._board(fate.contact.kind)
        if offer is None and number not in board.items:
            return
        fate.waited, fate.is_lost = self._now - fate.contact.at, True
        board.remove(number)
        if offer is not None:
            self._put(self._free(offer.agent, offer.item.units))
            self._serve_more(offer.agent)

    def _come(self, worker_id: int) -> None:
        """A shift begins; what a colleague still had from the one before goes on."""
        worker, known = self._workers[worker_id], self._agents.get(worker_id)
        load = known.load if known is not None else 0
        self._present.add(worker_id)
        self._put(Agent(worker_id, worker.capacity, worker.profile, load=load, idle_since=self._now))
        self._serve_more(worker_id)

    def _go(self, worker_id: int) -> None:
        """A shift ends: nothing new, what was begun is finished."""
        self._present.discard(worker_id)
        self._put(replace(self._agents[worker_id], presence=AWAY))

    def _return(self, worker_id: int) -> None:
        """Whoever let an offer pass is back."""
        if worker_id in self._present:
            self._put(replace(self._agents[worker_id], presence=ONLINE))
            self._serve_more(worker_id)

    def _hand(self, item: Item, agent: Agent) -> None:
        """Give, or offer where that is asked."""
        kind = self._fates[item.id].contact.kind
        if not kind.offers:
            self._give(item, agent)
            return
        luck = self._lucks.setdefault(item.id, Random(self._fates[item.id].contact.luck))
        answer, after = self._answers.draw(luck, kind.offers)
        self._offers[item.id] = _Offer(item, agent.id, answer)
        self._put(replace(agent, load=agent.load + min(item.units, agent.capacity)))
        self._at(self._now + after, self._answer, item.id)

    def _answer(self, number: int) -> None:
        """An offer is accepted, or the next one is asked."""
        offer = self._offers.pop(number, None)
        if offer is None:
            return
        agent = self._free(offer.agent, offer.item.units)
        if offer.answer == ACCEPTED:
            self._give(offer.item, agent)
            return
        is_lapsed = offer.answer == LAPSED
        self._put(replace(agent, presence=AWAY) if is_lapsed else agent)
        if is_lapsed:
            self._at(self._now + self._answers.away, self._return, agent.id)
        self._refused_at[number] = self._now
        self._at(self._now + ASK_AGAIN, self._forgive, number)
        self._find(replace(offer.item, refused=offer.item.refused | {agent.id}))
        self._serve_more(agent.id)

    def _forgive(self, number: int) -> None:
        """Nobody took it for a while: those who declined are asked again."""
        board = self._board(self._fates[number].contact.kind)
        item = board.items.get(number)
        if item is not None and self._refused_at[number] + ASK_AGAIN <= self._now:
            board.remove(number)
            self._find(replace(item, refused=frozenset()))

    def _free(self, agent_id: int, units: int) -> Agent:
        """A colleague without a piece of work he had."""
        agent = self._agents[agent_id]
        return replace(agent, load=agent.load - min(units, agent.capacity))

    def _give(self, item: Item, agent: Agent) -> None:
        taken = min(item.units, agent.capacity)
        self._put(replace(agent, load=agent.load + taken, assigned=agent.assigned + 1, idle_since=self._now))
        fate = self._fates[item.id]
        fate.waited, fate.agent = self._now - fate.contact.at, agent.id
        fate.handled = fate.contact.effort * self._pace.factor(item.needs, agent.profile)
        self._at(self._now + fate.handled, self._finish, item.id)

    def _finish(self, number: int) -> None:
        fate = self._fates[number]
        agent_id = fate.agent or 0
        self._put(self._free(agent_id, fate.contact.kind.units))
        self._serve_more(agent_id)

    def _serve_more(self, agent_id: int) -> None:
        """Give whoever has room the best of what waits, the most pressing policy first, until nothing fits."""
        boards = list(self._boards.items())
        if len(boards) > 1:
            boards.sort(key=lambda one: (-one[1].most_pressing(self._now), one[0]))
        for _key, board in boards:
            while (item := board.choose_item(agent_id, self._now)) is not None:
                board.remove(item.id)
                self._hand(item, self._agents[agent_id])
