"""Serving web requests by a few threads of our own, whatever number of connections the web server keeps.

Threads that compute in one Python process at the same time hinder each other: with SQLite four of them need about twice
the CPU of one for the same requests. So requests wait for a serving thread, and their bodies are read before, in the
web server's threads: a slow upload holds up nobody.
"""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from typing import IO, Any, NamedTuple, cast

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
IN_MEMORY = 1_000_000
PIECE = 65_536


class _Place(threading.local):
    """The server this thread serves for, if it does."""

    server: Server | None = None


_here = _Place()


class _Answer(NamedTuple):
    start: tuple[Any, ...]
    body: Iterable[bytes]


class Server:
    """A WSGI application whose requests are served by ``threads`` threads, which start with the first request.

    A body of more than ``limit`` bytes is refused.
    """

    def __init__(self, application: Application, *, threads: int, limit: int) -> None:
        self._application = application
        self._threads = threads
        self._limit = limit
        self._waiting: SimpleQueue[tuple[Future[_Answer], Environ]] = SimpleQueue()
        self._starting = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Read the request's body, wait for a serving thread, hand on its answer."""
        size = int(environ.get("CONTENT_LENGTH") or 0)
        if size > self._limit:
            start_response("413 Content Too Large", [("Content-Length", "0"), ("Connection", "close")])
            return []
        if size > 0:
            environ["wsgi.input"] = _whole(environ["wsgi.input"], size)
        if self._threads:
            self._start()
        future: Future[_Answer] = Future()
        self._waiting.put((future, environ))
        answer = future.result()
        start_response(*answer.start)
        return answer.body

    def replace(self) -> None:
        """Let another thread serve in place of this one, which ends with its request."""
        _here.server = None
        self._add()

    def _start(self) -> None:
        with self._starting:
            missing, self._threads = self._threads, 0
        for _ in range(missing):
            self._add()

    def _add(self) -> None:
        threading.Thread(target=self._serve, name="serving", daemon=True).start()

    def _serve(self) -> None:
        _here.server = self
        while _here.server is self:
            future, environ = self._waiting.get()
            started: list[tuple[Any, ...]] = []
            try:
                body = self._application(environ, lambda *start: started.append(start))  # noqa: B023 -- called at once
                future.set_result(_Answer(started[-1], body))
            except BaseException as error:
                future.set_exception(error)


@contextmanager
def aside() -> Iterator[None]:
    """Around waiting for somebody remote inside a request: another thread serves the others from now on."""
    if _here.server is not None:
        _here.server.replace()
    yield


def _whole(source: Any, size: int) -> IO[bytes]:
    """A body of this many bytes, read to its end; a large one lies on the disk."""
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- it goes with the request
    while size > 0 and (piece := source.read(min(size, PIECE))):
        body.write(piece)
        size -= len(piece)
    body.seek(0)
    return cast("IO[bytes]", body)
