"""How often a token may ask."""

from __future__ import annotations

import time

import pytest
from django.conf import settings

from manyi.api import limits
from manyi.api.tests.programs import ALL_SCOPES, Program
from manyi.conftest import Cast

MODERATE = [scope for scope in ALL_SCOPES if scope != limits.UNLIMITED]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three reads and one write a minute."""
    monkeypatch.setattr(limits, "A_MINUTE", {"read": 3, "write": 1})


def test_the_headers_count_down_to_a_refusal(cast: Cast, few: None) -> None:
    program = Program(cast.lin, allowed=MODERATE)
    left = [program.send("GET", "/me").headers["RateLimit-Remaining"] for _ in range(3)]
    refused = program.send("GET", "/me")
    assert left == ["2", "1", "0"]
    assert refused.status_code == 429
    assert refused.data["code"] == "too_many"
    assert 1 <= int(refused.headers["Retry-After"]) <= 20
    assert refused.headers["RateLimit-Limit"] == "3"


def test_reads_and_writes_and_tokens_are_counted_apart(cast: Cast, few: None) -> None:
    program = Program(cast.lin, allowed=MODERATE)
    program.ask("POST", "/companies", {"name": "a"}, status=201)
    program.ask("POST", "/companies", {"name": "b"}, status=429)
    program.ask("GET", "/me")
    Program(cast.lin, allowed=MODERATE).ask("POST", "/companies", {"name": "b"}, status=201)


def test_the_bucket_refills(cast: Cast, few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program(cast.lin, allowed=MODERATE)
    for _ in range(3):
        program.ask("GET", "/me")
    program.ask("GET", "/me", status=429)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 21)
    program.ask("GET", "/me")


def test_each_worker_gives_its_share(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.VALUES, "web_workers", 3)
    program = Program(cast.lin, allowed=MODERATE)
    assert program.send("GET", "/me").headers["RateLimit-Limit"] == "1000"


def test_imports_are_not_slowed_down(cast: Cast, few: None) -> None:
    program = Program(cast.lin)
    for _ in range(5):
        assert "RateLimit-Limit" not in program.send("GET", "/me").headers
