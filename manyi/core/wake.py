"""Waiting for something to be committed by anybody: SQLite by its data version, PostgreSQL by notifications."""

from __future__ import annotations

import threading
import time
from types import TracebackType

from django.db import connection

POLL = 0.05
PACE = 0.1
NOTICE_STEP = 0.5


class Watch:
    """A connection of its own that notices commits. Use it as a context, in one thread.

    A lone commit is noticed at once; a stream of them every :data:`PACE` seconds, so that what looks for work does so
    once for many. On PostgreSQL only commits that record events are noticed; others wait for the timeout.
    """

    def __init__(self) -> None:
        self._database = connection.copy()
        self._is_sqlite = connection.vendor == "sqlite"
        self._version = -1
        self._rested = 0.0

    def __enter__(self) -> Watch:
        self._database.ensure_connection()
        if not self._is_sqlite:
            self._database.connection.execute("LISTEN manyi_log")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    def wait(self, timeout: float, stop: threading.Event) -> None:
        """Return after a commit since the last call, after ``timeout`` seconds, or soon after ``stop`` is set."""
        end = time.monotonic() + timeout
        stop.wait(self._rested - time.monotonic())
        while not stop.is_set() and time.monotonic() < end:
            if self._changed(end - time.monotonic(), stop):
                break
        self._rested = time.monotonic() + PACE

    def _changed(self, left: float, stop: threading.Event) -> bool:
        if not self._is_sqlite:
            step = max(0.0, min(left, NOTICE_STEP))
            return any(True for _ in self._database.connection.notifies(timeout=step, stop_after=1))
        version = self._database.connection.execute("PRAGMA data_version").fetchone()[0]
        changed, self._version = version != self._version, version
        return changed or stop.wait(min(left, POLL))
