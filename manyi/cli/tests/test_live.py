"""The live stream on a real log, over a real socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import msgspec

from manyi.cli.tests.installation import Installation, same_on_every_database, until
from manyi.cli.tests.test_log_position import Writer
from manyi.core.keyfile import read_keys
from manyi.core.live import make_token


class Listener(threading.Thread):
    """A tab in a thread: keeps what it hears until the stream ends."""

    def __init__(self, installation: Installation, *topics: str, last: int | None = None) -> None:
        super().__init__(daemon=True)
        self._url = f"http://127.0.0.1:{installation.live_port}/live"
        self.token = make_token(read_keys(installation.home / "keys.txt")["sign"][0], "staff:1", topics)
        self._headers = {} if last is None else {"Last-Event-ID": str(last)}
        self.lines: list[str] = []

    def run(self) -> None:
        try:
            with httpx.stream(
                "GET", self._url, params={"token": self.token}, headers=self._headers, timeout=60
            ) as open_:
                for line in open_.iter_lines():
                    self.lines.append(line)
        except httpx.TransportError:
            pass

    def events(self) -> list[dict[str, Any]]:
        data = [line.removeprefix("data: ") for line in self.lines if line.startswith("data: ")]
        return [event for event in map(msgspec.json.decode, data) if "verb" in event]

    @property
    def is_up_to_date(self) -> bool:
        return "event: hello" in self.lines


@contextmanager
def listening(installation: Installation, *topics: str, last: int | None = None) -> Iterator[Listener]:
    listener = Listener(installation, *topics, last=last)
    listener.start()
    until(lambda: listener.is_up_to_date, "hello")
    yield listener


def test_what_is_committed_is_heard_and_resumed_across_a_restart(installation: Installation) -> None:
    process, writer = installation.up(), Writer(installation)
    with listening(installation, "all") as listener:
        writer.do("record 2")
        until(lambda: len(listener.events()) == 2, "both are heard")
        assert [event["position"] for event in listener.events()] == [1, 2]
    process.terminate()
    process.wait()
    listener.join(10)
    assert not listener.is_alive()
    writer.do("record 3")
    installation.up()
    with listening(installation, "all", last=2) as listener:
        assert [event["position"] for event in listener.events()] == [3, 4, 5]
        writer.do("record 1")
        until(lambda: len(listener.events()) == 4, "the next is heard")
    with listening(installation, "team:3", "staff:1", last=2) as outsider:
        assert outsider.events() == []


@same_on_every_database
def test_a_page_elsewhere_may_ask_but_only_with_a_token(installation: Installation) -> None:
    installation.up()
    base = f"http://127.0.0.1:{installation.live_port}"
    asked = httpx.options(f"{base}/live/say", headers={"Origin": "https://shop.example"})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "*")
    assert httpx.get(f"{base}/live", params={"token": "forged"}).status_code == 403
    forged = {"token": "forged", "topic": "ticket:1", "kind": "typing"}
    assert httpx.post(f"{base}/live/say", json=forged).status_code == 403
    assert httpx.post(f"{base}/live/say", content=b"{").status_code == 400
    assert httpx.get(f"{base}/elsewhere").status_code == 404
