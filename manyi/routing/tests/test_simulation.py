"""The simulated floor: who is served, who leaves, when shifts end, and what several runs say together."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from django.utils import translation

from manyi.core.errors import Invalid
from manyi.routing.matching import FIFO, STANDARD, Needs, Profile
from manyi.routing.simulation import report
from manyi.routing.simulation.floor import Fate, Floor
from manyi.routing.simulation.running import compare
from manyi.routing.simulation.scenario import plan, read, shifts_of
from manyi.routing.simulation.statistics import Estimate, estimate, measure
from manyi.routing.simulation.values import EVEN, TIERS, Contact, Kind, Pace, Tried, Worker

USUAL, PLAIN = Tried(STANDARD), Tried(FIFO)
CALL = Kind("call", Needs(channel="voice"), handle=100, spread=0, target=20)
SCENARIO = """
days = 1
[[kinds]]
name = "chat"
channel = "chat"
per_hour = [0, 0, 0, 0, 0, 0, 0, 0, 0, 99, 99, 99, 60, 99, 99, 99, 99, 99, 0, 0, 0, 0, 0, 0]
handle = 240
patience = 90
target = 30
vip = 0.2
classes = { A = 0.1, B = 0.3 }
[[crew]]
count = 3
tier = 2
capacity = 1
shifts = ["09:00-12:00", "13:00-18:00"]
[[crew]]
count = 2
tier = 1
capacity = 2
shifts = ["09:00-18:00"]
"""


def call(at: float, effort: float = 100, patience: float = 1e9, **more: object) -> Contact:
    return replace(Contact(at, CALL, effort, patience), **more)  # type: ignore[arg-type]


def fates(contacts: list[Contact], workers: list[Worker], pace: Pace = EVEN, weights: object = STANDARD) -> list[Fate]:
    return list(Floor(PLAIN if weights is FIFO else USUAL, workers, pace).run(contacts).fates)


def test_the_second_waits_for_the_first() -> None:
    first, second = fates([call(0), call(10)], [Worker(1)])
    assert (first.waited, second.waited) == (0, 90)
    assert (first.agent, second.agent) == (1, 1)


def test_who_loses_patience_leaves_and_takes_no_time() -> None:
    _first, second, third = fates([call(0), call(10, patience=30), call(20)], [Worker(1)])
    assert (second.is_lost, second.waited, second.agent) == (True, 30, None)
    assert (third.waited, third.agent) == (80, 1)


def test_vips_go_first_by_the_standard_and_not_first_in_first_out() -> None:
    contacts = [call(0), call(10), call(20, is_vip=True)]
    assert [fate.waited for fate in fates(contacts, [Worker(1)])] == [0, 190, 80]
    assert [fate.waited for fate in fates(contacts, [Worker(1)], weights=FIFO)] == [0, 90, 180]


def test_a_shift_ends_with_what_was_begun() -> None:
    first, second = fates([call(0), call(10)], [Worker(1, shifts=((0, 50), (500, 900)))])
    assert (first.waited, first.handled) == (0, 100)
    assert second.waited == 490


def test_work_that_outlasts_its_shift_still_fills_the_next_one() -> None:
    first, second = fates([call(0, effort=600), call(10)], [Worker(1, shifts=((0, 50), (500, 900)))])
    assert (first.handled, second.waited) == (600, 590)


def test_only_those_able_serve() -> None:
    kind = replace(CALL, needs=Needs(channel="voice", skills=(("returns", 2),)))
    contacts = [replace(call(at), kind=kind) for at in (0, 1, 2)]
    crew = [Worker(1), Worker(2, Profile(skills={"returns": 3}))]
    assert {fate.agent for fate in fates(contacts, crew)} == {2}


def test_after_a_while_others_serve_too() -> None:
    strict = Needs(channel="voice", skills=(("returns", 2),))
    kind = replace(CALL, needs=strict, overflow=((60, CALL.needs),))
    contacts = [replace(call(at), kind=kind) for at in (0, 1)]
    crew = [Worker(1), Worker(2, Profile(skills={"returns": 3}))]
    assert [(fate.agent, fate.waited) for fate in fates(contacts, crew)] == [(2, 0), (1, 60)]


def test_nobody_has_more_than_his_capacity() -> None:
    kind = replace(CALL, units=2)
    luck = Random(3)
    contacts = sorted((replace(call(luck.uniform(0, 900)), kind=kind) for _one in range(60)), key=lambda one: one.at)
    crew = [Worker(1, capacity=4), Worker(2, capacity=3)]
    found = fates(contacts, crew)
    for worker in crew:
        mine = [fate for fate in found if fate.agent == worker.id]
        for fate in mine:
            begun = fate.contact.at + fate.waited
            beside = sum(
                other.contact.at + other.waited <= begun < other.contact.at + other.waited + other.handled
                for other in mine
            )
            assert 2 * beside <= worker.capacity


def test_seniors_and_the_skilled_are_faster() -> None:
    needs = Needs(skills=(("returns", 1),))
    pace = Pace(TIERS, 0.9)
    assert pace.factor(needs, Profile(tier=3, skills={"returns": 1})) == TIERS[3]
    assert pace.factor(needs, Profile(tier=2, skills={"returns": 3})) == pytest.approx(0.81)
    assert pace.factor(needs, Profile(tier=1, skills={"returns": 1})) > 1


def test_what_waits_at_the_end_has_waited_so_long() -> None:
    course = Floor(USUAL, [Worker(1)]).run([call(0), call(10)], 60)
    assert [fate.waited for fate in course.fates] == [0, 50]
    found = measure(course, [Worker(1)])
    assert (found.all.service_level, found.all.abandoned, found.occupancy) == (0.5, 0, 1)


def test_fairness_is_one_when_all_have_the_same() -> None:
    even = Floor(PLAIN, [Worker(1), Worker(2)]).run([call(0), call(1)], 100)
    assert measure(even, [Worker(1), Worker(2)]).fairness == 1
    alone = Floor(PLAIN, [Worker(1)]).run([call(0), call(200)], 300)
    assert measure(alone, [Worker(1), Worker(2), Worker(3), Worker(4)]).fairness == 0.25


def test_the_interval_is_students() -> None:
    found = estimate([1.0, 2.0, 3.0, 4.0])
    assert found.mean == 2.5
    assert found.half == pytest.approx(3.182 * 1.2909944 / 2, rel=1e-4)
    assert found.holds(0.5)
    assert not found.holds(4.6)
    assert not Estimate(1, 0.1).holds(0.8)


def test_a_policy_compared_with_itself_differs_in_nothing() -> None:
    found = compare(plan(read(SCENARIO)), [USUAL, USUAL], runs=3)
    for apart in found.differences:
        assert {name: one.mean for name, one in apart.items()} == dict.fromkeys(apart, 0.0)
    assert found.summaries[0] == found.summaries[1]


def test_the_standard_policy_serves_vips_sooner_than_first_in_first_out() -> None:
    told: list[tuple[int, int]] = []
    found = compare(
        plan(read(SCENARIO)), [PLAIN, USUAL], runs=6, progress=lambda done, total: told.append((done, total))
    )
    ours, theirs = (one.groups["vip"]["wait"] for one in reversed(found.summaries))
    assert ours.high < theirs.low
    assert told[-1] == (12, 12)


def test_the_same_seed_gives_the_same_answer() -> None:
    first, second = (compare(plan(read(SCENARIO)), [USUAL], runs=2, seed=5).as_json() for _time in range(2))
    assert first == second


def test_a_scenario_has_its_arrivals_and_its_hours() -> None:
    made = plan(read(SCENARIO))
    contacts = made.draw(Random(1))
    assert 700 < len(contacts) < 1000
    assert contacts == sorted(contacts, key=lambda one: one.at)
    assert 0.1 < sum(one.is_vip for one in contacts) / len(contacts) < 0.3
    assert {one.value_class for one in contacts} == {"", "A", "B"}
    assert [worker.capacity for worker in made.workers] == [1, 1, 1, 2, 2]
    assert shifts_of(["09:00-12:00", "22:00-06:00"], 2) == (
        (32_400, 43_200), (79_200, 108_000), (118_800, 129_600), (165_600, 194_400),
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "kinds = []",
        "nonsense",
        SCENARIO.replace("handle = 240", "handle = 0"),
        SCENARIO.replace("per_hour = [0, ", "per_hour = ["),
        SCENARIO.replace("patience = 90", "patients = 90"),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read(text)


def test_hours_that_cannot_be_are_refused() -> None:
    with pytest.raises(Invalid):
        plan(read(SCENARIO.replace("09:00-18:00", "morning")))


def test_the_report_names_every_measure() -> None:
    found = compare(plan(read(SCENARIO)), [USUAL, PLAIN], runs=2).as_json()
    text = "\n".join(report.lines(found))
    for label in report.LABELS.values():
        assert str(label) in text
    assert "standard" in text
    assert "fifo" in text


def test_the_columns_of_the_report_stand_below_each_other_in_chinese() -> None:
    found = compare(plan(read(SCENARIO)), [USUAL, PLAIN], runs=2).as_json()
    with translation.override("zh-hans"):
        table = list(report.lines(found))
    rows = [line for line in table if "±" in line][1:]
    assert rows[0].startswith("服务水平")
    assert {report.columns(line) for line in rows} == {26 * 3}
