"""Encryption at rest: an encrypted model field, and blind indexes for exact look-up. Keys: ``manyi.core.keyfile``."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


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
