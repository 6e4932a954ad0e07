"""Types, fields, tags and views as programs read them."""

from __future__ import annotations

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.desk.models import CustomField, Tag, Ticket, TicketType


def test_types_come_in_the_order_of_the_tree(lin: Program, cast: Cast) -> None:
    TicketType.objects.create(key="repair", names={"en": "Repair"}, parent=TicketType.objects.get(key="after-sale"))
    types = lin.ask("GET", "/ticket-types")["types"]
    assert [(kind["key"], kind["parent"]) for kind in types] == [
        ("enquiry", None),
        ("after-sale", None),
        ("repair", "after-sale"),
        ("complaint", None),
    ]


def test_fields_say_what_they_take(lin: Program, cast: Cast) -> None:
    made = CustomField.objects.create(key="colour", names={"en": "Colour"}, kind="choice", options=["red"])
    made.types.add(TicketType.objects.get(key="enquiry"))
    assert lin.ask("GET", "/custom-fields")["fields"] == [
        {
            "key": "colour",
            "names": {"en": "Colour"},
            "kind": "choice",
            "options": ["red"],
            "types": ["enquiry"],
            "is_required": False,
        }
    ]


def test_tags_are_paged_by_name(lin: Program, cast: Cast) -> None:
    Tag.objects.bulk_create([Tag(name=name) for name in ("b", "c", "a")])
    first = lin.ask("GET", "/tags?limit=2")
    assert first["items"] == ["a", "b"]
    assert lin.ask("GET", f"/tags?limit=2&cursor={first['next']}") == {"items": ["c"], "next": None}


def test_views_hold_tickets_in_reach(lin: Program, wei: Program, ticket: Ticket) -> None:
    keys = [view["key"] for view in lin.ask("GET", "/views")["views"]]
    assert {"mine", "unassigned", "open"} <= set(keys)
    (found,) = lin.ask("GET", "/views/unassigned/tickets")["items"]
    assert found["number"] == ticket.number
    assert wei.ask("GET", "/views/open/tickets")["items"] == []
    lin.ask("GET", "/views/nothing/tickets", status=404)


def test_a_saved_view_is_ones_own(lin: Program, wei: Program, ticket: Ticket) -> None:
    body = {"name": "售后", "filter": {"status": [0, 1], "waiting": True}}
    view = lin.ask("POST", "/views", body, status=201)
    assert view["key"] in [one["key"] for one in lin.ask("GET", "/views")["views"]]
    (found,) = lin.ask("GET", f"/views/{view['key']}/tickets")["items"]
    assert found["number"] == ticket.number
    wei.ask("GET", f"/views/{view['key']}/tickets", status=404)
    wei.ask("DELETE", f"/views/{view['key']}", status=404)
    lin.ask("DELETE", f"/views/{view['key']}", status=204)
    lin.ask("GET", f"/views/{view['key']}/tickets", status=404)
    lin.ask("DELETE", "/views/mine", status=409)
