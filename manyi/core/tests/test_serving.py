"""Requests wait for a serving thread; bodies are read before, and whoever waits for others goes aside."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from manyi.core.serving import Application, Environ, Server, StartResponse, aside

PATIENCE = 10.0


class Body(io.BytesIO):
    """A body whose last bytes come when they are let."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.asked = threading.Event()
        self.let = threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        self.asked.set()
        assert self.let.wait(PATIENCE)
        return super().read(size)


def ask(server: Application, content: bytes = b"", body: io.BytesIO | None = None, path: str = "/") -> list[Any]:
    found: list[Any] = []
    size = str(len(content))
    environ: Environ = {"PATH_INFO": path, "CONTENT_LENGTH": size, "wsgi.input": body or io.BytesIO(content)}
    answer = server(environ, lambda status, headers: found.append(status))
    return [*found, b"".join(answer)]


def echo(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))]


def in_thread(call: Any) -> tuple[threading.Thread, list[Any]]:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(call()), daemon=True)
    thread.start()
    return thread, found


def test_a_request_is_answered_with_its_body() -> None:
    assert ask(Server(echo, threads=1, limit=100), b"hello") == ["200 OK", b"hello"]


def test_a_large_body_comes_whole() -> None:
    content = bytes(range(256)) * 20_000
    assert ask(Server(echo, threads=1, limit=10**9), content) == ["200 OK", content]


def test_a_body_over_the_limit_is_refused_unread() -> None:
    assert ask(Server(echo, threads=1, limit=4), b"hello")[0].startswith("413")


def test_a_slow_body_holds_up_nobody() -> None:
    server, slow = Server(echo, threads=1, limit=100), Body(b"late")
    thread, found = in_thread(lambda: ask(server, b"late", slow))
    assert slow.asked.wait(PATIENCE)
    assert ask(server, b"quick") == ["200 OK", b"quick"]
    slow.let.set()
    thread.join(PATIENCE)
    assert found == [["200 OK", b"late"]]


def test_no_more_requests_run_at_once_than_there_are_threads() -> None:
    running, most = 0, 0
    lock = threading.Lock()

    def busy(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.01)
        with lock:
            running -= 1
        return echo(environ, start_response)

    server = Server(busy, threads=2, limit=100)
    threads = [in_thread(lambda: ask(server))[0] for _ in range(12)]
    for thread in threads:
        thread.join(PATIENCE)
    assert most == 2


def test_others_are_served_while_one_waits_aside() -> None:
    waits, go_on = threading.Event(), threading.Event()

    def call(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/remote":
            with aside():
                waits.set()
                assert go_on.wait(PATIENCE)
        return echo(environ, start_response)

    server = Server(call, threads=1, limit=100)
    thread, found = in_thread(lambda: ask(server, path="/remote"))
    assert waits.wait(PATIENCE)
    assert [ask(server)[0] for _ in range(3)] == ["200 OK"] * 3
    go_on.set()
    thread.join(PATIENCE)
    assert found == [["200 OK", b""]]
    assert ask(server)[0] == "200 OK"


def test_an_error_reaches_the_one_who_asked_and_the_next_is_served() -> None:
    def broken(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("broken")
        return echo(environ, start_response)

    server = Server(broken, threads=1, limit=100)
    with pytest.raises(ValueError, match="broken"):
        ask(server, path="/broken")
    assert ask(server)[0] == "200 OK"
