"""Followers, links, merges and splits by programs."""

from __future__ import annotations

import pytest

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.desk.models import Message, Ticket


@pytest.fixture
def other(lin: Program, cast: Cast, ticket: Ticket) -> str:
    """A second ticket of the same customer, with a message."""
    body = {
        "subject": "快递没到",
        "customer_id": cast.zhou.pk,
        "team_id": cast.wearables.pk,
        "message": {"kind": "inbound", "text": "快递呢"},
    }
    return str(lin.ask("POST", "/tickets", body, status=201)["number"])


def test_colleagues_follow_and_leave(lin: Program, ticket: Ticket, cast: Cast) -> None:
    path = f"/tickets/{ticket.number}/followers"
    for _ in range(2):
        lin.ask("PUT", f"{path}/{cast.wei.pk}", status=204)
    assert lin.ask("GET", path) == {"staff_ids": [cast.wei.pk]}
    lin.ask("DELETE", f"{path}/{cast.wei.pk}", status=204)
    assert lin.ask("GET", path) == {"staff_ids": []}


def test_a_link_shows_on_both_sides(lin: Program, ticket: Ticket, other: str) -> None:
    lin.ask("POST", f"/tickets/{ticket.number}/links", {"number": other, "kind": "follow_up"}, status=204)
    (here,) = lin.ask("GET", f"/tickets/{ticket.number}/links")["links"]
    (there,) = lin.ask("GET", f"/tickets/{other}/links")["links"]
    assert (here["number"], here["kind"], here["direction"]) == (other, "follow_up", "to")
    assert (there["number"], there["direction"]) == (ticket.number, "from")
    lin.ask("POST", f"/tickets/{other}/links", {"number": other}, status=422)


def test_links_to_tickets_out_of_reach_stay_hidden(lin: Program, wei: Program, ticket: Ticket, cast: Cast) -> None:
    body = {"subject": "x", "customer_id": cast.zhou.pk, "team_id": cast.audio.pk}
    hidden = wei.ask("POST", "/tickets", body, status=201)["number"]
    lin.ask("POST", f"/tickets/{ticket.number}/links", {"number": hidden}, status=404)
    lin.ask("POST", f"/tickets/{ticket.number}/merges", {"number": hidden}, status=404)


def test_a_merge_moves_the_messages_and_back(lin: Program, ticket: Ticket, other: str) -> None:
    merge = lin.ask("POST", f"/tickets/{ticket.number}/merges", {"number": other}, status=201)
    assert (merge["kept"], merge["merged"]) == (ticket.number, other)
    assert len(lin.ask("GET", f"/tickets/{ticket.number}/messages")["items"]) == 2
    assert lin.ask("GET", f"/tickets/{other}")["merged_into"] == ticket.number
    lin.ask("PATCH", f"/tickets/{other}", {"subject": "x"}, status=409)
    undone = lin.ask("POST", f"/tickets/{ticket.number}/merges/{merge['id']}/undo")
    assert undone["undone_at"] is not None
    assert lin.ask("GET", f"/tickets/{ticket.number}/merges") == {"merges": [undone]}
    assert len(lin.ask("GET", f"/tickets/{other}/messages")["items"]) == 1
    lin.ask("POST", f"/tickets/{other}/merges/{merge['id']}/undo", status=404)


def test_a_message_becomes_a_ticket_of_its_own(lin: Program, ticket: Ticket) -> None:
    first = Message.objects.get(ticket=ticket)
    lin.ask("POST", f"/messages/{first.pk}/split", {"subject": "另一件事"}, status=422)
    body = {"kind": "inbound", "text": "另外，发票呢？"}
    second = lin.ask("POST", f"/tickets/{ticket.number}/messages", body, status=201)
    new = lin.ask("POST", f"/messages/{second['id']}/split", {"subject": "发票"}, status=201)
    assert new["subject"] == "发票"
    assert lin.ask("GET", f"/messages/{second['id']}")["ticket"] == new["number"]
    assert lin.ask("GET", f"/tickets/{new['number']}/links")["links"][0]["kind"] == "split"
