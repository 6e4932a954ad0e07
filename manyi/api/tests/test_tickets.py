"""Tickets: found, opened, read and changed by programs."""

from __future__ import annotations

import datetime as dt

import pytest

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.customers.models import Customer
from manyi.desk.models import CustomField, Message, Ticket

ZHANG = {"kind": "email", "value": "zhang@example.com", "name": "张三"}


def test_a_ticket_reads_as_it_stands(lin: Program, ticket: Ticket, cast: Cast) -> None:
    got = lin.ask("GET", f"/tickets/{ticket.number}")
    assert got["subject"] == "表带断裂，是否在保修范围"
    assert (got["status"], got["priority"], got["type"], got["channel"]) == ("new", "normal", "after-sale", "email")
    assert (got["customer_id"], got["team_id"], got["assignee_id"]) == (cast.zhou.pk, cast.wearables.pk, None)
    assert got["due_at"] is not None
    assert got["merged_into"] is None


def test_a_ticket_opens_for_an_address_with_what_was_said(lin: Program, cast: Cast) -> None:
    said = {"kind": "inbound", "text": "耳机没有声音", "external_id": "shop-1"}
    got = lin.ask("POST", "/tickets", {"subject": "耳机", "identity": ZHANG, "message": said}, status=201)
    customer = Customer.objects.get(pk=got["customer_id"])
    message = Message.objects.get(ticket_id=got["id"])
    assert customer.name == "张三"
    assert (message.kind, message.text, message.customer_id) == ("in", "耳机没有声音", customer.pk)
    assert got["waiting_since"] is not None
    assert lin.ask("GET", f"/tickets/{got['number']}") == got


def test_the_same_address_is_the_same_customer(lin: Program, cast: Cast) -> None:
    numbers = [
        lin.ask("POST", "/tickets", {"subject": "一", "identity": ZHANG}, status=201)["customer_id"] for _ in range(2)
    ]
    assert numbers[0] == numbers[1]


def test_a_ticket_opens_with_everything_set(lin: Program, cast: Cast) -> None:
    CustomField.objects.create(key="order", names={"en": "Order"})
    wanted = {
        "subject": "退货",
        "customer_id": cast.zhou.pk,
        "type": "complaint",
        "team_id": cast.wearables.pk,
        "priority": "high",
        "stage": "after",
        "language": "zh-hans",
        "fields": {"order": "A-1"},
        "tags": ["退货", "急", "退货"],
    }
    got = lin.ask("POST", "/tickets", wanted, status=201)
    assert {name: got[name] for name in wanted if name != "tags"} == {k: v for k, v in wanted.items() if k != "tags"}
    assert got["tags"] == sorted({"退货", "急"})
    assert lin.ask("GET", f"/tickets/{got['number']}") == got


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"subject": "x"}, "customer_id"),
        ({"subject": "x", "identity": ZHANG, "customer_id": 1}, "customer_id"),
        ({"subject": "   ", "identity": ZHANG}, "subject"),
        ({"subject": "x", "identity": ZHANG, "type": "nothing"}, "type"),
        ({"subject": "x", "identity": ZHANG, "team_id": 999}, "team_id"),
        ({"subject": "x", "identity": {"kind": "email", "value": "no address"}}, "email"),
        ({"subject": "x", "identity": ZHANG, "fields": {"none": 1}}, "field:none"),
        ({"subject": "x", "identity": ZHANG, "subjekt": "y"}, "subjekt"),
        ({"subject": "x", "identity": ZHANG, "message": {"kind": "said", "text": "y"}}, "message.kind"),
        ({"subject": "x", "identity": ZHANG, "message": {"kind": "note", "text": " "}}, "text"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_opens(
    lin: Program, cast: Cast, body: dict[str, object], field: str
) -> None:
    problem = lin.ask("POST", "/tickets", body, status=422)
    assert field in problem["fields"]
    assert not Ticket.objects.exists()
    assert Customer.objects.count() == 2


def test_a_known_external_id_opens_no_second_ticket(lin: Program, cast: Cast) -> None:
    body = {"subject": "x", "identity": ZHANG, "message": {"kind": "inbound", "text": "y", "external_id": "e1"}}
    lin.ask("POST", "/tickets", body, status=201)
    lin.ask("POST", "/tickets", body, status=409)
    assert Ticket.objects.count() == 1


def test_changes_are_made_and_recorded_once(lin: Program, ticket: Ticket) -> None:
    body = {"subject": "新的主题", "priority": "urgent", "type": None, "stage": "in"}
    got = lin.ask("PATCH", f"/tickets/{ticket.number}", body)
    assert (got["subject"], got["priority"], got["type"], got["stage"]) == ("新的主题", "urgent", None, "in")
    lin.ask("PATCH", f"/tickets/{ticket.number}", body)
    assert Event.objects.filter(verb="ticket.changed").count() == 1


def test_a_column_that_must_stay_cannot_be_emptied(lin: Program, ticket: Ticket) -> None:
    problem = lin.ask("PATCH", f"/tickets/{ticket.number}", {"subject": None, "priority": None}, status=422)
    assert set(problem["fields"]) == {"subject", "priority"}


@pytest.mark.parametrize(
    ("kind", "value"), [("number", "nan"), ("number", 10**400), ("number", "x"), ("date", "today")]
)
def test_a_field_takes_only_its_kind(lin: Program, ticket: Ticket, kind: str, value: object) -> None:
    CustomField.objects.create(key="f", names={"en": "F"}, kind=kind)
    problem = lin.ask("PATCH", f"/tickets/{ticket.number}", {"fields": {"f": value}}, status=422)
    assert set(problem["fields"]) == {"field:f"}


def test_tags_are_replaced(lin: Program, ticket: Ticket) -> None:
    lin.ask("PUT", f"/tickets/{ticket.number}/tags", {"tags": ["急", "退货"]})
    assert lin.ask("PUT", f"/tickets/{ticket.number}/tags", {"tags": ["急", "换货"]})["tags"] == sorted(["急", "换货"])


def opened(program: Program, cast: Cast, count: int, **values: object) -> list[str]:
    body = {"subject": "x", "customer_id": cast.zhou.pk, **values}
    return [program.ask("POST", "/tickets", body, status=201)["number"] for _ in range(count)]


def walked(program: Program, path: str) -> list[str]:
    found: list[str] = []
    cursor = ""
    while True:
        page = program.ask("GET", f"{path}&cursor={cursor}")
        found += [item["number"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            return found


def test_pages_hold_every_ticket_once_in_order(lin: Program, cast: Cast) -> None:
    numbers = opened(lin, cast, 7)
    assert walked(lin, "/tickets?limit=3") == numbers[::-1]
    assert walked(lin, "/tickets?limit=3&updated_since=2020-01-01T00:00:00Z") == numbers


def test_pages_stay_in_step_while_tickets_come_in(lin: Program, cast: Cast) -> None:
    numbers = opened(lin, cast, 6)
    first = lin.ask("GET", "/tickets?limit=4")
    opened(lin, cast, 3)
    second = lin.ask("GET", f"/tickets?limit=4&cursor={first['next']}")
    assert [item["number"] for item in first["items"] + second["items"]] == numbers[::-1]
    assert second["next"] is None


def test_a_copy_is_kept_up_to_date_by_change(lin: Program, cast: Cast) -> None:
    numbers = opened(lin, cast, 4)
    page = lin.ask("GET", "/tickets?limit=2&updated_since=2020-01-01T00:00:00Z")
    lin.ask("PATCH", f"/tickets/{numbers[0]}", {"subject": "again"})
    rest = walked(lin, f"/tickets?limit=2&updated_since=2020-01-01T00:00:00Z&cursor={page['next']}")
    assert [item["number"] for item in page["items"]] == numbers[:2]
    assert rest == [*numbers[2:], numbers[0]] or rest[-3:] == [*numbers[2:], numbers[0]]


@pytest.mark.parametrize(
    ("filter", "finds"),
    [
        ("status=new", True),
        ("status=new&status=open", True),
        ("status=closed", False),
        ("unassigned=true", True),
        ("unassigned=false", False),
        ("channel=email", True),
        ("channel=chat", False),
        ("type=after-sale", True),
        ("type=complaint", False),
        ("tag=急", True),
        ("tag=慢", False),
        ("archived=false", True),
        ("archived=true", False),
        ("customer_id={zhou}", True),
        ("customer_id={stranger}", False),
        ("team_id={team}", True),
        ("assignee_id=1", False),
        ("owner_id=1", False),
    ],
)
def test_filters_narrow(lin: Program, ticket: Ticket, cast: Cast, filter: str, finds: bool) -> None:
    lin.ask("PUT", f"/tickets/{ticket.number}/tags", {"tags": ["急"]})
    query = filter.format(zhou=cast.zhou.pk, stranger=cast.stranger.pk, team=cast.wearables.pk)
    assert bool(lin.ask("GET", f"/tickets?{query}")["items"]) is finds


def test_updated_since_leaves_out_what_is_older(lin: Program, ticket: Ticket) -> None:
    later = (ticket.updated_at + dt.timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert lin.ask("GET", f"/tickets?updated_since={later}")["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        "cursor=nonsense",
        "cursor=WyJ4Il0",
        "limit=0",
        "limit=201",
        "status=strange",
        "updated_since=2026-11-22T10:00:00",
        "updated_since=0001-01-01T00:00:00%2B14:00",
        "assignee_id=99999999999999999999",
        "channel=%00",
    ],
)
def test_a_query_that_makes_no_sense_is_refused(lin: Program, cast: Cast, query: str) -> None:
    assert lin.ask("GET", f"/tickets?{query}", status=422)["fields"]


def test_lists_hold_only_what_is_in_reach(wei: Program, ticket: Ticket) -> None:
    assert wei.ask("GET", "/tickets")["items"] == []
    assert wei.ask("GET", "/tickets?updated_since=2020-01-01T00:00:00Z")["items"] == []
