"""Who listens to what, and the newest events: a topic leads straight to the connections concerned."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from itertools import takewhile

from manyi.core.live import Ticket
from manyi.stream.topics import Row, message, news

KEPT = 5000
SLOW = 200
BEATS = 20
HEARTBEAT = b": beat\n\n"
Send = Callable[[dict[str, object]], Awaitable[None]]


class Connection:
    """One open stream. Writing starts a task only while there is something to write, so an idle tab costs little."""

    __slots__ = ("_pending", "_send", "_task", "_writing", "topics", "who")

    def __init__(self, ticket: Ticket, send: Send) -> None:
        self.who = ticket.who
        self.topics = frozenset(ticket.topics)
        self._send = send
        self._task = asyncio.current_task()
        self._pending: list[bytes] = []
        self._writing: asyncio.Task[None] | None = None

    def push(self, data: bytes) -> None:
        """Queue bytes; a client that reads too slowly is dropped and resumes by itself."""
        if len(self._pending) >= SLOW:
            self.drop()
            return
        self._pending.append(data)
        if self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write())

    def drop(self) -> None:
        """End the stream from our side."""
        if self._writing is not None:
            self._writing.cancel()
        if self._task is not None:
            self._task.cancel()

    async def _write(self) -> None:
        try:
            while self._pending:
                chunk = b"".join(self._pending)
                self._pending.clear()
                await self._send({"type": "http.response.body", "body": chunk, "more_body": True})
        finally:
            self._writing = None


class Hub:
    """All open streams of this process and the window of events they may resume from."""

    def __init__(self) -> None:
        self.position = 0
        self._forgotten = 0  # the newest position that is no longer kept
        self._kept: deque[Row] = deque(maxlen=KEPT)
        self._connections: dict[Connection, int] = {}
        self._by_topic: dict[str, set[Connection]] = {}
        self._by_who: dict[str, int] = {}
        self._beats: list[set[Connection]] = [set() for _ in range(BEATS)]
        self._next_beat = 0

    def __len__(self) -> int:
        return len(self._connections)

    def count_of(self, who: str) -> int:
        """How many streams one person has open."""
        return self._by_who.get(who, 0)

    def holders(self, topic: str) -> Iterable[Connection]:
        """The streams that hear a topic."""
        return tuple(self._by_topic.get(topic, ()))

    def holds(self, who: str, topic: str) -> bool:
        """Whether a person has an open stream that hears the topic."""
        return any(connection.who == who for connection in self._by_topic.get(topic, ()))

    def add(self, connection: Connection) -> None:
        """Take up a new stream."""
        beat = len(self._connections) % BEATS
        self._connections[connection] = beat
        self._beats[beat].add(connection)
        self._by_who[connection.who] = self.count_of(connection.who) + 1
        for topic in connection.topics:
            self._by_topic.setdefault(topic, set()).add(connection)

    def remove(self, connection: Connection) -> None:
        """Forget a stream that has ended."""
        self._beats[self._connections.pop(connection)].discard(connection)
        self._by_who[connection.who] -= 1
        if not self._by_who[connection.who]:
            del self._by_who[connection.who]
        for topic in connection.topics:
            self._by_topic[topic].discard(connection)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def remember(self, row: Row) -> None:
        """Keep an event for those who resume."""
        if len(self._kept) == KEPT:
            self.forget_until(self._kept[0].position)
        self._kept.append(row)
        self.position = row.position

    def forget_until(self, position: int) -> None:
        """Those who have seen no more than this position must load everything anew."""
        self._forgotten = position

    def publish(self, row: Row) -> None:
        """Keep an event and tell those it concerns."""
        self.remember(row)
        fresh = news(row)
        told: set[Connection] = set()
        for topic in fresh.topics:
            told |= self._by_topic.get(topic, set())
        for connection in told:
            connection.push(fresh.data)
        if fresh.chat:
            for connection in self._by_topic.get(fresh.chat, set()) - told:
                connection.push(fresh.chat_data)

    def since(self, last: int, topics: frozenset[str]) -> list[bytes]:
        """What a returning tab has missed, or one ``reset`` when that is no longer kept."""
        if not self._forgotten <= last <= self.position:
            return [message({"position": self.position}, event="reset")]
        missed = list(takewhile(lambda row: row.position > last, reversed(self._kept)))
        told = (news(row).for_topics(topics) for row in reversed(missed))
        return [data for data in told if data is not None]

    def beat(self) -> None:
        """Send a comment to the next twentieth of the streams, so that proxies keep them open."""
        self._next_beat = (self._next_beat + 1) % BEATS
        for connection in self._beats[self._next_beat]:
            connection.push(HEARTBEAT)

    def close(self) -> None:
        """End all streams."""
        for connection in tuple(self._connections):
            connection.drop()
