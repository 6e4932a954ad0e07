"""Search and the event log by programs."""

from __future__ import annotations

import pytest

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.desk.models import Ticket
from manyi.desk.queries import programs


@pytest.mark.parametrize("query", ["保修", "表带", "表带 保修", "nothing OR", '"', "20261122-9999"])
def test_search_finds_only_what_is_in_reach(lin: Program, wei: Program, ticket: Ticket, query: str) -> None:
    finds = "保修" in query or "表带" in query
    hits = lin.send("GET", "/search?q=" + query).data["hits"]
    assert [hit["ticket"] for hit in hits] == ([ticket.number] if finds else [])
    assert wei.send("GET", "/search?q=" + query).data["hits"] == []


def test_a_number_finds_its_ticket(lin: Program, wei: Program, ticket: Ticket) -> None:
    (hit,) = lin.ask("GET", f"/search?q={ticket.number}")["hits"]
    assert (hit["ticket"], hit["message_id"]) == (ticket.number, None)
    assert wei.ask("GET", f"/search?q={ticket.number}")["hits"] == []


def test_the_timeline_is_the_tickets_log(lin: Program, ticket: Ticket) -> None:
    lin.ask("PATCH", f"/tickets/{ticket.number}", {"subject": "新"})
    events = lin.ask("GET", f"/tickets/{ticket.number}/events")["events"]
    assert events[0]["verb"] == "ticket.created"
    assert (events[-1]["verb"], events[-1]["data"]["new"]) == ("ticket.changed", {"subject": "新"})


def test_the_log_is_read_on_from_a_position(lin: Program, ticket: Ticket) -> None:
    found, position, more = [], 0, True
    while more:
        page = lin.ask("GET", f"/events?after={position}&limit=1")
        found += page["events"]
        position, more = page["position"], page["more"]
    assert [event["id"] for event in found] == list(
        Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("id", flat=True)
    )
    assert position == Event.objects.order_by("-id")[0].id
    assert lin.ask("GET", f"/events?after={position}") == {"events": [], "position": position, "more": False}


def test_the_log_shows_nothing_out_of_reach(wei: Program, ticket: Ticket) -> None:
    page = wei.ask("GET", "/events")
    assert page["events"] == []
    assert page["position"] == Event.objects.order_by("-id")[0].id


def test_a_long_stretch_of_others_is_passed_in_steps(
    lin: Program, wei: Program, ticket: Ticket, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    monkeypatch.setattr(programs, "SCANNED", 2)
    mine = wei.ask("POST", "/tickets", {"subject": "x", "customer_id": cast.zhou.pk}, status=201)["id"]
    found, position, more, steps = [], 0, True, 0
    while more:
        page = wei.ask("GET", f"/events?after={position}")
        found += page["events"]
        position, more, steps = page["position"], page["more"], steps + 1
    assert {event["ticket_id"] for event in found} == {mine}
    assert steps > 3
