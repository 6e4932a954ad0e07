"""A request with an idempotency key is done once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from manyi.api import idempotency
from manyi.api.models import IdempotentRequest
from manyi.api.tests.programs import Program
from manyi.conftest import Cast, build_cast
from manyi.core.models import Event
from manyi.desk.models import Message, Ticket

BODY = {"kind": "inbound", "text": "一次就好"}


def test_the_same_request_gets_the_same_answer_and_has_one_effect(lin: Program, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.number}/messages"
    first = lin.send("POST", path, BODY, Idempotency_Key="k1")
    events = Event.objects.count()
    second = lin.send("POST", path, BODY, Idempotency_Key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.data == first.data
    assert second.headers["Content-Type"] == "application/json"
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Event.objects.count() == events


def test_answers_without_content_come_again_too(lin: Program, ticket: Ticket, cast: Cast) -> None:
    body = {"subject": "x", "customer_id": cast.zhou.pk, "team_id": cast.wearables.pk}
    other = lin.ask("POST", "/tickets", body, status=201)["number"]
    for _ in range(2):
        lin.ask("POST", f"/tickets/{ticket.number}/links", {"number": other}, status=204, Idempotency_Key="k")


def test_another_request_with_the_key_is_refused(lin: Program, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.number}/messages"
    lin.ask("POST", path, BODY, status=201, Idempotency_Key="k1")
    lin.ask("POST", path, {**BODY, "text": "二"}, status=422, Idempotency_Key="k1")
    lin.ask("POST", f"/tickets/{ticket.number}/take", status=422, Idempotency_Key="k1")
    assert Message.objects.filter(text="二").count() == 0


def test_keys_of_two_tokens_do_not_meet(lin: Program, cast: Cast, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.number}/messages"
    lin.ask("POST", path, BODY, status=201, Idempotency_Key="k1")
    Program(cast.lin).ask("POST", path, {**BODY, "text": "二"}, status=201, Idempotency_Key="k1")


def test_a_refused_request_is_not_kept(lin: Program, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.number}/messages"
    lin.ask("POST", path, {"kind": "outbound", "text": " "}, status=422, Idempotency_Key="k1")
    lin.ask("POST", path, BODY, status=201, Idempotency_Key="k1")


def test_after_a_day_the_key_is_free(lin: Program, ticket: Ticket) -> None:
    path = f"/tickets/{ticket.number}/messages"
    lin.ask("POST", path, BODY, status=201, Idempotency_Key="k1")
    row = IdempotentRequest.objects.get()
    IdempotentRequest.objects.update(created_at=row.created_at - dt.timedelta(hours=25))
    lin.ask("POST", path, {**BODY, "text": "二"}, status=201, Idempotency_Key="k1")
    assert idempotency.forget_old() == 0
    IdempotentRequest.objects.update(created_at=row.created_at - dt.timedelta(hours=25))
    assert idempotency.forget_old() == 1


def test_a_kept_answer_is_encrypted(lin: Program, cast: Cast) -> None:
    identity = lin.ask("GET", f"/customers/{cast.zhou.pk}")["identities"][0]["id"]
    lin.ask("POST", f"/identities/{identity}/reveal", {"reason": "回电客户"}, Idempotency_Key="k1")
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT body FROM api_idempotentrequest")
        assert "zhoumin" not in cursor.fetchone()[0]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x7fb"])
def test_a_key_must_be_a_word(lin: Program, ticket: Ticket, key: str) -> None:
    lin.ask("POST", f"/tickets/{ticket.number}/messages", BODY, status=400, Idempotency_Key=key)


def test_a_crash_before_the_commit_leaves_neither_effect_nor_key(
    lin: Program, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*args: object, **values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(idempotency, "update", crash)
    with pytest.raises(KeyboardInterrupt):
        lin.send("POST", f"/tickets/{ticket.number}/messages", BODY, Idempotency_Key="k1")
    assert not IdempotentRequest.objects.exists()
    assert not Message.objects.filter(text=BODY["text"]).exists()


def at_once(count: int, do: Callable[[], Any]) -> list[Any]:
    """Run the same thing in several threads that start together."""
    gate, results = threading.Barrier(count), []

    def run() -> None:
        gate.wait()
        try:
            results.append(do())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_a_request_sent_four_times_at_once_is_done_once() -> None:
    cast = build_cast()
    lin = Program(cast.lin)
    body = {"subject": "x", "customer_id": cast.zhou.pk}
    answers = at_once(4, lambda: lin.ask("POST", "/tickets", body, status=201, Idempotency_Key="k1"))
    assert len(answers) == 4
    assert all(answer == answers[0] for answer in answers)
    assert Ticket.objects.count() == 1
