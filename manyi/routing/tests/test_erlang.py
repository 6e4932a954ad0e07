"""The simulation agrees with theory where theory gives the answer, and theory with its published values."""

from __future__ import annotations

from random import Random

import pytest

from manyi.routing.matching import FIFO, STANDARD, Needs, Weights
from manyi.routing.simulation import erlang
from manyi.routing.simulation.floor import Floor
from manyi.routing.simulation.statistics import Summary, measure, summary
from manyi.routing.simulation.values import Contact, Kind, Tried, Worker, effort, patience

RUNS = 8
CONTACTS = 6_000
FAST = 0.15
"""How much of each run is left out until the queue has settled."""


def runs(servers: int, rate: float, kind: Kind, weights: Weights) -> Summary:
    """Independent long runs of one queue."""
    crew = [Worker(pk) for pk in range(1, servers + 1)]
    end = CONTACTS / rate
    found = []
    for seed in range(RUNS):
        luck, at, contacts = Random(seed), 0.0, []
        while (at := at + luck.expovariate(rate)) < end:
            contacts.append(Contact(at, kind, effort(kind, luck), patience(kind, luck)))
        found.append(measure(Floor(Tried(weights), crew).run(contacts, end), crew, warm=end * FAST))
    return summary(found)


@pytest.mark.parametrize(
    ("servers", "load", "weights"), [(1, 0.7, STANDARD), (5, 3.5, FIFO), (14, 12.0, STANDARD), (40, 36.0, FIFO)]
)
def test_a_patient_queue_is_as_erlang_says(servers: int, load: float, weights: Weights) -> None:
    kind = Kind("call", Needs(channel="voice"), handle=180, target=20)
    found, theory = runs(servers, load / 180, kind, weights), erlang.patient(servers, load / 180, 180, 20)
    assert found.measures["occupancy"].holds(theory.occupancy)
    assert found.measures["wait"].holds(theory.wait)
    assert found.measures["service_level"].holds(theory.within)
    assert found.measures["abandoned"].mean == 0


@pytest.mark.parametrize(
    ("servers", "load", "mean", "weights"),
    [(5, 5.0, 60, STANDARD), (14, 15.0, 120, FIFO), (40, 44.0, 200, STANDARD), (40, 30.0, 90, FIFO)],
)
def test_an_impatient_queue_is_as_palm_says(servers: int, load: float, mean: float, weights: Weights) -> None:
    kind = Kind("call", Needs(channel="voice"), handle=180, patience=mean, target=20)
    found, theory = runs(servers, load / 180, kind, weights), erlang.impatient(servers, load / 180, 180, mean, 20)
    assert found.measures["occupancy"].holds(theory.occupancy)
    assert found.measures["wait"].holds(theory.wait)
    assert found.measures["service_level"].holds(theory.within)
    assert found.measures["abandoned"].holds(theory.abandoned)


@pytest.mark.parametrize(
    ("servers", "load", "blocked"), [(1, 1.0, 0.5), (2, 1.0, 0.2), (5, 3.0, 0.1101), (10, 10.0, 0.2146)]
)
def test_the_loss_formula_gives_the_tables(servers: int, load: float, blocked: float) -> None:
    assert erlang.erlang_b(servers, load) == pytest.approx(blocked, abs=5e-5)


@pytest.mark.parametrize(("servers", "load", "waits"), [(1, 0.5, 0.5), (2, 1.0, 1 / 3), (3, 2.0, 4 / 9)])
def test_the_waiting_formula_gives_the_closed_forms(servers: int, load: float, waits: float) -> None:
    assert erlang.erlang_c(servers, load) == pytest.approx(waits)


def test_very_patient_customers_are_those_who_never_leave() -> None:
    patient, nearly = erlang.patient(14, 12 / 180, 180, 20), erlang.impatient(14, 12 / 180, 180, 1e7, 20)
    assert nearly.wait == pytest.approx(patient.wait, rel=1e-3)
    assert nearly.within == pytest.approx(patient.within, rel=1e-4)
    assert nearly.abandoned == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize(("servers", "load", "mean"), [(1, 3.0, 60), (5, 5.0, 60), (50, 48.0, 200), (50, 80.0, 100)])
def test_who_leaves_is_what_the_births_and_deaths_say(servers: int, load: float, mean: float) -> None:
    """The share who leave is the mean queue by the mean patience by the rate, from the chain itself."""
    rate, weight, total, queue = load / 180, 1.0, 0.0, 0.0
    for state in range(1, 4000):
        total += weight
        queue += max(0, state - 1 - servers) * weight
        weight *= rate / (min(state, servers) / 180 + max(0, state - servers) / mean)
    expected = queue / total / mean / rate
    assert erlang.impatient(servers, rate, 180, mean, 20).abandoned == pytest.approx(expected, rel=1e-6)


def test_more_than_can_be_served_has_no_long_run() -> None:
    with pytest.raises(ValueError, match="more arrives"):
        erlang.patient(5, 5 / 180, 180, 20)
    assert erlang.erlang_c(5, 6.0) == 1.0
