"""``manyi bench``: measuring. The bench lies beside the program in a checkout and is not installed with it."""

from __future__ import annotations

import click

from manyi.cli.ready import Stop

try:
    from bench.__main__ import bench
except ModuleNotFoundError:

    @click.group()
    def bench() -> None:
        """Measure Manyi; only in a checkout of the source."""
        raise Stop("The bench comes with the source: run it in a checkout.")


__all__ = ["bench"]
