"""Writers to SQLite take turns by a lock file beside the database, among threads and processes alike.

SQLite has one writer; whoever finds it busy sleeps for milliseconds and looks again, while the database stands idle.
Waiting for a file lock ends the moment the writer before is done. A process that dies gives its turn back.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db.backends.base.base import BaseDatabaseWrapper

from manyi.core.rows import database


class _PerThread(threading.local):
    """This thread's own opening of the lock file: of which database, by which process (a fork must open it anew)."""

    file: IO[str] | None = None
    opened: tuple[str, int] = ("", 0)


_here = _PerThread()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to write. Nothing to wait for on PostgreSQL, in memory, or inside a transaction."""
    connection = database()
    if connection.vendor != "sqlite" or connection.in_atomic_block or _is_in_memory(connection):
        yield
        return
    file = _file(str(connection.settings_dict["NAME"]))
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _is_in_memory(connection: BaseDatabaseWrapper) -> bool:
    found: bool = connection.is_in_memory_db()  # type: ignore[attr-defined]
    return found


def _file(database_name: str) -> IO[str]:
    wanted = (database_name, os.getpid())
    if _here.file is None or _here.opened != wanted:
        _here.file = open(f"{database_name}-turn", "a", encoding="ascii")  # noqa: SIM115 -- open as long as the thread
        _here.opened = wanted
    return _here.file
