"""What waits and who could serve it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ONLINE = "online"
NOBODY: frozenset[int] = frozenset()
NO_WORDS: frozenset[str] = frozenset()
USUAL = 100
"""Percent of a colleague's capacity that work may fill."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a piece of work asks of whoever serves it. Work with equal needs queues up together.

    ``skills`` are keys with the least level (1 to 5). ``complexity`` is the least tier: 1 junior, 2 intermediate,
    3 senior, 4 super agent. ``teams`` may serve it, all when empty. ``tags`` only attract experts. What is left empty
    is not asked for.
    """

    channel: str = ""
    skills: tuple[tuple[str, int], ...] = ()
    language: str = ""
    complexity: int = 0
    teams: frozenset[int] = NOBODY
    slot: str = ""
    tags: frozenset[str] = NO_WORDS


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of waiting work.

    ``units`` is what it takes of a colleague's capacity; more than his whole capacity fits one who has nothing else.
    ``stretch`` is the percent of his capacity up to which this work may be added (more in rush mode).
    ``urgency`` is 1 low to 4 urgent, ``due_at`` when the answer is due, ``refused`` who declined or let pass an offer.
    """

    id: int
    entered_at: float
    needs: Needs = Needs()
    units: int = 1
    urgency: int = 2
    due_at: float | None = None
    is_vip: bool = False
    value_class: str = ""
    last_agent: int | None = None
    owner: int | None = None
    refused: frozenset[int] = NOBODY
    queue: int = 0
    stretch: int = USUAL


@dataclass(frozen=True, slots=True)
class Profile:
    """What a colleague can do: the part of him that seldom changes; many share one.

    Empty ``channels``, ``languages`` or ``teams`` mean all; ``tier`` 0 is not graded and takes anything. ``slot`` is
    the post of the rotation he holds now, ``experts`` the tags he is an expert for, ``cost`` relative to 1.
    """

    skills: Mapping[str, int] = field(default_factory=dict, hash=False)
    channels: frozenset[str] = NO_WORDS
    languages: frozenset[str] = NO_WORDS
    tier: int = 0
    teams: frozenset[int] = NOBODY
    slot: str = ""
    experts: frozenset[str] = NO_WORDS
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Agent:
    """A colleague as he stands now: ``load`` of ``capacity`` units taken, ``assigned`` pieces given in this shift.

    ``idle_since`` is when he was last given something, or came. Who is not ``online`` gets nothing.
    """

    id: int
    capacity: int
    profile: Profile = Profile()
    load: int = 0
    assigned: float = 0
    idle_since: float = 0.0
    presence: str = ONLINE

    def room(self, stretch: int) -> int:
        """All that fits him when work may fill so many percent of his capacity."""
        return self.capacity * stretch // USUAL

    def takes(self, units: int, stretch: int = USUAL) -> bool:
        """Whether so many units more fit; what is heavier than his whole room needs all of it."""
        room = self.room(stretch)
        return self.load + min(units, room) <= room and room > 0
