"""What simulating costs: a day of a service centre under the policy as shipped, and how well it agrees with theory."""

from __future__ import annotations

import time
from random import Random

from manyi.routing.matching import FIFO, STANDARD, Needs
from manyi.routing.simulation import erlang
from manyi.routing.simulation.floor import Floor
from manyi.routing.simulation.running import compare
from manyi.routing.simulation.scenario import plan, read
from manyi.routing.simulation.statistics import measure as sum_up
from manyi.routing.simulation.values import Contact, Kind, Tried, Worker, effort, patience

SCENARIO = """
[[kinds]]
name = "chat"
channel = "chat"
per_hour = [0, 0, 0, 0, 0, 0, 0, 0, 90, 160, 170, 160, 120, 150, 160, 150, 130, 110, 90, 80, 60, 0, 0, 0]
handle = 480
patience = 180
target = 30
units = 6
vip = 0.05
classes = { A = 0.1, B = 0.3 }
[[kinds]]
name = "call"
channel = "voice"
per_hour = [0, 0, 0, 0, 0, 0, 0, 0, 60, 110, 120, 110, 80, 100, 110, 100, 90, 80, 60, 50, 40, 0, 0, 0]
handle = 260
patience = 90
units = 999
skills = { returns = 1 }
[[crew]]
count = 12
tier = 2
capacity = 20
skills = { returns = 2 }
shifts = ["08:00-12:00", "13:00-21:00"]
[[crew]]
count = 10
tier = 1
capacity = 20
shifts = ["08:00-20:00"]
"""


def theory() -> dict[str, float]:
    """One long M/M/n+M queue: what a contact costs, and how far the run is from Erlang A."""
    servers, rate, kind = 40, 44 / 180, Kind("call", Needs(channel="voice"), handle=180, patience=200)
    luck, at, contacts, crew = Random(1), 0.0, list[Contact](), [Worker(pk) for pk in range(servers)]
    while len(contacts) < 50_000:
        at += luck.expovariate(rate)
        contacts.append(Contact(at, kind, effort(kind, luck), patience(kind, luck)))
    began = time.process_time()
    found = sum_up(Floor(Tried(STANDARD), crew).run(contacts, at), crew, warm=at / 10)
    spent = time.process_time() - began
    expected = erlang.impatient(servers, rate, 180, 200, 20)
    return {
        "a contact, µs": spent / len(contacts) * 1e6,
        "abandoned, %": 100 * found.all.abandoned,
        "abandoned by Erlang A, %": 100 * expected.abandoned,
        "service level, %": 100 * found.all.service_level,
        "service level by Erlang A, %": 100 * expected.within,
    }


def measure() -> dict[str, float]:
    """All figures."""
    day = plan(read(SCENARIO))
    began = time.process_time()
    found = compare(day, [Tried(STANDARD), Tried(FIFO)], runs=20)
    return {
        **theory(),
        "contacts of a day": found.summaries[0].contacts,
        "20 days under 2 policies, CPU s": time.process_time() - began,
    }
