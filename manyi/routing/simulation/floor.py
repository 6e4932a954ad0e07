"""A simulated floor: customers arrive, wait, leave or are served; who serves whom is decided by the routing itself.

Events lie in a heap and are taken in the order of their times. A contact costs three of them, so the time a run takes
is that of the decisions, which are the very same calls that live routing makes.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from manyi.routing.matching import Agent, Board, Item, Weights
from manyi.routing.simulation.values import EVEN, FOREVER, Contact, Pace, Worker

AWAY = "offline"


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


class Floor:
    """One run of a policy over contacts and workers."""

    def __init__(self, weights: Weights, workers: Iterable[Worker], pace: Pace = EVEN) -> None:
        self._now = 0.0
        self._board = Board(weights)
        self._pace = pace
        self._workers = {worker.id: worker for worker in workers}
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
        for number in self._board.items:
            self._fates[number].waited = end - self._fates[number].contact.at
        return Course(self._fates, end)

    def _at(self, time: float, do: Callable[[int], None], number: int) -> None:
        heapq.heappush(self._events, (time, next(self._order), do, number))

    def _arrive(self, number: int) -> None:
        if number + 1 < len(self._fates):
            self._at(self._fates[number + 1].contact.at, self._arrive, number + 1)
        item = self._item(number)
        agent = self._board.choose_agent(item)
        if agent is not None:
            self._give(item, agent)
            return
        self._board.add(item)
        patience = self._fates[number].contact.patience
        if patience != FOREVER:
            self._at(self._now + patience, self._leave, number)
        for after, _needs in self._fates[number].contact.kind.overflow:
            self._at(self._now + after, self._overflow, number)

    def _overflow(self, number: int) -> None:
        """It has waited so long that something else is asked of whoever serves it."""
        item = self._board.items.get(number)
        if item is None:
            return
        waited = self._now - item.entered_at
        taken = [needs for after, needs in self._fates[number].contact.kind.overflow if after <= waited]
        self._board.remove(number)
        item = replace(item, needs=taken[-1])
        agent = self._board.choose_agent(item)
        if agent is not None:
            self._give(item, agent)
        else:
            self._board.add(item)

    def _item(self, number: int) -> Item:
        contact = self._fates[number].contact
        kind = contact.kind
        return Item(
            id=number, entered_at=self._now, needs=kind.needs, units=kind.units,
            urgency=contact.urgency or kind.urgency, due_at=contact.due_at, is_vip=contact.is_vip,
            value_class=contact.value_class, owner=contact.owner, last_agent=contact.last_agent,
        )  # fmt: skip

    def _leave(self, number: int) -> None:
        if number in self._board.items:
            self._board.remove(number)
            fate = self._fates[number]
            fate.waited, fate.is_lost = self._now - fate.contact.at, True

    def _come(self, worker_id: int) -> None:
        """A shift begins; what a colleague still had from the one before goes on."""
        worker = self._workers[worker_id]
        known = self._board.agents.get(worker_id)
        load = known.load if known is not None else 0
        self._board.put(Agent(worker_id, worker.capacity, worker.profile, load=load, idle_since=self._now))
        self._serve_more(worker_id)

    def _go(self, worker_id: int) -> None:
        """A shift ends: nothing new, what was begun is finished."""
        self._board.put(replace(self._board.agents[worker_id], presence=AWAY))

    def _give(self, item: Item, agent: Agent) -> None:
        taken = min(item.units, agent.capacity)
        self._board.put(replace(agent, load=agent.load + taken, assigned=agent.assigned + 1, idle_since=self._now))
        fate = self._fates[item.id]
        fate.waited, fate.agent = self._now - fate.contact.at, agent.id
        fate.handled = fate.contact.effort * self._pace.factor(item.needs, agent.profile)
        self._at(self._now + fate.handled, self._finish, item.id)

    def _finish(self, number: int) -> None:
        fate = self._fates[number]
        agent = self._board.agents[fate.agent or 0]
        units = min(fate.contact.kind.units, agent.capacity)
        self._board.put(replace(agent, load=agent.load - units))
        self._serve_more(agent.id)

    def _serve_more(self, agent_id: int) -> None:
        """Give whoever has room the best of what waits, until there is nothing for him or no room."""
        while (item := self._board.choose_item(agent_id, self._now)) is not None:
            self._board.remove(item.id)
            self._give(item, self._board.agents[agent_id])
