"""The simulated floor where colleagues have to accept, and where queues have policies of their own."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manyi.core.errors import Invalid
from manyi.routing.matching import FIFO, STANDARD, Board, Item, Needs, Weights, priority
from manyi.routing.matching.rules import DIGITS
from manyi.routing.simulation.floor import Fate, Floor
from manyi.routing.simulation.running import compare
from manyi.routing.simulation.scenario import plan, read
from manyi.routing.simulation.values import ACCEPTED, DECLINED, EVEN, LAPSED, Answers, Contact, Kind, Tried, Worker
from manyi.routing.tests.test_simulation import SCENARIO

CALL = Kind("call", Needs(channel="voice"), handle=100, spread=0, target=20, offers=30)
USUAL = Tried(STANDARD)


class Told(Answers, frozen=True):
    """Everybody answers as told, one offer after the other."""

    plan: tuple[tuple[str, float], ...] = ()
    asked: list[int] = []

    def draw(self, luck: Random, within: float) -> tuple[str, float]:
        self.asked.append(len(self.asked))
        return self.plan[min(len(self.asked), len(self.plan)) - 1]


def run(contacts: list[Contact], count: int, *answers: tuple[str, float], until: float = 10_000) -> list[Fate]:
    told = Told(plan=answers, asked=[], away=200)
    return list(Floor(USUAL, [Worker(pk) for pk in range(1, count + 1)], EVEN, told).run(contacts, until).fates)


def call(at: float, patience: float = 1e9, kind: Kind = CALL) -> Contact:
    return Contact(at, kind, 100, patience)


def test_until_it_is_accepted_the_customer_waits() -> None:
    (fate,) = run([call(0)], 1, (ACCEPTED, 7))
    assert (fate.waited, fate.handled, fate.agent) == (7, 100, 1)


def test_what_is_declined_goes_to_the_next_and_whoever_declined_gets_other_work() -> None:
    first, second = run([call(0), call(11)], 2, (DECLINED, 10), (ACCEPTED, 3), (ACCEPTED, 3))
    assert [(one.agent, one.waited) for one in (first, second)] == [(2, 13), (1, 3)]


def test_who_lets_it_pass_is_away_and_the_next_is_asked() -> None:
    first, second = run([call(0), call(31)], 2, (LAPSED, 30), (ACCEPTED, 0.5), (ACCEPTED, 0.5))
    assert (first.agent, first.waited) == (2, 30.5)
    assert (second.agent, second.waited) == (2, 100)


def test_nobody_is_offered_more_than_fits() -> None:
    first, second = run([call(0), call(1)], 1, (ACCEPTED, 20), (ACCEPTED, 20))
    assert (first.waited, second.waited) == (20, 139)


def test_after_a_minute_those_who_declined_are_asked_again() -> None:
    (fate,) = run([call(0)], 1, (DECLINED, 10), (ACCEPTED, 5))
    assert (fate.agent, fate.waited) == (1, 75)


def test_an_overflow_asks_those_who_declined_at_once() -> None:
    kind = replace(CALL, overflow=((20, Needs()),))
    (fate,) = run([call(0, kind=kind)], 1, (DECLINED, 10), (ACCEPTED, 5))
    assert fate.waited == 25


def test_a_customer_who_leaves_while_it_is_offered_frees_the_colleague() -> None:
    first, second = run([call(0, patience=10), call(2)], 1, (ACCEPTED, 25), (ACCEPTED, 1))
    assert (first.is_lost, first.waited, first.agent) == (True, 10, None)
    assert (second.waited, second.agent) == (9, 1)


def test_what_is_still_offered_at_the_end_has_waited_so_long() -> None:
    (fate,) = run([call(0)], 1, (ACCEPTED, 25), until=20)
    assert (fate.waited, fate.agent) == (20, None)


def test_answers_come_in_the_shares_that_were_given() -> None:
    answers, luck = Answers(declined=0.1, lapsed=0.2, seconds=4), Random(3)
    drawn = [answers.draw(luck, 30) for _time in range(20_000)]
    assert sum(how == LAPSED for how, _after in drawn) / len(drawn) == pytest.approx(0.2, abs=0.01)
    assert sum(how == DECLINED for how, _after in drawn) / len(drawn) == pytest.approx(0.1, abs=0.01)
    taken = [after for how, after in drawn if how != LAPSED]
    assert sum(taken) / len(taken) == pytest.approx(4, abs=0.1)
    assert max(after for _how, after in drawn) <= 30


def test_offers_that_are_let_pass_make_customers_wait_longer() -> None:
    asked = SCENARIO.replace("patience = 90", "patience = 90\noffers = 30")
    usual = asked.replace("days = 1", "days = 1\n[answers]\nseconds = 20\n")
    slack = usual.replace("seconds = 20", "seconds = 20\nlapsed = 0.3")
    waits = [
        compare(plan(read(text)), [USUAL], runs=8).summaries[0].measures["wait"] for text in (SCENARIO, usual, slack)
    ]
    assert waits[0].high < waits[1].low
    assert waits[1].high < waits[2].low


def test_shares_of_more_than_all_are_refused() -> None:
    with pytest.raises(Invalid):
        read(SCENARIO.replace("days = 1", "days = 1\n[answers]\nlapsed = 0.7\ndeclined = 0.5\n"))


TWO = [
    Kind("plain", Needs(), handle=100, spread=0, queue=1, own=FIFO),
    Kind("usual", Needs(), handle=100, spread=0, queue=2),
]


def test_a_queue_keeps_its_own_policy_and_others_take_the_one_on_trial() -> None:
    loud = Weights(name="loud", urgency=1000)
    assert [Tried(loud).of(kind).name for kind in TWO] == ["fifo", "loud"]
    assert [Tried(FIFO).of(kind).name for kind in TWO] == ["fifo", "fifo"]
    assert [Tried(loud, queue=1).of(kind).name for kind in TWO] == ["loud", "standard"]
    assert [Tried(loud, queue=2).of(kind).name for kind in TWO] == ["fifo", "loud"]


def test_policies_side_by_side_share_the_colleagues_and_the_most_pressing_goes_first() -> None:
    contacts = [
        Contact(0, TWO[0], 100, 1e9), Contact(10, TWO[0], 100, 1e9), Contact(20, TWO[1], 100, 1e9, is_vip=True),
        Contact(30, TWO[0], 100, 1e9, is_vip=True),
    ]  # fmt: skip
    fates = Floor(USUAL, [Worker(1)]).run(contacts).fates
    assert [fate.waited for fate in fates] == [0, 190, 80, 270]


@given(
    items=st.lists(
        st.builds(
            Item, id=st.just(0), entered_at=st.integers(0, 5000), urgency=st.integers(1, 4), is_vip=st.booleans(),
            due_at=st.none() | st.integers(0, 12_000), units=st.integers(1, 2),
        ),
        max_size=8,
    ),
    now=st.integers(5000, 9000),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_a_board_knows_its_most_pressing_piece(items: list[Item], now: int) -> None:
    waiting = [replace(item, id=place) for place, item in enumerate(items)]
    found = Board(STANDARD, items=waiting).most_pressing(now)
    most = max((priority(item, STANDARD, now) for item in waiting), default=-float("inf"))
    assert found == pytest.approx(most, abs=2 * 10**-DIGITS)  # rounded before or after the sum


def test_a_scenario_names_a_policy_for_a_kind() -> None:
    text = SCENARIO.replace("target = 30", 'target = 30\npolicy = "fifo"')
    (kind,) = {id(one.kind): one.kind for one in plan(read(text)).draw(Random(1))}.values()
    assert kind.own == FIFO
    with pytest.raises(Invalid):
        plan(read(text.replace("fifo", "unheard of")))
