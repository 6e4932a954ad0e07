"""The process of the live stream: uvicorn around the application, without Django, so that it stays small."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
from pathlib import Path

import uvicorn

from manyi import config
from manyi.core.keyfile import read_keys
from manyi.stream.app import Stream
from manyi.stream.tail import log_of

BACKLOG = 2048
DEAD_AFTER_MS = 60_000


class Server(uvicorn.Server):
    """Ends the streams when told to stop; browsers come back by themselves."""

    def __init__(self, settings: uvicorn.Config, stream: Stream) -> None:
        super().__init__(settings)
        self._stream = stream

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._stream.hub.close()
        await super().shutdown(sockets)


def main() -> None:
    """Serve until told to stop. The settings are those of the whole installation.

    Raises :class:`manyi.config.ConfigError` for settings that can't be used.
    """
    values = config.load()
    logging.basicConfig(level=values["log_level"].upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s")
    home = config.home(values)
    source = log_of(config.database(values["database_url"], home))
    stream = Stream(sign_key(home), source)
    run(stream, listen(values["host"], config.live_port(values)))


def sign_key(home: Path) -> str:
    """The key that signs stream tokens."""
    return read_keys(home / "keys.txt")["sign"][0]


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on which a client that has vanished is noticed within a minute."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_AFTER_MS)
    listening.bind((host, port))
    listening.listen(BACKLOG)
    return listening


def run(stream: Stream, listening: socket.socket) -> None:
    """Run the application on a socket."""
    _raise_descriptor_limit()
    settings = uvicorn.Config(
        stream,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",  # what goes wrong inside is logged by the application itself
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=5,
    )
    server = Server(settings, stream)

    async def serve() -> None:
        following = asyncio.create_task(stream.follow())
        following.add_done_callback(lambda _task: setattr(server, "should_exit", True))
        await server.serve(sockets=[listening])
        following.cancel()

    with asyncio.Runner(loop_factory=settings.get_loop_factory()) as runner:
        runner.run(serve())


def _raise_descriptor_limit() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
