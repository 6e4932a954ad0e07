"""PostgreSQL's own dump and restore programs."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from manyi.cli.ready import Stop

DEBIAN = Path("/usr/lib/postgresql")


def dump(database: dict[str, Any], path: Path) -> Path:
    """A consistent dump while the database is in use."""
    _run("pg_dump", database, ["--format=custom", "--no-owner", "--no-privileges", f"--file={path}", database["NAME"]])
    return path


def restore(database: dict[str, Any], path: Path) -> None:
    """Replace what is in the database by a dump, as a whole or not at all."""
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run("pg_restore", database, [*options, f"--dbname={database['NAME']}", str(path)])


def is_filled(database: dict[str, Any]) -> bool:
    """Whether there is an installation in the database."""
    sql = "SELECT to_regclass('core_event') IS NOT NULL"
    return _run("psql", database, ["--no-psqlrc", "-tAc", sql, database["NAME"]]).strip() == "t"


def _run(program: str, database: dict[str, Any], arguments: list[str]) -> str:
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    environment = {**os.environ, **{name: database[key] for key, name in names.items() if database.get(key)}}
    done = subprocess.run([_find(program), *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"{program}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
    return done.stdout


def _find(program: str) -> str:
    newest = sorted(DEBIAN.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = str(newest[0]) if newest else shutil.which(program)
    if not found:
        raise Stop(f"{program} is missing: install PostgreSQL's client programs.")
    return found
