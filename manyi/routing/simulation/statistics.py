"""What runs say: measures of one run, and their means over several with confidence intervals. Pure.

The interval is Student's over independent runs. Two policies run on the same customers with the same patience and
effort, so the interval of their difference is that of the differences run by run, which is much narrower.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from manyi.routing.simulation.floor import Course, Fate
from manyi.routing.simulation.values import FOREVER, Worker

STUDENT = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip
"""Student's t for 95 % on both sides, by degrees of freedom from 1."""
FAR = 1.984
"""And beyond thirty of them; a little wide."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with half the width of its 95 % confidence interval."""

    mean: float
    half: float

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self.mean - self.half

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return self.mean + self.half

    def holds(self, value: float) -> bool:
        """Whether a value lies in the interval."""
        return self.low <= value <= self.high


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of independent runs; one run alone has no interval."""
    if len(values) < 2:
        return Estimate(values[0] if values else math.nan, math.inf)
    degrees = len(values) - 1
    t = STUDENT[degrees - 1] if degrees <= len(STUDENT) else FAR
    return Estimate(fmean(values), t * stdev(values) / math.sqrt(len(values)))


@dataclass(frozen=True, slots=True)
class Waits:
    """Of some contacts of one run: shares from 0 to 1, times in seconds.

    ``service_level`` is the share of all who came that was answered within their target, ``wait`` the mean over all,
    ``longest_of_ten`` what nine of ten who were answered did not wait longer than.
    """

    contacts: int
    service_level: float
    wait: float
    longest_of_ten: float
    abandoned: float
    waiting: float


@dataclass(frozen=True, slots=True)
class Measures:
    """One run as a whole, and by group (kind, queue, class, VIP); ``fairness`` 1 means contacts are spread evenly."""

    all: Waits
    groups: Mapping[str, Waits]
    occupancy: float
    fairness: float
    handle: float


def measure(course: Course, workers: Iterable[Worker], *, warm: float = 0.0) -> Measures:
    """Sum up one run, but for those who arrived and what was worked before ``warm``."""
    fates = [fate for fate in course.fates if fate.contact.at >= warm]
    crew = list(workers)
    handled = [fate.handled for fate in fates if fate.agent is not None]
    return Measures(
        all=waits(fates),
        groups={name: waits(found) for name, found in sorted(_grouped(fates).items())},
        occupancy=_occupancy(course, crew, warm),
        fairness=_fairness(fates, crew, course.end, warm),
        handle=fmean(handled) if handled else 0.0,
    )


def _grouped(fates: Iterable[Fate]) -> dict[str, list[Fate]]:
    found: dict[str, list[Fate]] = {}
    for fate in fates:
        contact = fate.contact
        found.setdefault(f"kind:{contact.kind.name}", []).append(fate)
        if contact.kind.queue is not None:
            found.setdefault(f"queue:{contact.kind.queue}", []).append(fate)
        if contact.value_class:
            found.setdefault(f"class:{contact.value_class}", []).append(fate)
        if contact.is_vip:
            found.setdefault("vip", []).append(fate)
    return found


def waits(fates: Sequence[Fate]) -> Waits:
    """Sum up some contacts; of none everything is perfect."""
    if not fates:
        return Waits(0, 1.0, 0.0, 0.0, 0.0, 0.0)
    answered = sorted(fate.waited for fate in fates if fate.agent is not None)
    soon = sum(fate.agent is not None and fate.waited <= fate.contact.kind.target for fate in fates)
    return Waits(
        contacts=len(fates),
        service_level=soon / len(fates),
        wait=fmean(fate.waited for fate in fates),
        longest_of_ten=answered[math.ceil(0.9 * len(answered)) - 1] if answered else math.nan,
        abandoned=sum(fate.is_lost for fate in fates) / len(fates),
        waiting=sum(fate.waited > 0 for fate in fates) / len(fates),
    )


def _occupancy(course: Course, workers: list[Worker], warm: float) -> float:
    """Work done between ``warm`` and the end by the room there was for it; overtime counts as work."""
    capacity = {worker.id: worker.capacity for worker in workers}
    room = sum(worker.capacity * _present(worker, warm, course.end) for worker in workers)
    done = 0.0
    for fate in course.fates:
        if fate.agent is not None:
            begun = fate.contact.at + fate.waited
            units = min(fate.contact.kind.units, capacity[fate.agent])
            done += units * max(0.0, min(begun + fate.handled, course.end) - max(begun, warm))
    return done / room if room else 0.0


def _present(worker: Worker, start: float, end: float) -> float:
    return sum(max(0.0, min(ends, end) - max(begins, start)) for begins, ends in worker.shifts)


def _fairness(fates: Iterable[Fate], workers: list[Worker], end: float, warm: float) -> float:
    """R. Jain's index (1984) of contacts per hour present: 1 when all have the same, 1/n when one has everything."""
    served = dict.fromkeys((worker.id for worker in workers), 0)
    for fate in fates:
        if fate.agent is not None:
            served[fate.agent] += 1
    present = {worker.id: _present(worker, warm, end) for worker in workers}
    rates = [served[pk] / hours for pk, hours in present.items() if 0 < hours < FOREVER]
    squares = sum(rate * rate for rate in rates)
    return sum(rates) ** 2 / (len(rates) * squares) if squares else 1.0


NUMBERS = ("service_level", "wait", "longest_of_ten", "abandoned")


@dataclass(frozen=True, slots=True)
class Summary:
    """Several runs of one policy: each measure by name, and by group."""

    measures: Mapping[str, Estimate]
    groups: Mapping[str, Mapping[str, Estimate]]
    contacts: float


def summary(runs: Sequence[Measures]) -> Summary:
    """The means over runs, with their intervals."""
    names = sorted({name for run in runs for name in run.groups})
    return Summary(
        measures={
            **_numbers(runs, lambda run: run.all),
            "occupancy": estimate([run.occupancy for run in runs]),
            "fairness": estimate([run.fairness for run in runs]),
            "handle": estimate([run.handle for run in runs]),
        },
        groups={name: _numbers([run for run in runs if name in run.groups], _group(name)) for name in names},
        contacts=fmean(run.all.contacts for run in runs),
    )


def difference(first: Sequence[Measures], second: Sequence[Measures]) -> dict[str, Estimate]:
    """By how much the second policy is above the first, run by run on the same customers."""
    found = {
        name: estimate([getattr(b.all, name) - getattr(a.all, name) for a, b in zip(first, second, strict=True)])
        for name in NUMBERS
    }
    for name in ("occupancy", "fairness", "handle"):
        found[name] = estimate([getattr(b, name) - getattr(a, name) for a, b in zip(first, second, strict=True)])
    return found


def _group(name: str) -> Callable[[Measures], Waits]:
    return lambda run: run.groups[name]


def _numbers(runs: Sequence[Measures], part: Callable[[Measures], Waits]) -> dict[str, Estimate]:
    return {name: estimate([getattr(part(run), name) for run in runs]) for name in NUMBERS}
