"""``manyi simulate``: the routing on a simulated floor."""

from __future__ import annotations

from pathlib import Path

import click

from manyi.cli.output import json_option, show
from manyi.cli.ready import load_product


@click.command()
@click.option(
    "--scenario",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who arrives and who works, as TOML or JSON; without it the company's own log and colleagues.",
)
@click.option("--days", default=14, show_default=True, help="How many days of the log, ending yesterday.")
@click.option("--policy", "names", multiple=True, help="A policy by name; fifo: who waits longest. [current and fifo]")
@click.option("--queue", help="Try the policies on this queue alone; all else is served as it is now.")
@click.option("--runs", default=20, show_default=True, type=click.IntRange(2, 1000), help="Runs of each policy.")
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same customers.")
@json_option
def simulate(
    scenario: Path | None, days: int, names: tuple[str, ...], queue: str | None, runs: int, seed: int, as_json: bool
) -> None:
    """Run the routing on simulated customers: service level, waits, abandonment, occupancy, fairness.

    A policy serves every queue that has none of its own, fifo simply all.
    """
    load_product()
    from manyi.routing.simulation import company, report, running
    from manyi.routing.simulation.scenario import plan, read

    if scenario is not None:
        text = scenario.read_text(encoding="utf-8")
        found = plan(read(text, is_json=scenario.suffix == ".json"), company.known_policies())
    else:
        found = company.recorded(days)
    queue_id = company.queue_called(queue) if queue else None
    comparison = running.compare(found, company.policies(names, queue_id), runs=runs, seed=seed).as_json()
    show(comparison, report.lines(comparison), as_json=as_json)
