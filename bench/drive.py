"""Driving the real processes and printing what each kind of request costs: ``python -m bench drive``."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import click

from bench.desk import Desk, Scene
from bench.floor import Floor
from bench.load import Connection, Measured, drive
from bench.service import Service, Usage
from manyi.core import log, reactions

SETTLE = 180.0
WARM = 1.0


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the report. CPU is milliseconds per request, of all processes and of each."""

    scene: str
    connections: int
    requests: int
    bad: int
    rate: float
    p50: float
    p99: float
    cpu: float
    parts: dict[str, float]
    floor: float
    size: int
    behind: float

    def line(self) -> str:
        """The result as a row of a table."""
        ratio = f"{self.cpu / self.floor:5.1f}" if self.floor else "     "
        parts = " ".join(f"{name} {value:.2f}" for name, value in self.parts.items() if value >= 0.005)
        late = f" behind {self.behind:.0f} s" if self.behind > 1 else ""
        bad = f" BAD {self.bad}" if self.bad else ""
        return (
            f"{self.scene:26} {self.connections:2} {self.rate:8.1f}/s {self.p50:8.1f} {self.p99:8.1f}"
            f" {self.cpu:7.2f} {self.floor:6.2f} {ratio} {self.size:7}  {parts}{late}{bad}"
        )


HEAD = (
    f"{'':26} {'c':>2} {'rate':>10} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>7} {'SQL':>6} {'ratio':>5} {'bytes':>7}"
    "  CPU ms by process"
)


def run(service: Service, scenes: list[Scene], *, connections: tuple[int, ...], seconds: float) -> Iterator[Result]:
    """Drive scene after scene; each is warmed up, and what it leaves to the worker counts as its cost."""
    floor = Floor(service)
    for scene in scenes:
        _warm_up(service, scene)
        for count in connections:
            yield _measure(service, scene, floor, count, seconds)


def _warm_up(service: Service, scene: Scene) -> None:
    async def first() -> None:
        connection = await Connection.open(service.port)
        answer = await connection.ask(next(scene.requests()))
        if answer.status != scene.expect:
            raise click.ClickException(f"{scene.name}: {answer.status} {bytes(answer.body[:300])!r}")
        connection.close()

    asyncio.run(first())
    asyncio.run(drive(service.port, scene.requests(), connections=1, seconds=WARM, expect=scene.expect))
    settle()


def _measure(service: Service, scene: Scene, floor: Floor, connections: int, seconds: float) -> Result:
    before = service.usage()
    found: Measured = asyncio.run(
        drive(service.port, scene.requests(), connections=connections, seconds=seconds, expect=scene.expect)
    )
    behind = settle()
    parts = per_request(service.usage(), before, found.count)
    return Result(
        scene=scene.name,
        connections=connections,
        requests=found.count,
        bad=found.bad,
        rate=found.rate,
        p50=found.percentile(0.5),
        p99=found.percentile(0.99),
        cpu=sum(parts.values()),
        parts=parts,
        floor=floor.cost(scene.floor) if scene.floor else 0.0,
        size=found.size,
        behind=behind,
    )


def per_request(after: Usage, before: Usage, count: int) -> dict[str, float]:
    """CPU milliseconds per request by process."""
    return {name: seconds / max(1, count) * 1000 for name, seconds in after.since(before).items()}


def settle() -> float:
    """Wait until the worker has reacted to all that happened; returns the seconds it took."""
    begin = time.monotonic()
    apps = reactions.readers()
    while log.behind(apps) and time.monotonic() - begin < SETTLE:
        time.sleep(0.05)
    return time.monotonic() - begin


def report(results: list[Result], memory: dict[str, dict[str, float]], more: dict[str, Any]) -> dict[str, Any]:
    """Everything measured, as kept in a file."""
    return {"load": os.getloadavg(), "results": [asdict(result) for result in results], "memory": memory, **more}


def chosen(desk: Desk, only: str) -> list[Scene]:
    """The scenes whose names contain one of the words, separated by commas."""
    words = [word.strip() for word in only.split(",") if word.strip()]
    return [scene for scene in desk.scenes() if not words or any(word in scene.name for word in words)]
