"""Whatever goes wrong is said as problem+json, in the program's language, without a stack trace."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, OperationalError

from manyi.api import gate
from manyi.api.tests.programs import BASE, Program
from manyi.conftest import Cast
from manyi.desk.models import Ticket


def is_problem(response: Any, status: int, code: str) -> bool:
    return (
        response.status_code == status
        and response.headers["Content-Type"] == "application/problem+json"
        and response.data["status"] == status
        and response.data["code"] == code
    )


def test_an_address_that_leads_nowhere(lin: Program, cast: Cast) -> None:
    assert is_problem(lin.send("GET", "/nothing"), 404, "not_found")
    assert is_problem(lin.send("GET", "/tickets/"), 404, "not_found")


def test_a_wrong_method_names_the_right_ones(lin: Program, cast: Cast) -> None:
    response = lin.send("DELETE", "/tickets")
    assert is_problem(response, 405, "wrong_method")
    assert set(response.headers["Allow"].replace(" ", "").split(",")) == {"GET", "POST"}


def test_a_body_that_is_no_json(lin: Program, cast: Cast) -> None:
    response = lin.client.post(f"{BASE}/companies", data=b"{", content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")


def test_a_body_of_another_type(lin: Program, cast: Cast) -> None:
    response = lin.client.post(f"{BASE}/companies", data={"name": "x"})
    assert (response.status_code, response.json()["code"]) == (415, "wrong_type")


def test_a_body_that_is_too_large(lin: Program, cast: Cast, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = lin.client.post(f"{BASE}/companies", data=b"x" * 101, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("language", "text"), [("zh-CN", "这一项是必填的。"), ("en", "This is missing."), ("fr", "这一项是必填的。")]
)
def test_the_programs_language_is_spoken(lin: Program, cast: Cast, language: str, text: str) -> None:
    response = lin.send("POST", "/companies", {}, Accept_Language=language)
    assert response.data["fields"] == {"name": text}


def test_fields_are_named_as_they_were_sent(lin: Program, cast: Cast) -> None:
    body = {"identities": [{"kind": "email", "value": "a@b.c"}, {"kind": "pigeon"}]}
    fields = lin.ask("POST", "/customers", body, status=422)["fields"]
    assert set(fields) == {"identities.1.kind", "identities.1.value"}
    assert fields["identities.1.kind"] == "Choose one of: email, phone, visitor, external, openid"


@pytest.mark.parametrize(
    ("method", "address", "body"),
    [
        ("PUT", "/routing/queue-order", {"queues": [True]}),
        ("PUT", "/routing/queue-order", {"queues": ["1"]}),
        ("POST", "/sla/calendars", {"names": {"en": "x"}, "week": [""] * 7, "is_default": "yes"}),
        ("POST", "/tickets/{number}/planned", {"text": "x", "key": "k", "send_at": 4_000_000_000}),
    ],
)
def test_a_value_of_another_type_is_not_read_as_what_it_might_mean(
    admin: Program, ticket: Ticket, method: str, address: str, body: dict[str, Any]
) -> None:
    admin.ask(method, address.format(number=ticket.number), body, status=422)


def test_nul_never_reaches_the_database(lin: Program, ticket: Ticket) -> None:
    assert "name" in lin.ask("POST", "/companies", {"name": "a\x00b"}, status=422)["fields"]
    lin.ask("GET", "/tickets/%00", status=404)
    lin.ask("GET", "/views/saved-%00/tickets", status=404)


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (RuntimeError("secret detail"), 500, "broken"),
        (OperationalError("database is locked"), 503, "busy"),
        (IntegrityError("secret constraint"), 409, "conflict"),
    ],
)
def test_a_fault_of_ours_tells_no_details(
    lin: Program, cast: Cast, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(gate, "_operate", fail)
    response = lin.send("GET", "/me")
    assert is_problem(response, status, code)
    assert "secret" not in response.content.decode()
    assert response.headers["X-Request-Id"]


def test_every_answer_carries_its_request_id(lin: Program, ticket: Ticket) -> None:
    body = {"kind": "note", "text": "x"}
    response = lin.send("POST", f"/tickets/{ticket.number}/messages", body)
    (event,) = (
        one for one in lin.ask("GET", f"/tickets/{ticket.number}/events")["events"] if one["verb"] == "message.noted"
    )
    assert event["correlation"] == response.headers["X-Request-Id"]


def test_a_misspelt_parameter_is_refused(lin: Program, ticket: Ticket) -> None:
    assert set(lin.ask("GET", "/tickets?statuss=open", status=422)["fields"]) == {"statuss"}
    assert set(lin.ask("GET", "/me?all=1", status=422)["fields"]) == {"all"}
