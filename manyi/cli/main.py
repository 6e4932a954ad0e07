"""The one command: ``manyi …``. Commands are loaded when they are asked for, so that each starts quickly."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from manyi import __version__
from manyi.cli.ready import USER_ERROR, said

COMMANDS = {
    "up": "manyi.cli.up:up",
    "demo": "manyi.cli.up:demo",
    "web": "manyi.cli.processes:web",
    "stream": "manyi.cli.processes:stream",
    "worker": "manyi.cli.processes:worker",
    "migrate": "manyi.cli.tools:migrate",
    "doctor": "manyi.cli.doctor:doctor",
    "backup": "manyi.cli.backup:backup",
    "restore": "manyi.cli.restore:restore",
    "user": "manyi.cli.people:user",
    "login-link": "manyi.cli.people:login_link",
    "token": "manyi.cli.people:token",
    "mail": "manyi.cli.mail:mail",
    "events": "manyi.cli.tools:events",
    "reindex": "manyi.cli.tools:reindex",
    "shell": "manyi.cli.tools:shell",
    "simulate": "manyi.cli.simulate:simulate",
    "bench": "manyi.cli.bench:bench",
}


class Commands(click.Group):
    """Finds commands by name; says no in one sentence, without a stack trace."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, name = place.split(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Exception as error:
            if (sentence := said(error)) is None:
                raise
            click.echo(sentence, err=True)
            sys.exit(USER_ERROR)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(version)s")
def cli() -> None:
    """Manyi (满意): a customer-service desk that owns, solves and rates every request.

    Configuration comes from the environment (MANYI_HOME, MANYI_PORT, MANYI_DATABASE_URL …) and manyi.toml.
    """
