"""The live stream as a bare ASGI application: ``GET /live``, ``POST /live/say``, ``GET /health``."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import msgspec

from manyi.core.live import read_token
from manyi.stream.hub import Connection, Hub
from manyi.stream.say import LARGEST, Refusal, Room, Say, housekeeping
from manyi.stream.tail import Log, Tail
from manyi.stream.topics import message

log = logging.getLogger("manyi.stream")

MOST_STREAMS = 20_000
MOST_STREAMS_EACH = 60
CATCH_UP = 0.5
STEP = 0.02
CORS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"content-type, last-event-id, cache-control"),
    (b"access-control-max-age", b"86400"),
]
STREAM_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    *CORS,
]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Stream:
    """The application; one per process."""

    def __init__(self, key: str, source: Log) -> None:
        self._key = key
        self.hub = Hub()
        self._room = Room(self.hub)
        self._tail = Tail(source, self.hub)

    @property
    def is_following(self) -> bool:
        """Whether events come in."""
        return self._tail.is_following

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = (scope["method"], scope["path"])
        try:
            if request == ("GET", "/live"):
                await self._listen(scope, receive, send)
            elif request == ("POST", "/live/say"):
                await self._say(receive, send)
            elif request == ("GET", "/health"):
                await self._health(send)
            else:
                await answer(send, 204 if scope["method"] == "OPTIONS" else 404)
        except asyncio.CancelledError:
            return
        except Exception:
            log.exception("%s %s failed", *request)

    async def follow(self) -> None:
        """Bring events in and keep streams open, for as long as the process lives."""
        await asyncio.gather(self._tail.run(), housekeeping(self.hub, self._room))

    async def _listen(self, scope: Message, receive: Receive, send: Send) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        ticket = read_token(self._key, query.get("token", [""])[0])
        if ticket is None:
            return await answer(send, 403)
        if self.hub.count_of(ticket.who) >= MOST_STREAMS_EACH:
            return await answer(send, 429)
        if len(self.hub) >= MOST_STREAMS or not self.is_following:
            return await answer(send, 503)
        last = _last_event(scope, query)
        await self._reach(last or 0)
        await send({"type": "http.response.start", "status": 200, "headers": STREAM_HEADERS})
        connection = Connection(ticket, send)
        connection.push(self._welcome(connection.topics, last))
        self.hub.add(connection)
        self._room.greet(connection)
        try:
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.hub.remove(connection)
            self._room.left(connection)

    def _welcome(self, topics: frozenset[str], last: int | None) -> bytes:
        """When to come back (not all at once), what was missed, and where the log is now."""
        retry = b"retry: %d\n" % random.randint(1000, 4000)
        missed = [] if last is None else self.hub.since(last, topics)
        position = self.hub.position
        return b"".join([retry, *missed, message({"position": position}, position=position, event="hello")])

    async def _reach(self, position: int) -> None:
        """A page may know of an event a moment before the tail does: give it that moment."""
        for _ in range(int(CATCH_UP / STEP)):
            if self.hub.position >= position:
                return
            await asyncio.sleep(STEP)

    async def _say(self, receive: Receive, send: Send) -> None:
        try:
            said = msgspec.json.decode(await _body(receive), type=Say)
            speaker = read_token(self._key, said.token)
            if speaker is None:
                raise Refusal(403)
            self._room.say(said, speaker)
        except msgspec.MsgspecError:
            await answer(send, 400)
        except Refusal as refusal:
            await answer(send, refusal.status)
        else:
            await answer(send, 204)

    async def _health(self, send: Send) -> None:
        state = {"streams": len(self.hub), "position": self.hub.position, "following": self.is_following}
        await answer(send, 200 if self.is_following else 503, msgspec.json.encode(state))


def _last_event(scope: Message, query: dict[str, list[str]]) -> int | None:
    """The position a tab has seen, from the browser's own header or from the address; None for none."""
    headers = dict(scope["headers"])
    text = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("last_event_id", [""])[0]
    return int(text) if text.isdecimal() and len(text) < 19 else None


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        part = await receive()
        body += part.get("body", b"")
        if len(body) > LARGEST:
            raise Refusal(413)
        if not part.get("more_body", False):
            return bytes(body)


async def answer(send: Send, status: int, body: bytes = b"") -> None:
    """A short answer any page may read."""
    headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json"), *CORS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
