"""A scenario as people write it (TOML or JSON), and the plan that runs are made of. Times of day in hours and minutes.

days = 5
[[kinds]]
name = "chat"
channel = "chat"
per_hour = [0, 0, 0, 0, 0, 0, 0, 2, 20, 40, 40, 30, 20, 30, 40, 40, 30, 20, 10, 5, 2, 0, 0, 0]
handle = 480
patience = 120
target = 30
vip = 0.05
[[crew]]
count = 8
tier = 2
capacity = 3
shifts = ["09:00-12:00", "13:00-18:00"]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Annotated

import msgspec
from django.utils.translation import gettext as _

from manyi.core.errors import Invalid
from manyi.routing.matching import FIFO, STANDARD, Needs, Profile, Weights
from manyi.routing.simulation.values import (
    FOREVER,
    PER_LEVEL,
    TIERS,
    Answers,
    Contact,
    Kind,
    Pace,
    Share,
    Worker,
    drawn,
    effort,
    patience,
)
from manyi.sla.queries import read_hours

DAY = 86_400.0
HOUR = 3_600.0
POLICIES = {FIFO.name: FIFO, STANDARD.name: STANDARD}
Length = Annotated[float, msgspec.Meta(ge=0, le=30 * DAY)]


class Demand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of contact: how many an hour (by hour of the day, or one number), what they ask for, how they wait.

    Without ``patience`` nobody leaves. ``vip`` and ``classes`` are shares of them. ``policy`` is one it has for itself,
    ``offers`` the seconds a colleague has to accept (0: given at once).
    """

    name: str
    per_hour: float | list[float]
    handle: Annotated[float, msgspec.Meta(gt=0, le=30 * DAY)] = 300
    spread: Annotated[float, msgspec.Meta(ge=0, le=10)] = 1
    patience: Length = 0
    target: Length = 20
    channel: str = ""
    skills: dict[str, int] = {}
    language: str = ""
    complexity: Annotated[int, msgspec.Meta(ge=0, le=4)] = 0
    units: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 1
    urgency: Annotated[int, msgspec.Meta(ge=1, le=4)] = 2
    vip: Share = 0
    classes: dict[str, Share] = {}
    policy: str = ""
    offers: Length = 0


class Crew(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Colleagues who are alike, with the hours of each day in which they take new work."""

    count: Annotated[int, msgspec.Meta(ge=1, le=5000)]
    shifts: tuple[str, ...] = ("00:00-24:00",)
    tier: Annotated[int, msgspec.Meta(ge=0, le=4)] = 0
    capacity: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 1
    skills: dict[str, int] = {}
    channels: list[str] = []
    languages: list[str] = []
    cost: float = 1.0


class Scenario(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything a run needs.

    ``tiers`` and ``per_level`` say how tier and skill change the time of serving, ``answers`` how offers are answered.
    """

    kinds: Annotated[list[Demand], msgspec.Meta(min_length=1)]
    crew: Annotated[list[Crew], msgspec.Meta(min_length=1)]
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 1
    tiers: dict[int, float] = {}
    per_level: Annotated[float, msgspec.Meta(gt=0, le=2)] = PER_LEVEL
    answers: Answers = Answers()


@dataclass(frozen=True)
class Plan:
    """What is run: who works, and the contacts of one run for a source of luck; how offers are answered, if any are."""

    workers: Sequence[Worker]
    draw: Callable[[Random], list[Contact]]
    until: float
    pace: Pace
    answers: Answers | None = None


def read(text: str, *, is_json: bool = False) -> Scenario:
    """A scenario out of a file's text. Raises :class:`Invalid` with what is wrong and where."""
    try:
        decode = msgspec.json.decode if is_json else msgspec.toml.decode
        found: Scenario = decode(text, type=Scenario, strict=False)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Invalid(_("This scenario can't be read: %(why)s") % {"why": error}) from None
    for kind in found.kinds:
        if isinstance(kind.per_hour, list) and len(kind.per_hour) != 24:
            raise Invalid(_("“%(kind)s”: name one number per hour, or 24 of them.") % {"kind": kind.name})
    if found.answers.declined + found.answers.lapsed > 1:
        raise Invalid(_("The shares of declined and lapsed offers are more than 1 together."))
    return found


def plan(scenario: Scenario, policies: Mapping[str, Weights] = POLICIES) -> Plan:
    """What the runs of a scenario are made of. Raises :class:`Invalid` for hours that can't be read, and for what
    names none of the ``policies``."""
    pairs = [(demand, _kind(demand, policies)) for demand in scenario.kinds]

    def draw(luck: Random) -> list[Contact]:
        found = [
            _contact(at, demand, kind, luck) for demand, kind in pairs for at in _arrivals(demand, scenario.days, luck)
        ]
        return sorted(found, key=lambda one: one.at)

    pace = Pace(TIERS | scenario.tiers, scenario.per_level)
    answers = scenario.answers if any(demand.offers for demand in scenario.kinds) else None
    return Plan(list(_workers(scenario)), draw, scenario.days * DAY, pace, answers)


def _kind(demand: Demand, policies: Mapping[str, Weights]) -> Kind:
    if demand.policy and demand.policy not in policies:
        raise Invalid(_("There is no policy of this name: %(names)s") % {"names": demand.policy})
    needs = Needs(
        channel=demand.channel, skills=tuple(sorted(demand.skills.items())), language=demand.language,
        complexity=demand.complexity,
    )  # fmt: skip
    return Kind(
        demand.name, needs, demand.handle, demand.spread, demand.patience or FOREVER, demand.target, demand.units,
        demand.urgency, own=policies.get(demand.policy), offers=demand.offers,
    )  # fmt: skip


def _arrivals(demand: Demand, days: int, luck: Random) -> Iterator[float]:
    """The times of a Poisson process whose rate changes from hour to hour."""
    rates = demand.per_hour if isinstance(demand.per_hour, list) else [demand.per_hour] * 24
    for hour in range(days * 24):
        rate = rates[hour % 24] / HOUR
        at = hour * HOUR
        while rate > 0 and (at := at + luck.expovariate(rate)) < (hour + 1) * HOUR:
            yield at


def _contact(at: float, demand: Demand, kind: Kind, luck: Random) -> Contact:
    draw, value_class = luck.random(), ""
    for name, share in demand.classes.items():
        if draw < share:
            value_class = name
            break
        draw -= share
    is_vip = luck.random() < demand.vip
    effort_of, patience_of = effort(kind, luck), patience(kind, luck)
    return Contact(at, kind, effort_of, patience_of, is_vip, value_class, luck=drawn(kind, luck))


def _workers(scenario: Scenario) -> Iterator[Worker]:
    numbers = count(1)
    for crew in scenario.crew:
        profile = Profile(
            skills=crew.skills, channels=frozenset(crew.channels), languages=frozenset(crew.languages), tier=crew.tier,
            cost=crew.cost,
        )  # fmt: skip
        shifts = shifts_of(crew.shifts, scenario.days)
        for _one in range(crew.count):
            yield Worker(next(numbers), profile, crew.capacity, shifts)


def shifts_of(hours: Sequence[str], days: int) -> tuple[tuple[float, float], ...]:
    """Shifts in seconds from the beginning of the first of some days. Raises :class:`Invalid`."""
    try:
        spans = read_hours(", ".join(hours))
    except ValueError:
        raise Invalid(_("Write times such as 09:00-12:00, 13:00-18:00.")) from None
    return tuple((day * DAY + start * 60.0, day * DAY + end * 60.0) for day in range(days) for start, end in spans)
