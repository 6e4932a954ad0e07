"""Typing and viewing: passed from tab to tab, never kept in the log."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import msgspec

from manyi.core.live import Ticket
from manyi.stream.hub import Connection, Hub
from manyi.stream.topics import message

SPOKEN_ON = ("ticket:", "chat:")
EVERYBODY = "all"
PRESENT = 30.0
LEAVING = 3.0
RATE = 5.0
BURST = 20.0
LARGEST = 4096
KIND = re.compile(r"[a-z][a-z_]{0,19}")
IDLE = "idle"


class Say(msgspec.Struct, frozen=True):
    """What a tab tells the others on a topic: ``kind`` is typing, viewing, idle …; ``data`` is small and free."""

    token: str
    topic: str
    kind: str
    data: dict[str, Any] = {}


class Refusal(Exception):
    """Why something can't be said, as an HTTP status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Room:
    """What is said on topics, and who was last heard on them."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._present: dict[str, dict[str, tuple[float, bytes]]] = {}
        self._allowance: dict[str, tuple[float, float]] = {}
        self._listed: dict[str, str] = {}
        """The team in whose lists a ticket stands: its members see who is there without having opened it."""

    def say(self, said: Say, speaker: Ticket) -> None:
        """Pass on what somebody says. Raises :class:`Refusal` for a topic not held, nonsense, or too much of it."""
        if said.topic not in speaker.topics or not said.topic.startswith(SPOKEN_ON):
            raise Refusal(403)
        if not KIND.fullmatch(said.kind):
            raise Refusal(400)
        if not self._may_speak(speaker.who):
            raise Refusal(429)
        spoken = message(
            {
                "topic": said.topic,
                "kind": said.kind,
                "who": speaker.who,
                "name": speaker.name,
                "data": said.data,
            },
            event="say",
        )
        self._note(said, speaker, spoken)
        self._pass_on(said.topic, speaker.who, spoken)

    def greet(self, connection: Connection) -> None:
        """Tell a newcomer who is there."""
        for topic in connection.topics:
            for who, (_until, spoken) in self._present.get(topic, {}).items():
                if who != connection.who:
                    connection.push(spoken)

    def left(self, connection: Connection) -> None:
        """A stream ended: unless the person comes back at once, say so."""
        soon = time.monotonic() + LEAVING
        for topic in connection.topics:
            there = self._present.get(topic, {})
            if connection.who in there and not self._hub.holds(connection.who, topic):
                until, spoken = there[connection.who]
                there[connection.who] = (min(until, soon), spoken)

    def expire(self) -> None:
        """Say of everybody not heard for a while that he is gone."""
        now = time.monotonic()
        for topic, there in tuple(self._present.items()):
            for who in [who for who, (until, _spoken) in there.items() if until < now]:
                del there[who]
                gone = {"topic": topic, "kind": IDLE, "who": who, "name": "", "data": {}}
                self._pass_on(topic, who, message(gone, event="say"))
            if not there:
                del self._present[topic]
                self._listed.pop(topic, None)
        full = [who for who, (left, at) in self._allowance.items() if left + (now - at) * RATE >= BURST]
        for who in full:
            del self._allowance[who]

    def _note(self, said: Say, speaker: Ticket, spoken: bytes) -> None:
        who, team = speaker.who, f"team:{said.data.get('team', '')}"
        if said.kind == IDLE:
            self._present.get(said.topic, {}).pop(who, None)
            return
        self._present.setdefault(said.topic, {})[who] = (time.monotonic() + PRESENT, spoken)
        if said.topic.startswith("ticket:") and (EVERYBODY in speaker.topics or team in speaker.topics):
            self._listed[said.topic] = team

    def _pass_on(self, topic: str, who: str, spoken: bytes) -> None:
        hearing = set(self._hub.holders(topic))
        if topic in self._listed:
            hearing.update(self._hub.holders(self._listed[topic]), self._hub.holders(EVERYBODY))
        for connection in hearing:
            if connection.who != who:
                connection.push(spoken)

    def _may_speak(self, who: str) -> bool:
        now = time.monotonic()
        left, at = self._allowance.get(who, (BURST, now))
        left = min(BURST, left + (now - at) * RATE)
        self._allowance[who] = (max(left - 1, 0), now)
        return left >= 1


async def housekeeping(hub: Hub, room: Room) -> None:
    """Once a second: heartbeats for a twentieth of the streams, and who has gone."""
    while True:
        await asyncio.sleep(1)
        hub.beat()
        room.expire()
