"""Starting everything: ``manyi up``, and ``manyi demo`` with the sample company."""

from __future__ import annotations

import fcntl
import gc
import http.client
import os
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import click

from manyi.cli.people import login_url
from manyi.cli.prepare import prepare
from manyi.cli.processes import run_stream, run_web, run_worker
from manyi.cli.ready import USER_ERROR, Stop, load_product, said
from manyi.cli.supervisor import Supervisor

LOCK = "running"


@click.command()
def up() -> None:
    """Start the desk: web, live stream and worker. Ctrl-C stops everything."""
    start(prepare, _setup_link)


@click.command()
def demo() -> None:
    """Start the desk with the sample company, which is loaded first when the database is empty."""
    start(_prepare_sample, _sign_in_links)


def start(first: Callable[[], None], greeting: Callable[[], list[str]]) -> None:
    """Do what comes ``first``, then look after the processes until told to stop; greet when the pages answer."""
    load_product()
    from django.conf import settings

    with lock(settings.HOME):
        _check_ports(settings.HOST, settings.PORT, settings.LIVE_PORT)
        _apart(first)
        lines = greeting()
        _preload()
        Supervisor({"web": run_web, "stream": run_stream, "worker": run_worker}).run(_Greeting(lines))


def _apart(work: Callable[[], None]) -> None:
    """Do heavy work in a process of its own, so that its memory goes with it. Ends this one when it fails."""
    pid = os.fork()
    if not pid:
        os._exit(_outcome(work))
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        sys.exit(abs(code))


def _outcome(work: Callable[[], None]) -> int:
    try:
        work()
    except KeyboardInterrupt:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except Exception as error:
        if (sentence := said(error)) is None:
            traceback.print_exc()
            return 1
        click.echo(sentence, err=True)
        return USER_ERROR
    return 0


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


def _prepare_sample() -> None:
    """Load the sample company into an empty database; what an interrupted loading left behind is removed first."""
    from django.conf import settings

    from manyi.core.models import Installation

    unfinished = settings.HOME / "sample-unfinished"
    if unfinished.exists():
        _empty_database()
    prepare()
    if Installation.objects.exists():
        return
    unfinished.touch()
    load_sample = import_module("manyi.demo.load").load_sample
    with click.progressbar(length=1000, label="Loading the sample company", file=sys.stderr) as bar:
        load_sample(lambda share: bar.update(int(share * 1000) - bar.pos))
    unfinished.unlink()


def _empty_database() -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        raise Stop("Loading the sample company was interrupted. Make the database empty again, then start anew.")
    name = connection.settings_dict["NAME"]
    for suffix in ("", "-wal", "-shm"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)


def _sign_in_links() -> list[str]:
    """Somebody of each role, with a one-time link."""
    from manyi.people.models import Staff

    people: dict[str, Staff] = {}
    for staff in Staff.objects.filter(is_active=True).select_related("role").order_by("role_id", "id"):
        people.setdefault(staff.role.key, staff)
    links = [f"  {role:<14} {staff.name:<10} {login_url(staff)}" for role, staff in people.items()]
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

    for module in ("manyi.wsgi", "manyi.core.worker", "manyi.stream.server", "granian", "httptools", "uvloop"):
        import_module(module)
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
