"""A real mail server for tests: Dovecot serves IMAP over a Maildir, an SMTP server keeps what it is given."""

from __future__ import annotations

import contextlib
import getpass
import grp
import logging
import os
import shutil
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from mailbox import Maildir
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
PASSWORD = "for-tests-only"
CONFIG = """
base_dir = {root}/run
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {internal_group}
mail_location = maildir:{root}/mail/%u
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  chroot =
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/mail/%u
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sent:
    """One mail the SMTP server took."""

    sender: str
    receivers: list[str]
    raw: bytes


@dataclass
class Deliverer:
    """Keeps every mail and puts those for known addresses into their Maildir; refuses the addresses in ``refused``."""

    root: Path
    sent: list[Sent] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.refused:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.sent.append(Sent(envelope.mail_from, list(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 OK"


@dataclass
class MailServer:
    """``put`` drops a mail into a user's mailbox; ``sent`` is what was sent through SMTP."""

    root: Path
    imap_port: int
    smtp: Controller
    deliverer: Deliverer

    @property
    def sent(self) -> list[Sent]:
        return self.deliverer.sent

    def put(self, user: str, raw: bytes) -> None:
        """A mail arrives: whole, and the server's own before it can see it."""
        box = self.root / "mail" / user
        if not box.exists():
            Maildir(box, create=True)
            self._give(box, *box.iterdir())
        name = uuid.uuid4().hex
        (box / "tmp" / name).write_bytes(raw)
        self._give(box / "tmp" / name)
        (box / "tmp" / name).rename(box / "new" / name)

    def _give(self, *paths: Path) -> None:
        for path in paths:
            if os.geteuid() == 0:
                shutil.chown(path, "mail", "mail")

    def config(self, user: str = "support") -> dict[str, Any]:
        return {
            "imap": {"host": "127.0.0.1", "port": self.imap_port, "security": "none", "user": user},
            "smtp": {"host": "127.0.0.1", "port": self.smtp.port, "security": "none"},
            "poll_seconds": 1,
        }

    @property
    def secrets(self) -> dict[str, str]:
        return {"imap_password": PASSWORD}


@contextlib.contextmanager
def running() -> Iterator[MailServer]:
    """Both servers on free ports, stopped at the end."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the SMTP server tells of every line
    root = Path(tempfile.mkdtemp(prefix="manyi-mail-"))
    (root / "mail").mkdir()
    root.chmod(0o755)
    port = free_port()
    config = root / "dovecot.conf"
    config.write_text(CONFIG.format(root=root, port=port, password=PASSWORD, **_users()))
    if os.geteuid() == 0:
        subprocess.run(["chown", "mail:mail", str(root / "mail")], check=True)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deliverer = Deliverer(root)
    smtp = Controller(deliverer, hostname="127.0.0.1", port=free_port())
    smtp.start()
    try:
        _wait_for(port, process, root / "log")
        yield MailServer(root, port, smtp, deliverer)
    finally:
        smtp.stop()
        process.terminate()
        process.wait(timeout=10)
        shutil.rmtree(root, ignore_errors=True)


def _users() -> dict[str, str]:
    """Who runs what: Debian's own users where root starts it, else only the one who runs the tests."""
    if os.geteuid() == 0:
        people = {"login": "dovenull", "internal": "dovecot", "internal_group": "dovecot"}
        return {**people, "user": "mail", "group": "mail"}
    user, group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    return {"login": user, "internal": user, "internal_group": group, "user": user, "group": group}


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as probe:
            if probe.recv(20).startswith(b"* OK"):
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(log.read_text() if log.exists() else "the IMAP server did not start")
