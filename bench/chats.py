"""Browsers that chat: a message is timed from the moment one browser sends it until the other has fetched it."""

from __future__ import annotations

import asyncio
import json
import resource
import time
import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote

from django.conf import settings

from bench.company import SITE
from bench.desk import CSRF, HTMX, sign_in
from bench.load import HOST, Connection, percentile, request
from bench.service import MIB, Service
from manyi.channels.models import Inbox
from manyi.core.live import make_token
from manyi.desk.models import Ticket
from manyi.people.models import Staff

AGENTS = 20
HEARD_WITHIN = 10.0
AT_ONCE = 16
WARM_UP = 8.0
FORM = "Content-Type: application/x-www-form-urlencoded"


class Stream(asyncio.Protocol):
    """One open event stream; ``hear`` gets each event that has data."""

    def __init__(self, token: str, hear: Callable[[dict[str, Any]], None]) -> None:
        self._token = token
        self._hear = hear
        self._buffer = b""
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(request("GET", f"/live?token={self._token}"))

    def data_received(self, data: bytes) -> None:
        *events, self._buffer = (self._buffer + data).split(b"\n\n")
        for event in events:
            if b"event: hello" in event and not self.opened.done():
                self.opened.set_result(None)
            elif b"data: " in event and b"event: " not in event:
                self._hear(json.loads(event.split(b"data: ", 1)[1].split(b"\n")[0]))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("the live stream refused"))


async def listen(port: int, token: str, hear: Callable[[dict[str, Any]], None]) -> Stream:
    """Open a stream and wait for its greeting."""
    loop = asyncio.get_running_loop()
    _transport, stream = await loop.create_connection(lambda: Stream(token, hear), HOST, port)
    await stream.opened
    return stream


@dataclass(slots=True)
class Chat:
    """One visitor with an open conversation, and the colleague who has its ticket open."""

    token: str
    ticket: int
    number: str
    cookie: str
    last: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    """Latencies in milliseconds, by direction; ``lost`` messages were not fetched in time. CPU: ms a message."""

    chats: int
    messages: int
    lost: int
    cpu: dict[str, float]
    to_agent: tuple[float, float]
    to_visitor: tuple[float, float]


class Talks:
    """Opens chats in a running installation and lets both sides talk."""

    def __init__(self, service: Service, chats: int) -> None:
        self._service = service
        self._wanted = chats
        self._random = Random(3)
        self._site = Inbox.objects.get(kind="chat").address
        self._agents = list(Staff.objects.filter(role__key="manager").order_by("pk")[:AGENTS])
        self._cookies = [sign_in(staff) for staff in self._agents]
        self._heard: dict[tuple[str, int], list[asyncio.Future[None]]] = defaultdict(list)
        self._pool: asyncio.Queue[Connection] = asyncio.Queue()
        self._chats: list[Chat] = []

    async def run(self, seconds: float, rate: float) -> Talk:
        """Open the chats, then send ``rate`` messages a second in each direction; the first seconds are not counted:
        the worker may still look after what was opened, and pages are made for the first time."""
        for _ in range(AT_ONCE * 4):
            self._pool.put_nowait(await Connection.open(self._service.port))
        for staff in self._agents:
            await self._listen(f"staff:{staff.pk}", ["all", f"staff:{staff.pk}"], "agent")
        todo = iter(range(self._wanted))
        await asyncio.gather(*(self._open_some(todo) for _ in range(AT_ONCE)))
        await self._talk_both_ways(WARM_UP, rate)
        before = self._service.usage()
        inward, outward = await self._talk_both_ways(seconds, rate)
        spent = self._service.usage().since(before)
        done = [[took for took in way if took is not None] for way in (inward, outward)]
        count = len(inward) + len(outward)
        return Talk(
            chats=len(self._chats),
            messages=count,
            lost=count - sum(map(len, done)),
            cpu={name: value / max(1, count) * 1000 for name, value in spent.items()},
            to_agent=_middle_and_tail(done[0]),
            to_visitor=_middle_and_tail(done[1]),
        )

    async def _listen(self, who: str, topics: list[str], side: str) -> None:
        def hear(event: dict[str, Any]) -> None:
            for waiting in self._heard.pop((f"{side} {event['verb']}", event["ticket"]), ()):
                if not waiting.done():
                    waiting.set_result(None)

        await listen(self._service.live_port, make_token(settings.SECRET_KEY, who, topics), hear)

    async def _open_some(self, todo: Any) -> None:
        for place in todo:
            await self._open(self._cookies[place % AGENTS])

    async def _open(self, cookie: str) -> None:
        begun = await self._chat("POST", "session", "", {})
        sent = await self._chat(
            "POST", "messages", begun["token"], {"key": uuid.uuid4().hex, "text": "你好，请问在吗？"}
        )
        ticket = int(sent["live"]["topic"].removeprefix("chat:"))
        await self._listen(f"visitor:{ticket}", [sent["live"]["topic"]], "visitor")
        number = await asyncio.to_thread(lambda: Ticket.objects.values_list("number", flat=True).get(pk=ticket))
        self._chats.append(Chat(begun["token"], ticket, number, cookie, sent["id"]))

    async def _talk_both_ways(self, seconds: float, rate: float) -> list[list[float | None]]:
        ways = (self._visitor_speaks, self._agent_speaks)
        return list(await asyncio.gather(*(self._talk(speak, seconds, rate) for speak in ways)))

    async def _talk(
        self, speak: Callable[[Chat, str], Awaitable[bool]], seconds: float, rate: float
    ) -> list[float | None]:
        """Messages at a steady rate, whatever becomes of them; the time each took, None for a lost one."""
        tasks = []
        for _ in range(int(seconds * rate)):
            tasks.append(asyncio.create_task(self._timed(speak, self._random.choice(self._chats))))
            await asyncio.sleep(self._random.expovariate(rate))
        return list(await asyncio.gather(*tasks))

    async def _timed(self, speak: Callable[[Chat, str], Awaitable[bool]], chat: Chat) -> float | None:
        begin = time.perf_counter()
        try:
            arrived = await asyncio.wait_for(speak(chat, f"消息 {uuid.uuid4().hex}"), HEARD_WITHIN)
        except TimeoutError:
            return None
        return time.perf_counter() - begin if arrived else None

    async def _visitor_speaks(self, chat: Chat, text: str) -> bool:
        heard = self._expect("agent message.received", chat.ticket)
        await self._chat("POST", "messages", chat.token, {"key": uuid.uuid4().hex, "text": text})
        await heard
        page = await self._ask(request("GET", f"/tickets/{chat.number}/conversation", (chat.cookie, HTMX[0])))
        return text in page.decode()

    async def _agent_speaks(self, chat: Chat, text: str) -> bool:
        heard = self._expect("visitor message.sent", chat.ticket)
        body = f"kind=out&text={quote(text)}&csrfmiddlewaretoken={CSRF}".encode()
        sent = asyncio.create_task(
            self._ask(request("POST", f"/tickets/{chat.number}/messages", (chat.cookie, FORM, *HTMX), body))
        )
        await heard
        news = await self._chat("GET", f"messages?after={chat.last}", chat.token)
        chat.last = max([chat.last, *(message["id"] for message in news["messages"])])
        await sent
        return any(message["text"] == text for message in news["messages"])

    def _expect(self, what: str, ticket: int) -> asyncio.Future[None]:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._heard[what, ticket].append(waiting)
        return waiting

    async def _chat(self, method: str, path: str, token: str, content: object = None) -> Any:
        headers = (f"Origin: {SITE}", f"Authorization: Bearer {token}", "Content-Type: application/json")
        body = json.dumps(content).encode() if content is not None else b""
        return json.loads(await self._ask(request(method, f"/chat/{self._site}/{path}", headers, body)))

    async def _ask(self, wire: bytes) -> bytes:
        connection = await self._pool.get()
        try:
            answer = await connection.ask(wire)
        finally:
            self._pool.put_nowait(connection)
        if answer.status not in (200, 201):
            raise RuntimeError(f"{answer.status} for {wire[:80]!r}: {bytes(answer.body[:300])!r}")
        return bytes(answer.body)


def _middle_and_tail(seconds: list[float]) -> tuple[float, float]:
    found = sorted(seconds)
    return percentile(found, 0.5), percentile(found, 0.99)


async def idle_streams(service: Service, count: int) -> tuple[float, float]:
    """Open streams that hear nothing; the live process's proportional memory in MB before and with them."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    process = service.processes()["stream"][0]
    before = process.memory_full_info().pss
    kept = []
    for place in range(count):
        token = make_token(settings.SECRET_KEY, f"visitor:{10**9 + place}", [f"chat:{10**9 + place}"])
        kept.append(await listen(service.live_port, token, lambda event: None))
    await asyncio.sleep(2)
    with_them = process.memory_full_info().pss
    for stream in kept:
        stream.transport.close()
    return before / MIB, with_them / MIB
