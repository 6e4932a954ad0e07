"""What must be true before the processes start: the database migrated, texts compiled, static files collected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import click

PACKAGE = Path(__file__).resolve().parents[1]
STAMP = ".collected"
UNUSED = ["django_htmx/ext/*", "django_htmx/*-4*"]  # their imports can't be resolved to files


def prepare() -> None:
    """Bring everything up to the program's version; quick when nothing has changed."""
    compile_messages()
    migrate()
    collect_static()


def compile_messages() -> None:
    """Compile the catalogues that have no current .mo file beside them (a checkout; packages ship them)."""
    stale = [po for po in PACKAGE.glob("**/locale/*/LC_MESSAGES/*.po") if _is_older(po.with_suffix(".mo"), po)]
    if not stale:
        return
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for path in stale:
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=path.parents[1].name))


def _is_older(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime


def migrate() -> bool:
    """Apply what is missing in the database; returns whether something was."""
    from django.core.management import call_command

    if not missing_migrations():
        return False
    click.echo("Preparing the database …", err=True)
    call_command("migrate", verbosity=0, interactive=False)
    return True


def missing_migrations() -> list[str]:
    """Migrations that the database does not have yet, in their order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def collect_static() -> bool:
    """Put the static files under hashed names when any has changed; returns whether one had."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / STAMP
    state = hashlib.sha256("\n".join(sorted(_static_state())).encode()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return False
    click.echo("Preparing the static files …", err=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True, ignore_patterns=UNUSED)
    stamp.write_text(state, encoding="ascii")
    return True


def _static_state() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            stat = Path(storage.path(name)).stat()
            yield f"{name} {stat.st_size} {stat.st_mtime_ns}"
