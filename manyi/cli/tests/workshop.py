"""What the processes that tests start do on a real database; ``python -m manyi.cli.tests.process NAME`` starts one.

``worker`` runs a worker with the jobs and the reaction below; ``writer`` obeys lines on standard input.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from manyi.core import jobs, worker
from manyi.core.actions import record, unit
from manyi.core.actors import SYSTEM
from manyi.core.events import Payload, Recorded, verb
from manyi.core.reactions import on
from manyi.people.actions import create_installation

FAR_AWAY = dt.timedelta(days=1000)


@verb("test.rang")
class Rang(Payload, frozen=True):
    number: int


@on(Rang)
def hear(event: Recorded) -> None:
    """Leaves a row for each event, in the reader's own transaction."""
    jobs.enqueue("test.trace", due_at=timezone.now() + FAR_AWAY, heard=event.id)


@jobs.job("test.trace")
def trace(heard: int) -> None:
    raise AssertionError("is never due")


@jobs.job("test.write")
def write(path: str, line: str, seconds: float = 0.0) -> None:
    """Appends a line, first with a ``+`` and after some time without."""
    _append(path, f"+{line}")
    time.sleep(seconds)
    _append(path, line)


def _append(path: str, line: str) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(file, f"{line}\n".encode())
    os.close(file)


@worker.service("test.service")
def serve(stop: threading.Event) -> None:
    """Breaks once, then waits for the end."""
    marks = Path(os.environ["MANYI_HOME"]) / "service"
    _append(str(marks), "began")
    if marks.read_text().count("began") == 1:
        raise OSError("broken")
    stop.wait()
    _append(str(marks), "ended")


def work() -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    jobs.LEASE = dt.timedelta(seconds=2)
    worker.RENEW_EVERY = 0.5
    worker.RESTART_AFTER = 0.1
    worker.Worker(stop).run()
    os._exit(0)


def obey() -> None:
    """Lines: ``open`` a transaction or a ``unit``, ``record N`` events, ``commit``, ``job …``, ``found`` a company."""
    open_transactions = ExitStack()
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "open":
            open_transactions.enter_context(transaction.atomic())
        elif word == "unit":
            open_transactions.enter_context(unit())
        elif word == "record":
            with unit():
                for number in range(int(rest[0])):
                    record(Rang(number=number), by=SYSTEM)
        elif word == "commit":
            open_transactions.close()
        elif word == "found":
            create_installation("曜石科技", language="zh-hans", time_zone="Asia/Shanghai")
        elif word == "job":
            jobs.enqueue("test.write", path=rest[0], line=rest[1], seconds=float(rest[2]))
        print("done", flush=True)


PROGRAMS = {"worker": work, "writer": obey}
