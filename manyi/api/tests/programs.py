"""A program for tests: it has a token, speaks JSON and expects a status."""

from __future__ import annotations

from typing import Any

import msgspec
from django.test import Client

from manyi.core.actors import SYSTEM
from manyi.core.permissions import scopes
from manyi.people.actions import create_token
from manyi.people.models import Staff

BASE = "/api/v1"
ALL_SCOPES = list(scopes())


class Program:
    """Asks the API as one colleague within some scopes."""

    def __init__(self, staff: Staff, *, allowed: list[str] | None = None) -> None:
        self.token, self.secret = create_token(
            staff, name="test", scopes=ALL_SCOPES if allowed is None else allowed, by=SYSTEM
        )
        self.client = Client(headers={"authorization": f"Bearer {self.secret}", "accept-language": "en"})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The response, with ``data`` decoded when it is JSON."""
        sent: dict[str, Any] = {}
        if body is not None:
            sent = {"data": msgspec.json.encode(body), "content_type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response: Any = self.client.generic(method, BASE + path, headers=named, **sent)
        is_json = "json" in response.headers.get("Content-Type", "")
        response.data = msgspec.json.decode(response.content) if is_json else None
        return response

    def ask(self, method: str, path: str, body: Any = None, *, status: int = 200, **headers: str) -> Any:
        """The decoded answer, which must have this status."""
        response = self.send(method, path, body, **headers)
        assert response.status_code == status, (response.status_code, response.content[:2000])
        return response.data
