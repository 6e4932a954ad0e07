"""Web, stream and an agent as real processes on a SQLite file of their own, for the browser tests."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from manyi.cli.tests import template

ROOT = Path(__file__).resolve().parents[4]
PATIENCE = 60.0


def until(holds: Callable[[], Any], what: str) -> Any:
    """Wait for a condition; returns what it answered."""
    end = time.monotonic() + PATIENCE
    while not (answer := holds()):
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.03)
    return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """One installation; its web and stream can be killed and started again on the same ports."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, self.live_port = free_port(), free_port()
        self.url = f"http://localhost:{self.port}"
        self.sites: dict[str, str] = {}
        self.running: list[subprocess.Popen[bytes]] = []
        shutil.copyfile(template.sqlite_file(), home / "manyi.sqlite3")
        self.agent = self.start(
            str(Path(__file__).with_name("agent.py")), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def start(self, *command: str, **pipes: Any) -> subprocess.Popen[bytes]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MANYI_")}
        own = {
            "MANYI_HOME": str(self.home),
            "MANYI_PORT": str(self.port),
            "MANYI_LIVE_PORT": str(self.live_port),
            "DJANGO_SETTINGS_MODULE": "manyi.settings",
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.Popen([sys.executable, *command], env=kept | own, cwd=self.home, **pipes)

    def manyi(self, command: str) -> subprocess.Popen[bytes]:
        return self.start("-m", "manyi", command, start_new_session=True)

    def up(self) -> None:
        """Start web and stream and wait until both answer."""
        self.running = [self.manyi("web"), self.manyi("stream")]
        for port in (self.port, self.live_port):
            until(partial(answers, f"http://127.0.0.1:{port}/health"), f"port {port}")

    def kill(self) -> None:
        """As the power does it."""
        for process in self.running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running = []

    def ask(self, do: str, **order: Any) -> Any:
        """Have the agent do something; returns its answer."""
        assert self.agent.stdin is not None
        assert self.agent.stdout is not None
        self.agent.stdin.write(json.dumps({"do": do, **order}).encode() + b"\n")
        self.agent.stdin.flush()
        line = self.agent.stdout.readline()
        assert line, "the agent has died"
        return json.loads(line)

    def stop(self) -> None:
        self.kill()
        self.agent.kill()
        self.agent.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


class Shop:
    """Somebody else's web site: static pages on a port of their own."""

    def __init__(self, folder: Path) -> None:
        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *_words: object) -> None:
                return

        self.folder = folder
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        self.url = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def page(self, name: str, html: str) -> str:
        """Put a page up; returns its address."""
        (self.folder / name).write_text(html, encoding="utf-8")
        return f"{self.url}/{name}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
