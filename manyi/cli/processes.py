"""The three processes of an installation, each also a command of its own for other supervisors."""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import click

from manyi.cli.ready import load_product

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
BACKLOG = 1024
REQUESTS_READ_AT_ONCE = 32


def end_with_parent(parent: int, number: int = signal.SIGTERM) -> None:
    """Have the kernel end this process when ``parent`` dies, however it dies. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)


def name_process(name: str) -> None:
    """Show a process under its name in ``top`` and ``ps -c``. Linux only; elsewhere nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, f"manyi-{name}".encode())


@click.command()
def web() -> None:
    """Serve the pages and the API only."""
    load_product()
    run_web()


@click.command()
def stream() -> None:
    """Serve the live stream only."""
    run_stream()


@click.command()
def worker() -> None:
    """Run reactions, jobs and mailboxes only. Several workers may run."""
    load_product()
    run_worker()


def run_web() -> None:
    """Serve with granian until told to stop."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    # It warns of many threads; ours only read requests, and wait (see core/serving.py).
    logging.getLogger("_granian").addFilter(lambda record: "Python threads" not in record.getMessage())
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)  # so that workers share what is loaded
    Granian(
        "manyi.wsgi:application",
        address=settings.HOST,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=settings.VALUES["web_workers"],
        blocking_threads=REQUESTS_READ_AT_ONCE,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
    ).serve(target_loader=partial(_application, os.getpid()), wrap_loader=False)


def _application(parent: int) -> Callable[..., Any]:
    end_with_parent(parent, signal.SIGKILL)
    from manyi.wsgi import application

    return application


def run_worker() -> None:
    """Run reactions, jobs and services until told to stop."""
    from manyi.core.worker import Worker

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Worker(stop).run()
    sys.stderr.flush()
    os._exit(0)  # a job that outlasts the grace must not keep the process


def run_stream() -> None:
    """Serve the live stream until told to stop. By itself it does not load the product, and stays small."""
    from manyi.stream.server import main

    main()
