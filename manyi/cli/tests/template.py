"""A migrated, empty database, made once for each state of the migrations and copied wherever a test begins with one."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[3]
SERVER = os.environ.get("MANYI_DATABASE_URL", "")


@cache
def state() -> str:
    """Changes with the migrations, ours and those of the packages."""
    sources = sorted((ROOT / "manyi").glob("**/migrations/*.py"))
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


@cache
def sqlite_file() -> Path:
    """The migrated SQLite file; copy it."""
    folder = Path(os.environ.get("MANYI_HOME", tempfile.gettempdir())) / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / f"{state()}.sqlite3"
    with alone(folder / "lock"):
        if not wanted.exists():
            for old in folder.glob("*.sqlite3"):
                old.unlink()
            with tempfile.TemporaryDirectory() as home:
                _migrate(home)
                shutil.move(Path(home) / "manyi.sqlite3", wanted)
    return wanted


@cache
def postgres_name() -> str:
    """The migrated database on the test server; create others with it as their TEMPLATE."""
    name = f"manyi_template_{state()}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(hashtext('manyi template'))")
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            making = f"{name}_making"
            server.execute(f'DROP DATABASE IF EXISTS "{making}"'.encode())
            server.execute(f'CREATE DATABASE "{making}"'.encode())
            with tempfile.TemporaryDirectory() as home:
                _migrate(home, urlsplit(SERVER)._replace(path=f"/{making}").geturl())
            server.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"'.encode())
    return name


def create_postgres(name: str) -> None:
    """A new database on the test server, migrated and empty."""
    template = postgres_name()
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())


def _migrate(home: str, url: str = "") -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MANYI_")}
    given = {"MANYI_HOME": home, "PYTHONPATH": str(ROOT)} | ({"MANYI_DATABASE_URL": url} if url else {})
    subprocess.run([sys.executable, "-m", "manyi", "migrate"], env=kept | given, check=True, capture_output=True)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock on this file, against all other processes."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
