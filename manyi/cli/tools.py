"""Small commands: ``migrate``, ``events``, ``reindex``, ``shell``."""

from __future__ import annotations

import click

from manyi.cli.output import json_option, show
from manyi.cli.ready import load_product


@click.command()
def migrate() -> None:
    """Bring the database up to this version."""
    load_product()
    from manyi.cli import prepare

    click.echo("The database was brought up to date." if prepare.migrate() else "The database is up to date.")


@click.command()
@click.option("--markdown", is_flag=True, help="As the table of the documentation.")
@json_option
def events(markdown: bool, as_json: bool) -> None:
    """Print what can happen, and which reactions follow: in the same transaction, or later."""
    load_product()
    from manyi.core.events import verbs
    from manyi.core.reactions import event_map

    found = {
        verb: [{"name": r.name, "when": "inline" if r.inline else "later"} for r in event_map().get(verb, [])]
        for verb in sorted(verbs())
    }
    lines = _table(found) if markdown else _list(found)
    show(found, lines, as_json=as_json)


def _list(found: dict[str, list[dict[str, str]]]) -> list[str]:
    return [f"{verb:<28} {', '.join(_said(r) for r in reactions) or '-'}" for verb, reactions in found.items()]


def _table(found: dict[str, list[dict[str, str]]]) -> list[str]:
    rows = []
    for verb, reactions in found.items():
        inline, later = (
            ", ".join(f"`{r['name']}`" for r in reactions if r["when"] == when) for when in ("inline", "later")
        )
        rows.append(f"| `{verb}` | {inline} | {later} |")
    return ["| Event | In the same transaction | Later |", "|---|---|---|", *rows]


def _said(reaction: dict[str, str]) -> str:
    return reaction["name"] if reaction["when"] == "later" else f"{reaction['name']} (inline)"


@click.command()
def reindex() -> None:
    """Put the messages into the search index that are not in it, and index the library anew, while all goes on."""
    load_product()
    from manyi.channels.sides.actions import index_missing_sides
    from manyi.desk.actions.indexing import index_missing_messages
    from manyi.knowledge.actions import reindex as index_articles

    click.echo(f"{index_missing_messages() + index_missing_sides()} messages were added to the index.")
    click.echo(f"{index_articles()} articles were indexed anew.")


@click.command()
def shell() -> None:
    """Open a Python shell in the installation."""
    load_product()
    from django.core.management import call_command

    call_command("shell")
