"""Asking other sites never leads into our own house."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from manyi.core import outside


class Site(BaseHTTPRequestHandler):
    """A small site; ``asked`` keeps what it was asked."""

    asked: list[str]

    def do_HEAD(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        if self.path == "/moved":
            self._answer(301, "/here")
        elif self.path == "/circle":
            self._answer(302, "/circle")
        elif self.path == "/inside":
            self._answer(302, "http://internal.example/")
        elif self.path == "/shy" and self.command == "HEAD":
            self._answer(405)
        else:
            self._answer(404 if self.path == "/gone" else 200)

    do_GET = do_HEAD

    def _answer(self, status: int, onward: str = "") -> None:
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site of the open net, which really runs here; ``internal.example`` is a machine of our own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Site.asked = []
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    resolve = socket.getaddrinfo

    def resolved(host: str, *how: int, **others: int) -> list[tuple]:
        known = {"internal.example": "127.0.0.2", "shop.example": "127.0.0.1"}
        return resolve(known.get(host, host), *how, **others)

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(outside, "is_public", lambda found: found == "127.0.0.1")
    yield f"http://shop.example:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("path", "status"), [("/here", 200), ("/gone", 404), ("/moved", 200), ("/shy", 200)])
def test_a_page_says_whether_it_is_there(site: str, path: str, status: int) -> None:
    assert outside.status(site + path) == status


def test_a_page_is_only_fetched_where_asking_does_not_do(site: str) -> None:
    outside.status(f"{site}/here")
    outside.status(f"{site}/shy")
    assert Site.asked == ["HEAD /here", "HEAD /shy", "GET /shy"]


def test_who_leads_in_circles_is_not_followed_for_ever(site: str) -> None:
    with pytest.raises(outside.Unreachable):
        outside.status(f"{site}/circle")


def test_a_redirect_into_our_house_is_refused(site: str) -> None:
    with pytest.raises(outside.Private):
        outside.status(f"{site}/inside")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.7", "2130706433"])
def test_addresses_of_our_own_are_refused_before_anything_is_sent(host: str) -> None:
    with pytest.raises(outside.Private):
        outside.status(f"http://{host}:9/")


@pytest.mark.parametrize(
    ("found", "is_public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("192.168.1.1", False),
        ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
    ],
)
def test_only_addresses_of_the_open_net_are_public(found: str, is_public: bool) -> None:
    assert outside.is_public(found) is is_public


@pytest.mark.parametrize("address", ["ftp://shop.example/", "http://", "file:///etc/passwd", "http://no-such.invalid/"])
def test_what_can_not_be_asked_is_unreachable(address: str) -> None:
    with pytest.raises(outside.Unreachable):
        outside.status(address)
