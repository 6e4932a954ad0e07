"""A stream without a socket: tabs that speak ASGI to the application, and a log in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec

from manyi.core.live import make_token
from manyi.stream.app import Stream
from manyi.stream.topics import Row

KEY = "the-signing-key"
PATIENCE = 10


class MemoryLog:
    """A log that is a list."""

    after = "after"

    def __init__(self, *rows: Row) -> None:
        self.written = list(rows)
        self._more = asyncio.Event()

    def write(self, *rows: Row) -> None:
        self.written += rows
        self._more.set()

    async def open(self) -> None:
        pass

    async def close(self) -> None:
        pass

    async def rows(self, sql: str, *params: int) -> list[Row]:
        if sql == self.after:
            return [row for row in self.written if row.position > params[0]]
        return self.written[::-1][:5001]

    async def changed(self) -> None:
        await self._more.wait()
        self._more.clear()


class Tab:
    """One open page. ``stuck`` makes its browser stop reading."""

    def __init__(self, stream: Stream, token: str, last: int | None = None, header: bool = False) -> None:
        query = f"token={token}" + (f"&last_event_id={last}" if last is not None and not header else "")
        headers = [(b"last-event-id", str(last).encode())] if header else []
        self.status = 0
        self.received = b""
        self._closed = asyncio.Event()
        self._readable = asyncio.Event()
        self._readable.set()
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/live",
            "query_string": query.encode(),
            "headers": headers,
        }
        self.task = asyncio.ensure_future(stream(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        await self._readable.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.received += message["body"]

    def stuck(self) -> None:
        self._readable.clear()

    async def close(self) -> None:
        self._closed.set()
        await self.task

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        """The contents of what came, of one kind of event."""
        found = []
        for block in self.received.split(b"\n\n"):
            lines = dict(line.split(b": ", 1) for line in block.split(b"\n") if b": " in line)
            if b"data" in lines and lines.get(b"event", b"").decode() == kind:
                found.append(msgspec.json.decode(lines[b"data"]))
        return found

    async def until(self, kind: str, count: int = 1) -> list[dict[str, Any]]:
        """Wait for that many events of a kind."""
        async with asyncio.timeout(PATIENCE):
            while len(found := self.events(kind)) < count:
                await asyncio.sleep(0.005)
        return found

    async def answered(self) -> int:
        """Wait for the status."""
        async with asyncio.timeout(PATIENCE):
            while not self.status:
                await asyncio.sleep(0.005)
        return self.status


async def say(stream: Stream, token: str, topic: str, kind: str = "typing", **data: Any) -> int:
    """Post to ``/live/say``; returns the status."""
    body = msgspec.json.encode({"token": token, "topic": topic, "kind": kind, "data": data})
    statuses: list[int] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await stream({"type": "http", "method": "POST", "path": "/live/say", "query_string": b""}, receive, send)
    return statuses[0]


@asynccontextmanager
async def running(*rows: Row) -> AsyncIterator[tuple[Stream, MemoryLog]]:
    """A stream that follows a log in memory."""
    log = MemoryLog(*rows)
    stream = Stream(KEY, log)
    following = asyncio.ensure_future(stream.follow())
    async with asyncio.timeout(PATIENCE):
        while not stream.is_following:
            await asyncio.sleep(0.001)
    try:
        yield stream, log
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following


def token(who: str, *topics: str, name: str = "", lifetime: int = 60) -> str:
    return make_token(KEY, who, topics, name, lifetime)


def event(position: int, *, ticket: int = 9, team: int = 3, verb: str = "message.received") -> Row:
    return Row(position, verb, "customer", 7, ticket, 7, team, None, "{}")
