"""The key file made at first start. Read without Django, so that the small live stream process can check tokens.

It holds one Fernet key a line, newest first: the first encrypts, all decrypt, so keys rotate by adding a line. The
blind-index key and the signing secret are on their own lines and never rotate silently.
"""

from __future__ import annotations

import base64
import os
from contextlib import suppress
from pathlib import Path


def make_keys(path: Path) -> None:
    """Write a new key file readable by its owner only. One that is there, or appears meanwhile, stays as it is."""
    lines = [
        f"encrypt {_secret(32)}",
        f"index {_secret(32)}",
        f"sign {_secret(48)}",
    ]
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
    with suppress(FileExistsError):
        os.link(draft, path)  # complete or not at all, whoever else starts now
    draft.unlink()


def read_keys(path: Path) -> dict[str, list[str]]:
    """The key file by kind: ``encrypt`` (newest first), ``index``, ``sign``."""
    keys: dict[str, list[str]] = {"encrypt": [], "index": [], "sign": []}
    for line in path.read_text(encoding="ascii").splitlines():
        kind, _, value = line.partition(" ")
        if kind in keys and value:
            keys[kind].append(value)
    return keys


def _secret(nbytes: int) -> str:
    return base64.urlsafe_b64encode(os.urandom(nbytes)).decode()
