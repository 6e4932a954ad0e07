"""An installation of its own for tests that start real processes: a data folder, two ports, a database."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
import psycopg
import pytest

from manyi.cli.tests import template
from manyi.cli.tests.template import ROOT, SERVER

same_on_every_database = pytest.mark.skipif(bool(SERVER), reason="shown on SQLite")
PATIENCE = 60.0


def until(holds: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Wait for a condition; returns what it answered."""
    end = time.monotonic() + patience
    while not (answer := holds()):
        assert time.monotonic() < end, f"waited {patience} s in vain: {what}"
        time.sleep(0.03)
    return answer


class Installation:
    """One data folder and database, and the processes started on them."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home = home
        self.database_url = database_url
        self.port = free_port()
        self.live_port = free_port()
        self._started: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MANYI_")}
        url = {"MANYI_DATABASE_URL": self.database_url} if self.database_url else {}
        return {
            **kept,
            **url,
            "PYTHONPATH": str(ROOT),
            "MANYI_HOME": str(self.home),
            "MANYI_PORT": str(self.port),
            "MANYI_LIVE_PORT": str(self.live_port),
        }

    def manyi(self, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "manyi", *arguments],
            env=self.environment,
            cwd=self.home,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=PATIENCE * 2,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a Python program, in a process group of its own."""
        process = subprocess.Popen(
            [sys.executable, *command],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.home / "stderr.log").open("a"),
            text=True,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def up(self) -> subprocess.Popen[str]:
        """Start everything; returns when pages and stream answer."""
        process = self.start("-m", "manyi", "up")
        until(lambda: self.answers(process), "pages and stream answer")
        return process

    def answers(self, process: subprocess.Popen[str] | None = None) -> bool:
        if process is not None and process.poll() is not None:
            raise AssertionError(f"ended with {process.returncode}: {(self.home / 'stderr.log').read_text()}")
        return all(get(f"http://127.0.0.1:{port}/health") is not None for port in (self.port, self.live_port))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database directly."""
        if self.database_url:
            with psycopg.connect(self.database_url, autocommit=True) as connection:
                return connection.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self.home / "manyi.sqlite3", timeout=30)) as connection:
            return connection.execute(sql).fetchall()

    def execute(self, sql: str) -> None:
        """Change the database directly."""
        if self.database_url:
            with psycopg.connect(self.database_url, autocommit=True) as connection:
                connection.execute(sql.encode())
            return
        with closing(sqlite3.connect(self.home / "manyi.sqlite3", timeout=30)) as database:
            database.execute(sql)
            database.commit()

    def end(self) -> None:
        """Kill whatever still runs."""
        for process in self._started:
            for running in family(process):
                with suppress(psutil.NoSuchProcess):
                    running.kill()
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """A process and all below it, as far as they are alive."""
    try:
        parent = psutil.Process(process.pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def get(url: str) -> str | None:
    """The page, or None while nobody answers well."""
    try:
        answer = httpx.get(url, timeout=10)
    except httpx.TransportError:
        return None
    return answer.text if answer.is_success else None


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def database(template: str = "") -> Iterator[str]:
    """A new database on the test server, a copy of ``template``; an empty address on SQLite."""
    if not SERVER:
        yield ""
        return
    name = f"manyi_{uuid.uuid4().hex[:12]}"
    source = f' TEMPLATE "{urlsplit(template).path.lstrip("/")}"' if template else ""
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"{source}'.encode())
    try:
        yield urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def migrated(folder: Path) -> Iterator[Installation]:
    """An installation with an empty database that was never started."""
    home = folder / "home"
    home.mkdir()
    if not SERVER:
        shutil.copyfile(template.sqlite_file(), home / "manyi.sqlite3")
    with database(f"/{template.postgres_name()}" if SERVER else "") as url:
        made = Installation(home, url)
        try:
            yield made
        finally:
            made.end()


@contextmanager
def prepared(folder: Path) -> Iterator[Installation]:
    """An empty installation that was started once; copy it with :func:`copied`."""
    with migrated(folder) as made:
        process = made.up()
        process.terminate()
        assert process.wait(PATIENCE) == 0
        yield made


@contextmanager
def copied(original: Installation, home: Path) -> Iterator[Installation]:
    """An installation of its own that starts where the original is."""
    shutil.copytree(original.home, home, dirs_exist_ok=True)
    with database(original.database_url) as url:
        made = Installation(home, url)
        try:
            yield made
        finally:
            made.end()
