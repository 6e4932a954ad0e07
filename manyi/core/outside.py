"""Asking addresses that people have written down, without ever being led into our own house.

A name is resolved once, every address it has must be public, and the connection goes to the one that was looked at, so
a name that changes its mind meanwhile leads nowhere else. Certificates are checked against the name as usual.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore

from manyi import __version__

TIMEOUT = 5.0
MOST_REDIRECTS = 4
REDIRECTS = (301, 302, 303, 307, 308)
NO_HEAD = (400, 403, 404, 405, 500, 501, 503)
"""What servers answer that do not know how to be asked without sending a page."""


class Unreachable(Exception):
    """No answer: no such name, no connection, no certificate, too slow, or led in circles."""


class Private(Unreachable):
    """The address is one of a network that is not public."""


def status(address: str) -> int:
    """The HTTP status of a web address, redirects followed; nothing of the page is read.

    Raises :class:`Unreachable`, :class:`Private`.
    """
    answered = _followed("HEAD", address)
    return _followed("GET", address) if answered in NO_HEAD else answered


def _followed(method: str, address: str) -> int:
    with httpcore.ConnectionPool(network_backend=_Public()) as pool:
        for _hop in range(MOST_REDIRECTS + 1):
            answered, onward = _ask(pool, method, address)
            if answered not in REDIRECTS or not onward:
                return answered
            address = urljoin(address, onward)
    raise Unreachable("too many redirects")


def _ask(pool: httpcore.ConnectionPool, method: str, address: str) -> tuple[int, str]:
    """Status and, of a redirect, where to."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise Unreachable(address)
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), TIMEOUT)
    headers: list[tuple[bytes | str, bytes | str]] = [("User-Agent", f"Manyi/{__version__}"), ("Accept", "*/*")]
    try:
        with pool.stream(method, _encoded(address), headers=headers, extensions={"timeout": timeouts}) as answer:
            onward = next((value for name, value in answer.headers if name.lower() == b"location"), b"")
            return answer.status, onward.decode("latin-1")
    except (
        httpcore.NetworkError,
        httpcore.TimeoutException,
        httpcore.ProtocolError,
        httpcore.UnsupportedProtocol,
    ) as e:
        raise Unreachable(str(e)) from e
    except (UnicodeError, ValueError, OSError) as e:
        raise Unreachable(str(e)) from e


def _encoded(address: str) -> str:
    """An address with other writing than English as it is sent."""
    from httpx import URL

    return str(URL(address))


def is_public(found: str) -> bool:
    """Whether an IP address is one of the open net."""
    ip = ipaddress.ip_address(found.split("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return ip.is_global and not ip.is_multicast


class _Public(httpcore.SyncBackend):
    """Connects to public addresses only."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, proto=socket.IPPROTO_TCP)]
        if not found or not all(map(is_public, found)):
            raise Private(host)
        return super().connect_tcp(found[0], port, timeout, local_address, socket_options)
