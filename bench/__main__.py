"""The commands: ``python -m bench fill``, ``python -m bench drive``."""

from __future__ import annotations

import sys
import time

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


if __name__ == "__main__":
    bench()
