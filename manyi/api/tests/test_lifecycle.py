"""Who works on a ticket and its way to closure, by programs."""

from __future__ import annotations

from typing import Any

import pytest

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.desk.models import CustomField, Ticket


def do(program: Program, ticket: Ticket, method: str, what: str, body: Any = None, *, status: int = 200) -> Any:
    return program.ask(method, f"/tickets/{ticket.number}/{what}", body, status=status)


def test_a_ticket_is_given_to_a_colleague_a_team_and_nobody(lin: Program, ticket: Ticket, cast: Cast) -> None:
    got = do(lin, ticket, "PUT", "assignee", {"staff_id": cast.zhao.pk, "reason": "懂表带"})
    assert (got["assignee_id"], got["owner_id"], got["status"]) == (cast.zhao.pk, cast.zhao.pk, "open")
    got = do(lin, ticket, "PUT", "assignee", {"staff_id": None})
    assert (got["assignee_id"], got["owner_id"]) == (None, cast.zhao.pk)
    got = do(lin, ticket, "PUT", "assignee", {"team_id": cast.audio.pk})
    assert (got["assignee_id"], got["team_id"]) == (None, cast.audio.pk)
    do(lin, ticket, "PUT", "assignee", {"team_id": cast.wearables.pk}, status=404)


@pytest.mark.parametrize(("body", "field"), [({"staff_id": 999}, "staff_id"), ({"team_id": 999}, "team_id")])
def test_nobody_known_gets_nothing(lin: Program, ticket: Ticket, body: dict[str, int], field: str) -> None:
    assert field in do(lin, ticket, "PUT", "assignee", body, status=422)["fields"]


def test_the_first_to_take_has_it(lin: Program, admin: Program, ticket: Ticket, cast: Cast) -> None:
    assert do(lin, ticket, "POST", "take")["assignee_id"] == cast.lin.pk
    assert do(lin, ticket, "POST", "take")["assignee_id"] == cast.lin.pk
    assert do(admin, ticket, "POST", "take", status=409)["code"] == "conflict"


def test_responsibility_changes_with_a_reason(lin: Program, ticket: Ticket, cast: Cast) -> None:
    do(lin, ticket, "PUT", "owner", {"staff_id": cast.zhao.pk, "reason": ""}, status=422)
    do(lin, ticket, "PUT", "owner", {"staff_id": cast.zhao.pk, "reason": "  "}, status=422)
    assert do(lin, ticket, "PUT", "owner", {"staff_id": cast.zhao.pk, "reason": "休假"})["owner_id"] == cast.zhao.pk


def test_open_states_change_and_closed_ones_refuse(lin: Program, ticket: Ticket) -> None:
    assert do(lin, ticket, "PUT", "status", {"status": "hold"})["status"] == "hold"
    do(lin, ticket, "PUT", "status", {"status": "closed"}, status=422)
    do(lin, ticket, "POST", "closure", {"reason": "重复"})
    do(lin, ticket, "PUT", "status", {"status": "open"}, status=409)


def test_proposed_confirmed_and_opened_again(lin: Program, ticket: Ticket, cast: Cast) -> None:
    assert do(lin, ticket, "POST", "resolution", {})["status"] == "resolved"
    assert do(lin, ticket, "POST", "confirmation")["status"] == "closed"
    event = Event.objects.get(verb="ticket.closed")
    assert (event.actor_kind, event.actor_id) == ("customer", cast.zhou.pk)
    got = do(lin, ticket, "POST", "reopening", {"reason": "又坏了"})
    assert (got["status"], got["reopened"], got["closed_at"]) == ("open", 1, None)


def test_closing_twice_records_one_event(lin: Program, ticket: Ticket) -> None:
    for _ in range(2):
        assert do(lin, ticket, "POST", "closure", {"reason": "x"})["status"] == "closed"
    assert Event.objects.filter(verb="ticket.closed").count() == 1


def test_required_fields_are_named_before_a_solution(lin: Program, ticket: Ticket) -> None:
    CustomField.objects.create(key="order", names={"en": "Order", "zh-hans": "订单号"}, is_required=True)
    assert "field:order" in do(lin, ticket, "POST", "resolution", {}, status=422)["fields"]
    lin.ask("PATCH", f"/tickets/{ticket.number}", {"fields": {"order": "A-1"}})
    assert do(lin, ticket, "POST", "resolution", {})["status"] == "resolved"


def test_only_closed_tickets_are_archived(chen: Program, ticket: Ticket) -> None:
    do(chen, ticket, "PUT", "archive", {}, status=409)
    do(chen, ticket, "POST", "closure", {})
    assert do(chen, ticket, "PUT", "archive", {})["archived_at"] is not None
    assert chen.ask("GET", "/tickets?archived=false")["items"] == []
    assert do(chen, ticket, "DELETE", "archive")["archived_at"] is None


def test_what_the_role_may_not_do_the_token_may_not(lin: Program, ticket: Ticket) -> None:
    do(lin, ticket, "POST", "closure", {})
    assert do(lin, ticket, "PUT", "archive", {}, status=403)["code"] == "not_allowed"
