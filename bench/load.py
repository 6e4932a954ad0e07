"""A small load generator: keep-alive connections that each send the next request when the answer is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import httptools

HOST = "127.0.0.1"


@dataclass(slots=True)
class Answer:
    """One answer, as far as it has come."""

    status: int = 0
    body: bytearray = field(default_factory=bytearray)


class Connection(asyncio.Protocol):
    """One keep-alive connection that asks one thing at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._answer = Answer()

    @classmethod
    async def open(cls, port: int) -> Connection:
        """Connect to a local port."""
        _transport, connection = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        return connection

    async def ask(self, request: bytes) -> Answer:
        """Send a request and wait for its answer."""
        assert self._transport is not None
        self._answer = Answer()
        self._parser = httptools.HttpResponseParser(self)
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_headers_complete(self) -> None:
        self._answer.status = self._parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        self._answer.body += body

    def on_message_complete(self) -> None:
        if self._waiting is not None:
            self._waiting.set_result(self._answer)


def request(method: str, path: str, headers: Iterable[str] = (), body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *headers, f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of a run: latencies in seconds, sorted; ``bad`` answers had another status than expected."""

    seconds: float
    latencies: list[float]
    bad: int
    size: int

    @property
    def count(self) -> int:
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.count / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        return percentile(self.latencies, share)


def percentile(latencies: list[float], share: float) -> float:
    """Milliseconds within which this share of the sorted latencies (in seconds) lies."""
    return latencies[min(len(latencies) - 1, int(len(latencies) * share))] * 1000 if latencies else 0.0


async def drive(port: int, requests: Iterator[bytes], *, connections: int, seconds: float, expect: int) -> Measured:
    """Send requests over some connections for some seconds."""
    latencies: list[float] = []
    bad = size = 0
    clock: Callable[[], float] = time.perf_counter
    begin = clock()
    end = begin + seconds

    async def use(connection: Connection) -> None:
        nonlocal bad, size
        while (sent := clock()) < end:
            answer = await connection.ask(next(requests))
            latencies.append(clock() - sent)
            bad += answer.status != expect
            size += len(answer.body)
        connection.close()

    opened = [await Connection.open(port) for _ in range(connections)]
    await asyncio.gather(*map(use, opened))
    taken = clock() - begin
    return Measured(taken, sorted(latencies), bad, size // max(1, len(latencies)))
