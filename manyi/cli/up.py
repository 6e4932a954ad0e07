"""Starting everything: ``manyi up``, and ``manyi demo`` with the sample company."""

from __future__ import annotations

import fcntl
import gc
import http.client
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import click

from manyi.cli.people import login_url
from manyi.cli.prepare import prepare
from manyi.cli.processes import exec_stream, run_web, run_worker
from manyi.cli.ready import Stop, load_product
from manyi.cli.supervisor import Supervisor

LOCK = "running"


@click.command()
def up() -> None:
    """Start the desk: web, live stream and worker. Ctrl-C stops everything."""
    start(_setup_link)


@click.command()
def demo() -> None:
    """Start the desk with the sample company, which is loaded first when the database is empty."""
    start(_sample_company)


def start(fill: Callable[[], list[str]]) -> None:
    """Prepare, ``fill`` the database, say what that answers, and look after the processes until told to stop."""
    load_product()
    from django.conf import settings

    with lock(settings.HOME):
        _check_ports(settings.HOST, settings.PORT, settings.LIVE_PORT)
        prepare()
        greeting = _Greeting(fill())
        _preload()
        Supervisor({"web": run_web, "stream": exec_stream, "worker": run_worker}).run(greeting)


@contextmanager
def lock(home: Path) -> Iterator[None]:
    """Hold the data folder for this process alone. The lock goes with the process, however it ends."""
    with (home / LOCK).open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(f"Manyi is already running on {home} (process {holder(home)}).") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def holder(home: Path) -> int:
    """The process that runs the desk of this data folder; 0 for none."""
    path = home / LOCK
    if not path.exists():
        return 0
    with path.open(encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return int(file.read().strip() or -1)
    return 0


def _check_ports(host: str, *ports: int) -> None:
    for port in ports:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise Stop(f"Can't listen on {host}:{port} ({error.strerror}). Set MANYI_PORT.") from None


def _sample_company() -> list[str]:
    """Load the sample company into an empty database; says who can sign in."""
    from manyi.core.models import Installation
    from manyi.people.models import Staff

    if not Installation.objects.exists():
        load_sample = import_module("manyi.demo.load").load_sample
        with click.progressbar(length=1000, label="Loading the sample company", file=sys.stderr) as bar:
            load_sample(lambda share: bar.update(int(share * 1000) - bar.pos))
    people: dict[str, Staff] = {}
    for staff in Staff.objects.filter(is_active=True).select_related("role").order_by("-role__scope", "id"):
        people.setdefault(staff.role.key, staff)
    links = [f"  {staff.name:<10} {role:<14} {login_url(staff)}" for role, staff in people.items()]
    return ["Sign in as (each link works once):", *links] if links else _setup_link()


def _setup_link() -> list[str]:
    """What to say at the start of an empty installation: how to set it up."""
    from django.conf import settings

    from manyi.core.models import Installation
    from manyi.people import actions

    if Installation.objects.exists():
        return []
    return [f"Set up your company: {settings.PUBLIC_URL}/setup/{actions.make_setup_link()}"]


def _preload() -> None:
    """Load what every process needs, once, before they part; their memory is then shared."""
    from django.db import connections
    from django.urls import get_resolver

    from manyi.core import search

    import_module("manyi.wsgi")
    import_module("granian")
    import_module("manyi.core.worker")
    list(get_resolver().url_patterns)
    search.words("满意")
    connections.close_all()
    gc.collect()
    gc.freeze()


class _Greeting:
    """Says once that the desk is ready, when the pages answer."""

    def __init__(self, links: list[str]) -> None:
        self._links = links

    def __call__(self) -> bool:
        from django.conf import settings

        if not _answers(settings.HOST, settings.PORT):
            return False
        for line in (f"Manyi is ready: {settings.PUBLIC_URL}", *self._links):
            click.echo(line)
        return True


def _answers(host: str, port: int) -> bool:
    """Whether the pages are served."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(reached, port, timeout=2)
    try:
        connection.request("GET", "/health", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
