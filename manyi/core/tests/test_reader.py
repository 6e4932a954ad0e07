"""Readers of the log: each event once and in order, failures apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from manyi.core import events, jobs, log, reactions
from manyi.core.actions import record, unit
from manyi.core.actors import SYSTEM
from manyi.core.events import Payload, Recorded
from manyi.core.models import Event, Job, ReaderPosition

APP = "core.tests.test_reader"


class Rang(Payload, frozen=True):
    number: int


class Knocked(Payload, frozen=True):
    pass


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    monkeypatch.setattr(events, "_verbs", dict(events._verbs))
    monkeypatch.setattr(reactions, "_by_verb", {})
    events.verb("test.rang")(Rang)
    events.verb("test.knocked")(Knocked)
    numbers: list[int] = []

    @reactions.on(Rang)
    def hear(event: Recorded) -> None:
        assert isinstance(event.payload, Rang)
        if event.payload.number < 0:
            raise ValueError("unheard")
        numbers.append(event.payload.number)

    yield numbers


def ring(*numbers: int) -> None:
    with unit():
        for number in numbers:
            record(Rang(number=number), by=SYSTEM)


@pytest.mark.django_db
def test_each_event_is_read_once_and_in_order(heard: list[int]) -> None:
    ring(*range(25))
    assert log.behind([APP]) == [APP]
    assert [log.run_reader(APP, limit=20) for _ in range(3)] == [20, 5, 0]
    assert heard == list(range(25))
    assert log.behind([APP]) == []
    assert log.position_of(APP) == log.newest()


@pytest.mark.django_db
def test_a_reaction_to_several_gets_all_at_once_and_fails_one_by_one(heard: list[int]) -> None:
    batches: list[list[int]] = []

    @reactions.on_several(Rang)
    def hear_all(events: Sequence[Recorded]) -> None:
        numbers = [event.payload.number for event in events if isinstance(event.payload, Rang)]
        if 13 in numbers:
            raise ValueError("unlucky")
        batches.append(numbers)

    ring(1, 2, 3)
    log.run_reader(APP)
    ring(12, 13)
    log.run_reader(APP)
    jobs.run_due()
    assert batches == [[1, 2, 3], [12]]
    assert heard == [1, 2, 3, 12, 13]


@pytest.mark.django_db
def test_a_reader_that_takes_long_goes_on_where_it_stopped(heard: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "HOLD", 0.0)
    ring(*range(3))
    assert [log.run_reader(APP) for _ in range(4)] == [1, 1, 1, 0]
    assert heard == [0, 1, 2]


@pytest.mark.django_db
def test_a_reader_is_not_behind_for_events_it_does_not_react_to(heard: list[int]) -> None:
    ring(0)
    log.run_reader(APP)
    with unit():
        record(Knocked(), by=SYSTEM)
    assert log.behind([APP]) == []
    ring(1)
    assert log.run_reader(APP) == 1
    assert log.position_of(APP) == log.newest()


@pytest.mark.django_db
def test_a_failing_reaction_is_kept_as_a_job_and_holds_up_nobody(heard: list[int]) -> None:
    ring(1, -1, 2)
    log.run_reader(APP)
    assert heard == [1, 2]
    assert Job.objects.get().name == "core.react_again"
    Event.objects.filter(payload__contains="-1").update(payload='{"number":3}')
    jobs.run_due()
    assert heard == [1, 2, 3]


@pytest.mark.django_db
def test_a_position_far_behind_moves_on_without_work(heard: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "FAR", 3)
    with unit():
        for _ in range(5):
            record(Knocked(), by=SYSTEM)
    assert log.behind([APP]) == [APP]
    assert log.run_reader(APP) == 0
    assert ReaderPosition.objects.get(reader=APP).position == log.newest()
