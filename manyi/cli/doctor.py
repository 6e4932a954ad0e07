"""``manyi doctor``: is everything well, and if not, how to mend it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

import click

from manyi.cli.output import json_option, show
from manyi.cli.ready import load_product

OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; ``mend`` says what to do about it."""

    state: str
    name: str
    text: str
    mend: str = ""


Check = Callable[[], Finding]


@click.command()
@click.option("--keys-saved", is_flag=True, help="Remember that you keep a copy of the key file elsewhere.")
@json_option
def doctor(keys_saved: bool, as_json: bool) -> None:
    """Check database, disk, keys, clock, mailboxes, jobs and search; say how to mend what is wrong.

    The exit code is 1 when something is bad.
    """
    load_product()
    from manyi.cli import checks

    if keys_saved:
        checks.remember_keys()
    findings = examine(checks.OF_THE_MACHINE)
    if findings[0].state != BAD:  # without a database there is nothing more to learn
        findings += examine(checks.OF_THE_DATA)
    show([asdict(finding) for finding in findings], [_line(finding) for finding in findings], as_json=as_json)
    sys.exit(1 if any(finding.state == BAD for finding in findings) else 0)


def examine(checks: tuple[Check, ...]) -> list[Finding]:
    """Run the checks; one that breaks is itself a bad finding."""
    findings = []
    for check in checks:
        try:
            findings.append(check())
        except Exception as error:
            findings.append(Finding(BAD, check.__name__.replace("_", " "), f"{type(error).__name__}: {error}".strip()))
    return findings


def _line(finding: Finding) -> str:
    mark = click.style(f"{finding.state:<4}", fg={OK: "green", WARN: "yellow", BAD: "red"}[finding.state])
    mend = f"\n       → {finding.mend}" if finding.mend else ""
    return f"{mark}   {finding.name}: {finding.text}{mend}"
