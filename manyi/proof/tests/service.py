"""The whole service set on a database and ports of its own, with a real mail server beside it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from manyi.channels.email.tests import mail_server
from manyi.channels.email.tests.mail_server import MailServer
from manyi.cli.tests.installation import Installation, family, migrated, until

__all__ = ["Service", "running", "until"]

ORIGIN = "https://shop.obsidian.example"
PASSWORD = "一片叶子落在书桌的左边"


class Service:
    """``manyi up`` with the cast, a mailbox, a chat site and an API token; it can lose its power and come back."""

    def __init__(self, installation: Installation, mail: MailServer) -> None:
        self.installation = installation
        self.mail = mail
        self.url = f"http://127.0.0.1:{installation.port}"
        self.group: subprocess.Popen[str] | None = None
        seeded = seed(installation, mail.config(), mail.secrets, self.url)
        self.token: str = seeded["token"]
        self.site: str = seeded["site"]
        self.sessions: dict[str, str] = seeded["sessions"]
        self.totp: str = seeded["totp"]

    def start(self) -> None:
        """Start everything; returns when pages and stream answer."""
        self.group = self.installation.up()

    def kill(self) -> None:
        """SIGKILL to the whole process group, as a power failure would have it; returns when nothing is left."""
        assert self.group is not None
        processes = family(self.group)
        os.killpg(self.group.pid, signal.SIGKILL)
        self.group.wait()
        assert psutil.wait_procs(processes, timeout=30)[1] == []
        self.group = None

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the database directly."""
        return self.installation.query(sql)

    def value(self, sql: str) -> Any:
        """The first column of the first row."""
        return self.query(sql)[0][0]

    def program(self) -> httpx.Client:
        """A program with Lin's token."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "zh-hans"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=20)


def seed(
    installation: Installation,
    mailbox: dict[str, Any] | None = None,
    secrets: dict[str, str] | None = None,
    url: str = ORIGIN,
) -> dict[str, Any]:
    """Fill a migrated, empty installation; returns what one needs to enter it."""
    order = {"mailbox": mailbox or {}, "secrets": secrets or {}, "origins": [ORIGIN, url], "password": PASSWORD}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("seed.py"))],
        env=installation.environment,
        input=json.dumps(order),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """A seeded service that answers, with its mail server; nothing of it is left at the end."""
    with mail_server.running() as mail, migrated(folder) as installation:
        service = Service(installation, mail)
        service.start()
        yield service
