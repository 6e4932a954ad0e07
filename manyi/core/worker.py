"""The worker process: later reactions, jobs, and services that run all the time. Any number of workers may run.

``service`` registers a function that runs for as long as the worker does, such as waiting for mail::

    @service("email.idle")
    def watch(stop: threading.Event) -> None: ...
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from django.db import close_old_connections, connection

from manyi.core import jobs, log, reactions
from manyi.core.models import Job
from manyi.core.wake import Watch

logger = logging.getLogger("manyi.worker")

THREADS = 4
LOOK_AGAIN = 1.0
RENEW_EVERY = 4.0
RESTART_AFTER = 5.0
GRACE = 8.0
Service = Callable[[threading.Event], None]
_services: dict[str, Service] = {}


def service(name: str) -> Callable[[Service], Service]:
    """Declare a long-running function; the worker runs it in a thread and starts it again when it ends in an error.

    It must return soon after ``stop`` is set.
    """

    def declare(function: Service) -> Service:
        _services[name] = function
        return function

    return declare


class Worker:
    """Runs everything that is due until ``stop`` is set, then finishes what it has begun."""

    def __init__(self, stop: threading.Event, threads: int = THREADS) -> None:
        self._stop = stop
        self._threads = threads
        self._running: dict[Future[None], Job] = {}

    def run(self) -> None:
        """Work until told to stop; returns when the current jobs are done or :data:`GRACE` seconds have passed."""
        jobs.ensure_periodic()
        loops: list[tuple[str, Callable[[], None]]] = [("reactions", self._react)]
        loops += [(name, _Serve(function, self._stop)) for name, function in sorted(_services.items())]
        threads = [threading.Thread(target=self._keep(name, loop), name=name, daemon=True) for name, loop in loops]
        for thread in threads:
            thread.start()
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="job")
        self._keep("jobs", lambda: self._work(pool))()
        self._finish(pool)
        deadline = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _keep(self, name: str, loop: Callable[[], None]) -> Callable[[], None]:
        """Run a loop again whenever it breaks, so that a database restart does not end the worker."""

        def run() -> None:
            while not self._stop.is_set():
                try:
                    loop()
                except Exception:
                    logger.exception("%s stopped; starting again in %s s", name, RESTART_AFTER)
                    self._stop.wait(RESTART_AFTER)
                close_old_connections()
            connection.close()

        return run

    def _react(self) -> None:
        apps = reactions.readers()
        with Watch() as watch:
            while not self._stop.is_set():
                handled = [log.run_reader(app) for app in log.behind(apps)]
                if max(handled, default=0) < log.AT_ONCE:
                    watch.wait(LOOK_AGAIN, self._stop)

    def _work(self, pool: ThreadPoolExecutor) -> None:
        renewed = time.monotonic()
        with Watch() as watch:
            while not self._stop.is_set():
                self._collect()
                free = self._threads * 2 - len(self._running)
                leased = jobs.lease(free) if free > 0 else []
                for job in leased:
                    self._running[pool.submit(_run_job, job)] = job
                if time.monotonic() - renewed > RENEW_EVERY:
                    jobs.renew(self._running.values())
                    renewed = time.monotonic()
                if len(leased) < free or free <= 0:
                    self._rest(watch)

    def _rest(self, watch: Watch) -> None:
        if len(self._running) >= self._threads * 2:
            wait(self._running, LOOK_AGAIN, return_when="FIRST_COMPLETED")
        else:
            watch.wait(LOOK_AGAIN, self._stop)

    def _collect(self) -> None:
        for future in [future for future in self._running if future.done()]:
            del self._running[future]

    def _finish(self, pool: ThreadPoolExecutor) -> None:
        """Give back what has not begun, and wait for what has."""
        given_back = [job for future, job in self._running.items() if future.cancel()]
        wait(self._running, GRACE)
        self._collect()
        jobs.release([*given_back, *self._running.values()])
        pool.shutdown(wait=False, cancel_futures=True)


class _Serve:
    """A service as a loop: an early return is as odd as an error, but not logged."""

    def __init__(self, function: Service, stop: threading.Event) -> None:
        self._function = function
        self._stop = stop

    def __call__(self) -> None:
        self._function(self._stop)
        self._stop.wait(RESTART_AFTER)


def _run_job(job: Job) -> None:
    try:
        jobs.run(job)
    finally:
        close_old_connections()
