"""One process that starts the others, starts them again when they die, and takes them along when it ends."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import click

from manyi.cli.processes import end_with_parent, name_process

GRACE = 12.0
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
LIVED = 60.0
LISTENED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
# Ctrl-C reaches every process of a terminal; ours end when the supervisor says so.
HEARD_BY_CHILDREN = LISTENED - {signal.SIGINT, signal.SIGHUP}


@dataclass
class Child:
    """One process we look after."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = field(default=0.0)


class Supervisor:
    """Looks after children that are forked from this process, so that what it has loaded is shared by all.

    No thread may run in this process.
    """

    def __init__(self, runs: Mapping[str, Callable[[], None]]) -> None:
        self._children = [Child(name, run) for name, run in runs.items()]
        self._stopping = False

    def run(self, on_tick: Callable[[], bool]) -> None:
        """Start everything and stay until told to stop. ``on_tick`` is called often until it returns True."""
        signal.pthread_sigmask(signal.SIG_BLOCK, LISTENED)
        is_told = False
        while not self._stopping:
            self._start_due()
            is_told = is_told or on_tick()
            received = signal.sigtimedwait(LISTENED, self._pause(is_told))
            if received is not None and received.si_signo != signal.SIGCHLD:
                self._stopping = True
            self._reap()
        self._stop_all()

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if not child.pid and child.due <= now:
                child.started = now
                child.pid = _fork(child)

    def _pause(self, is_told: bool) -> float:
        now = time.monotonic()
        dues = [max(0.0, child.due - now) for child in self._children if not child.pid]
        return min([1.0 if is_told else 0.02, *dues])

    def _reap(self) -> None:
        for child in self._children:
            if child.pid and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.pid = 0
                if not self._stopping:
                    self._plan_restart(child)

    def _plan_restart(self, child: Child) -> None:
        now = time.monotonic()
        child.wait = FIRST_WAIT if now - child.started > LIVED else min(child.wait * 2, LONGEST_WAIT)
        child.due = now + child.wait
        click.echo(f"{child.name} has ended; starting it again in {child.wait:.0f} s", err=True)

    def _stop_all(self) -> None:
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while any(child.pid for child in self._children) and time.monotonic() < deadline:
            signal.sigtimedwait({signal.SIGCHLD}, 0.2)
            self._reap()
        self._signal_all(signal.SIGKILL)

    def _signal_all(self, number: int) -> None:
        for child in self._children:
            if child.pid:
                os.kill(child.pid, number)


def _fork(child: Child) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        end_with_parent(parent)
        name_process(child.name)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD_BY_CHILDREN)
        child.run()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(code)
