"""Following the event log: SQLite by its data version, PostgreSQL by its notifications."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from manyi.stream.hub import KEPT, Hub
from manyi.stream.topics import COLUMNS, Row

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger("manyi.stream")

POLL = 0.025
FALLBACK_POLL = 2.0
BATCH = 500
AGAIN = 1.0
NEWEST = f"SELECT {COLUMNS} FROM core_event ORDER BY id DESC LIMIT {KEPT + 1}"  # noqa: S608
AFTER = f"SELECT {COLUMNS} FROM core_event WHERE id > {{mark}} ORDER BY id LIMIT {BATCH}"  # noqa: S608


class Log(Protocol):
    """The event log of one kind of database."""

    async def open(self) -> None: ...

    async def rows(self, sql: str, *params: int) -> list[Row]: ...

    async def changed(self) -> None:
        """Return when there may be new events."""

    async def close(self) -> None: ...

    after: str


class SqliteLog:
    """One connection that only reads; asking for the data version costs five microseconds."""

    after = AFTER.format(mark="?")

    def __init__(self, path: str) -> None:
        self._path = Path(path).resolve()
        self._connection: sqlite3.Connection | None = None
        self._version = -1

    async def open(self) -> None:
        # Not mode=ro: that can't open a WAL database which nobody else has open.
        self._connection = sqlite3.connect(f"{self._path.as_uri()}?mode=rw", uri=True, isolation_level=None)
        self._connection.execute("PRAGMA query_only = 1")

    async def rows(self, sql: str, *params: int) -> list[Row]:
        return [Row(*row) for row in self._open.execute(sql, params)]

    async def changed(self) -> None:
        while (version := self._data_version()) == self._version:
            await asyncio.sleep(POLL)
        self._version = version

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    @property
    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.OperationalError("not open")
        return self._connection

    def _data_version(self) -> int:
        return int(self._open.execute("PRAGMA data_version").fetchone()[0])


class PostgresLog:
    """One connection that listens; ids are given in commit order, so reading past the last one misses nothing."""

    after = AFTER.format(mark="%s")

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def open(self) -> None:
        import psycopg

        names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
        given = {names[key]: value for key, value in self._settings.items() if key in names and value}
        self._connection = await psycopg.AsyncConnection.connect(autocommit=True, **given)
        await self._connection.execute("LISTEN manyi_log")

    async def rows(self, sql: str, *params: int) -> list[Row]:
        cursor = await self._open.execute(sql, params or None)
        return [Row(*row) for row in await cursor.fetchall()]

    async def changed(self) -> None:
        async for _notice in self._open.notifies(timeout=FALLBACK_POLL, stop_after=1):
            pass

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()

    @property
    def _open(self) -> psycopg.AsyncConnection[Any]:
        if self._connection is None:
            raise ConnectionError("not open")
        return self._connection


def log_of(database: dict[str, Any]) -> Log:
    """The log in a database, given Django's settings of it."""
    if database["ENGINE"].endswith("sqlite3"):
        return SqliteLog(database["NAME"])
    return PostgresLog(database)


class Tail:
    """Brings the log's events to the hub, and comes back by itself when the database was away."""

    def __init__(self, source: Log, hub: Hub) -> None:
        self._source = source
        self._hub = hub
        self.is_following = False

    async def run(self) -> None:
        """Follow for ever."""
        while True:
            try:
                await self._follow()
            except Exception as error:
                if self.is_following:
                    log.warning("the event log can't be read: %s", error)
                self.is_following = False
                await self._source.close()
                await asyncio.sleep(AGAIN)

    async def _follow(self) -> None:
        await self._source.open()
        if not self._hub.position:
            await self._load()
        self.is_following = True
        while True:
            await self._source.changed()
            await self.catch_up()

    async def _load(self) -> None:
        rows = await self._source.rows(NEWEST)
        if len(rows) > KEPT:
            self._hub.forget_until(rows.pop().position)
        for row in reversed(rows):
            self._hub.remember(row)

    async def catch_up(self) -> None:
        """Publish everything past the position."""
        while rows := await self._source.rows(self._source.after, self._hub.position):
            for row in rows:
                self._hub.publish(row)
            await asyncio.sleep(0)
