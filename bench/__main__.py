"""The commands: ``python -m bench fill``, ``drive`` and ``chat``."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

import click

from manyi.cli.ready import Stop, load_product


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def bench() -> None:
    """Measure Manyi: fill an empty database, then drive the real processes."""


@bench.command("fill")
@click.option("--tickets", default=100_000, show_default=True, help="How many tickets, three messages each.")
@click.option("--seed", default=7, show_default=True, help="The same seed gives the same company.")
def fill_command(tickets: int, seed: int) -> None:
    """Fill an empty database (MANYI_HOME or MANYI_DATABASE_URL) with a year of tickets."""
    load_product()
    from bench.fill import fill
    from manyi.cli.prepare import migrate
    from manyi.core.models import Installation

    migrate()
    if Installation.objects.exists():
        raise Stop("This database is in use. Name an empty one with MANYI_HOME or MANYI_DATABASE_URL.")
    began = time.monotonic()
    with click.progressbar(length=1000, label=f"{tickets:,} tickets", file=sys.stderr) as bar:
        fill(tickets, seed=seed, progress=lambda share: bar.update(int(share * 1000) - bar.pos))
    click.echo(f"{tickets:,} tickets in {time.monotonic() - began:.0f} s")


@bench.command("drive")
@click.option("--only", default="", help="Parts of the names of what to measure, separated by commas.")
@click.option("--seconds", default=5.0, show_default=True, help="How long each is driven.")
@click.option("--connections", "-c", multiple=True, type=int, default=(1, 8), show_default=True)
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep the figures in this file (JSON).")
def drive_command(only: str, seconds: float, connections: tuple[int, ...], save: Path | None) -> None:
    """Start Manyi on a filled database and measure pages, the API and search."""
    load_product()
    from bench import drive
    from bench.desk import Desk
    from bench.service import running

    desk = Desk()
    with running() as service:
        memory = {"at rest": service.memory()}
        click.echo(drive.HEAD)
        results = []
        for result in drive.run(service, drive.chosen(desk, only), connections=connections, seconds=seconds):
            click.echo(result.line())
            results.append(result)
        memory["after"] = service.memory()
    for when, parts in memory.items():
        click.echo(
            f"memory {when}: {sum(parts.values()):.0f} MB ({', '.join(f'{k} {v:.0f}' for k, v in parts.items())})"
        )
    if save is not None:
        save.write_text(json.dumps(drive.report(results, memory, {}), indent=1), encoding="utf-8")


@bench.command("lists")
@click.option(
    "--around", default=100_000, show_default=True, help="Open tasks, promises, visits, cases … put in first."
)
def lists_command(around: int) -> None:
    """Measure every list in one process, on a filled database; rows of work are put around its tickets once."""
    load_product()
    from bench import lists
    from bench.around import fill_around
    from manyi.desk.models import Task

    if not Task.objects.exists():
        fill_around(around)
    click.echo(f"{'':73} {'median':>8} {'slowest':>8} queries")
    for took in lists.measure():
        click.echo(took.line())


@bench.command("sla")
@click.option("--clocks", default=100_000, show_default=True, help="How many open clocks follow a changed calendar.")
def sla_command(clocks: int) -> None:
    """Measure business time and clocks, in a database made for this (MANYI_HOME or MANYI_DATABASE_URL)."""
    load_product()
    from bench.sla import measure
    from manyi.cli.prepare import migrate

    migrate()
    for name, value in measure(clocks).items():
        click.echo(f"{name:>32}  {value:,.1f}")


@bench.command("routing")
def routing_command() -> None:
    """Measure single decisions and a batch of the routing; needs no database."""
    from bench.routing import measure

    for name, value in measure().items():
        click.echo(f"{name:>48}  {value:,.2f}")


@bench.command("rush")
@click.option("--waiting", default=10_000, show_default=True, help="How many tickets wait in ten queues.")
def rush_command(waiting: int) -> None:
    """Measure what rush mode costs, in a database made for this (MANYI_HOME or MANYI_DATABASE_URL)."""
    load_product()
    from bench.rush import measure
    from manyi.cli.prepare import migrate

    migrate()
    for name, value in measure(waiting).items():
        click.echo(f"{name:>48}  {value:,.2f}")


@bench.command("knowledge")
@click.option("--articles", default=100_000, show_default=True, help="How many, where the library is still empty.")
@click.option("--queries", default=100, show_default=True, help="How many are typed, key by key.")
def knowledge_command(articles: int, queries: int) -> None:
    """Measure the search of the library: how good by judged queries, how fast while somebody types."""
    load_product()
    from bench import judged, library, relevance
    from manyi.cli.prepare import migrate
    from manyi.core.models import SearchEntry

    migrate()
    if not SearchEntry.objects.exists():
        with relevance.sample() as names:
            for folder in (judged.HELD_OUT, relevance.KNOWN):
                found = relevance.marks(list(relevance.ask(judged.read(folder), names)))
                click.echo(
                    f"{folder.name:>16}  {found.queries} queries  recall@5 {found.recall:.3f}  MRR {found.mrr:.3f}"
                )
        library.fill(library.articles(Random(7), articles))
    for name, value in library.measure(queries):
        click.echo(f"{name:>32}  {value:,.1f}")


@bench.command("simulate")
def simulate_command() -> None:
    """Measure the simulated floor, and hold it against Erlang A; needs no database."""
    load_product()
    from bench.simulation import measure

    for name, value in measure().items():
        click.echo(f"{name:>32}  {value:,.1f}")


@bench.command("chat")
@click.option("--chats", default=1000, show_default=True, help="Open conversations.")
@click.option("--seconds", default=20.0, show_default=True, help="How long they talk.")
@click.option("--rate", default=15.0, show_default=True, help="Messages a second in each direction.")
@click.option("--idle", default=5000, show_default=True, help="Streams that only listen, for their memory.")
@click.option("--save", type=click.Path(dir_okay=False, path_type=Path), help="Keep the figures in this file (JSON).")
def chat_command(chats: int, seconds: float, rate: float, idle: int, save: Path | None) -> None:
    """Time messages from browser to browser, and weigh idle streams."""
    load_product()
    from bench.chats import Talks, idle_streams
    from bench.service import running

    with running() as service:
        memory = asyncio.run(idle_streams(service, idle))
        click.echo(f"{idle:,} idle streams: live process {memory[0]:.0f} MB before, {memory[1]:.0f} MB with them")
        talk = asyncio.run(Talks(service, chats).run(seconds, rate))
    click.echo(f"{talk.chats:,} chats, {talk.messages} messages, {talk.lost} lost")
    click.echo("CPU ms a message: " + ", ".join(f"{name} {value:.1f}" for name, value in talk.cpu.items()))
    for name, (middle, tail) in (("visitor to agent", talk.to_agent), ("agent to visitor", talk.to_visitor)):
        click.echo(f"{name}: p50 {middle:.0f} ms, p99 {tail:.0f} ms")
    if save is not None:
        kept = {"load": os.getloadavg(), "idle": idle, "memory": memory, **asdict(talk)}
        save.write_text(json.dumps(kept, indent=1), encoding="utf-8")


if __name__ == "__main__":
    bench()
