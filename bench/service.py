"""The measured installation: ``manyi up`` in processes of its own, with what they cost."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings
from django.db import connection

PATIENCE = 120.0
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds spent until now, by process: web, stream, worker, supervisor, database."""

    seconds: dict[str, float]

    def since(self, before: Usage) -> dict[str, float]:
        """What was spent in between."""
        return {name: value - before.seconds.get(name, 0.0) for name, value in self.seconds.items()}


@dataclass(frozen=True, slots=True)
class Service:
    """A running installation."""

    supervisor: psutil.Process
    database: psutil.Process | None
    port: int
    live_port: int

    def processes(self) -> dict[str, list[psutil.Process]]:
        """The processes by what they do."""
        found: dict[str, list[psutil.Process]] = {"supervisor": [self.supervisor]}
        for child in self.supervisor.children():
            name = Path(f"/proc/{child.pid}/comm").read_text(encoding="ascii").strip().removeprefix("manyi-")
            found[name] = [child, *child.children(recursive=True)]
        if self.database is not None:
            found["database"] = [self.database, *self.database.children()]
        return found

    def usage(self) -> Usage:
        """What they have cost so far; a child that has ended counts with its parent."""
        return Usage({name: sum(_cpu(each) for each in group) for name, group in self.processes().items()})

    def memory(self) -> dict[str, float]:
        """Proportional memory in MB: what is shared counts once."""
        return {
            name: sum(each.memory_full_info().pss for each in group) / MIB for name, group in self.processes().items()
        }


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)


@contextmanager
def running() -> Iterator[Service]:
    """Start everything on the data folder and database of this process's own settings; stop it in the end."""
    port, live_port = _free_port(), _free_port()
    environment = {
        **os.environ,
        "MANYI_HOME": str(settings.HOME),
        "MANYI_PORT": str(port),
        "MANYI_LIVE_PORT": str(live_port),
        "MANYI_LOG_LEVEL": "error",
    }
    process = subprocess.Popen([sys.executable, "-m", "manyi", "up"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        _wait_for(live_port, process)
        yield Service(psutil.Process(process.pid), _database_server(), port, live_port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    raise RuntimeError("manyi up does not answer")


def _database_server() -> psutil.Process | None:
    """The PostgreSQL server, which must run on this machine; None for SQLite."""
    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0]).parent()
