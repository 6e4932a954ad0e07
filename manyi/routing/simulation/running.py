"""Running a plan several times under several policies, on the same customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import msgspec

from manyi.routing.simulation.floor import Floor
from manyi.routing.simulation.scenario import Plan
from manyi.routing.simulation.statistics import Estimate, Measures, Summary, difference, measure, summary
from manyi.routing.simulation.values import Answers, Tried

RUNS = 20


@dataclass(frozen=True, slots=True)
class Comparison:
    """The policies in the order in which they were named; differences are to the first of them."""

    names: Sequence[str]
    summaries: Sequence[Summary]
    differences: Sequence[Mapping[str, Estimate]]
    runs: int
    seed: int
    answers: Answers | None

    def as_json(self) -> dict[str, Any]:
        """As it is stored and shown to programs: means with half the width of their 95 % intervals."""
        return {
            "runs": self.runs,
            "seed": self.seed,
            "contacts": self.summaries[0].contacts,
            "answers": msgspec.to_builtins(self.answers),
            "policies": [
                {
                    "name": name,
                    "measures": _plain(found.measures),
                    "groups": {group: _plain(numbers) for group, numbers in found.groups.items()},
                    "difference": _plain(apart),
                }
                for name, found, apart in zip(self.names, self.summaries, self.differences, strict=True)
            ],
        }


def _plain(numbers: Mapping[str, Estimate]) -> dict[str, dict[str, float | None]]:
    return {name: {"mean": _finite(one.mean), "half": _finite(one.half)} for name, one in sorted(numbers.items())}


def _finite(value: float) -> float | None:
    return value if abs(value) < float("inf") else None


def compare(
    plan: Plan,
    policies: Sequence[Tried],
    *,
    runs: int = RUNS,
    seed: int = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Comparison:
    """Run each policy so many times; ``progress`` is told how many runs of how many are done."""
    measured: list[list[Measures]] = [[] for _policy in policies]
    total = runs * len(policies)
    for done, (place, found) in enumerate(_measures(plan, policies, runs, seed), start=1):
        measured[place].append(found)
        progress(done, total)
    return Comparison(
        names=[policy.weights.name for policy in policies],
        summaries=[summary(each) for each in measured],
        differences=[difference(measured[0], each) for each in measured],
        runs=runs,
        seed=seed,
        answers=plan.answers,
    )


def _measures(plan: Plan, policies: Sequence[Tried], runs: int, seed: int) -> Iterator[tuple[int, Measures]]:
    for run in range(runs):
        contacts = plan.draw(Random(f"{seed}:{run}"))
        for place, policy in enumerate(policies):
            course = Floor(policy, plan.workers, plan.pace, plan.answers).run(contacts, plan.until)
            yield place, measure(course, plan.workers)
