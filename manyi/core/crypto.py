"""Encryption at rest: a key file made at first start, an encrypted model field, and blind indexes for exact look-up.

The key file holds one Fernet key a line, newest first: the first encrypts, all decrypt, so keys rotate by adding a
line. The blind-index key and the signing secret are on their own lines and never rotate silently.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def make_keys(path: Path) -> None:
    """Write a new key file readable by its owner only. Raises ``FileExistsError`` when there is one."""
    lines = [
        f"encrypt {Fernet.generate_key().decode()}",
        f"index {base64.urlsafe_b64encode(os.urandom(32)).decode()}",
        f"sign {base64.urlsafe_b64encode(os.urandom(48)).decode()}",
    ]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")


def read_keys(path: Path) -> dict[str, list[str]]:
    """The key file by kind: ``encrypt`` (newest first), ``index``, ``sign``."""
    keys: dict[str, list[str]] = {"encrypt": [], "index": [], "sign": []}
    for line in path.read_text(encoding="ascii").splitlines():
        kind, _, value = line.partition(" ")
        if kind in keys and value:
            keys[kind].append(value)
    return keys


@lru_cache(maxsize=1)
def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.KEYS["encrypt"]])


def encrypt(text: str) -> str:
    """Text as stored: a Fernet token under the newest key. Empty stays empty."""
    return _box().encrypt(text.encode()).decode() if text else ""


def decrypt(token: str) -> str:
    """The text of a stored token. Raises ``cryptography.fernet.InvalidToken`` for a token of another installation."""
    return _box().decrypt(token.encode()).decode() if token else ""


def blind_index(kind: str, normalised: str) -> str:
    """A keyed hash that finds an encrypted value by exact match without revealing it (128 bits, hex)."""
    key = base64.urlsafe_b64decode(settings.KEYS["index"][0])
    return hmac.new(key, f"{kind}\x00{normalised}".encode(), hashlib.sha256).hexdigest()[:32]


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text encrypted on its way to the database. It can't be searched; keep a :func:`blind_index` beside it."""

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(str(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return None if value is None else decrypt(value)
