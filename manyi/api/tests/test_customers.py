"""Customers by programs: found, masked, merged, revealed."""

from __future__ import annotations

import pytest

from manyi.api.tests.programs import Program
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.models import Event
from manyi.customers import actions
from manyi.customers.models import Customer, Reveal

ZHOU = {"kind": "email", "value": "ZhouMin@Example.com"}


def test_an_address_is_masked_for_those_who_do_not_read_personal_fields(
    lin: Program, admin: Program, cast: Cast
) -> None:
    path = f"/customers/{cast.zhou.pk}"
    (masked,) = lin.ask("GET", path)["identities"]
    (clear,) = admin.ask("GET", path)["identities"]
    assert (masked["value"], masked["is_masked"]) == ("z•••@example.com", True)
    assert (clear["value"], clear["is_masked"]) == ("zhoumin@example.com", False)


@pytest.mark.parametrize("path", ["/customers", "/customers?name=周", "/customers/{id}"])
def test_no_reading_shows_an_address_or_notes_in_clear(lin: Program, admin: Program, cast: Cast, path: str) -> None:
    admin.ask("PATCH", f"/customers/{cast.zhou.pk}", {"notes": "住在 5 号楼"})
    content = lin.send("GET", path.format(id=cast.zhou.pk)).content.decode()
    assert "zhoumin" not in content
    assert "5 号楼" not in content
    assert "zhoumin" in admin.send("GET", path.format(id=cast.zhou.pk)).content.decode()


def test_a_customer_is_found_by_address(lin: Program, cast: Cast) -> None:
    assert lin.ask("POST", "/customers/lookup", ZHOU)["id"] == cast.zhou.pk
    lin.ask("POST", "/customers/lookup", {"kind": "email", "value": "nobody@example.com"}, status=404)


def test_a_reveal_needs_a_reason_and_is_kept(lin: Program, cast: Cast) -> None:
    identity = lin.ask("GET", f"/customers/{cast.zhou.pk}")["identities"][0]["id"]
    lin.ask("POST", f"/identities/{identity}/reveal", {"reason": "  x "}, status=422)
    assert not Reveal.objects.exists()
    got = lin.ask("POST", f"/identities/{identity}/reveal", {"reason": "需要回电"})
    assert got == {"value": "zhoumin@example.com"}
    assert Reveal.objects.get().staff_id == cast.lin.pk
    assert Event.objects.filter(verb="customer.revealed").exists()


def test_a_customer_is_created_with_addresses_or_not_at_all(lin: Program, cast: Cast) -> None:
    body = {"name": "张三", "identities": [{"kind": "phone", "value": "13800138000"}]}
    made = lin.ask("POST", "/customers", body, status=201)
    assert made["identities"][0]["value"].endswith("8000")
    lin.ask("POST", "/customers", {"name": "李四", "identities": [ZHOU]}, status=409)
    assert not Customer.objects.filter(name="李四").exists()


def test_a_customer_changes(lin: Program, cast: Cast) -> None:
    company = lin.ask("POST", "/companies", {"name": "远山"}, status=201)
    changed = lin.ask("PATCH", f"/customers/{cast.zhou.pk}", {"is_vip": True, "company_id": company["id"]})
    assert (changed["is_vip"], changed["company_id"], changed["name"]) == (True, company["id"], "周敏")
    assert lin.ask("PATCH", f"/customers/{cast.zhou.pk}", {"company_id": None})["company_id"] is None
    lin.ask("PATCH", f"/customers/{cast.zhou.pk}", {"company_id": 999}, status=422)


def test_an_address_of_somebody_else_is_refused(lin: Program, cast: Cast) -> None:
    path = f"/customers/{cast.stranger.pk}/identities"
    lin.ask("POST", path, ZHOU, status=409)
    lin.ask("POST", path, {"kind": "email", "value": "nonsense"}, status=422)
    assert lin.ask("POST", path, {"kind": "external", "value": "crm-77"}, status=201)["kind"] == "external"


def test_customers_are_listed_by_name_and_page(lin: Program, cast: Cast) -> None:
    assert [one["name"] for one in lin.ask("GET", "/customers?name=周")["items"]] == ["周敏"]
    first = lin.ask("GET", "/customers?limit=1")
    second = lin.ask("GET", f"/customers?limit=1&cursor={first['next']}")
    assert [one["items"][0]["id"] for one in (first, second)] == sorted([cast.zhou.pk, cast.stranger.pk])


def test_two_customers_become_one_and_two_again(chen: Program, lin: Program, cast: Cast) -> None:
    path = f"/customers/{cast.zhou.pk}/merges"
    lin.ask("POST", path, {"customer_id": cast.stranger.pk}, status=403)
    merge = chen.ask("POST", path, {"customer_id": cast.stranger.pk}, status=201)
    assert chen.ask("GET", f"/customers/{cast.stranger.pk}")["merged_into"] == cast.zhou.pk
    assert len(chen.ask("GET", f"/customers/{cast.zhou.pk}")["identities"]) == 2
    assert [one["name"] for one in chen.ask("GET", "/customers")["items"]] == ["周敏"]
    chen.ask("POST", f"/customers/{cast.stranger.pk}/merges/{merge['id']}/undo", status=404)
    undone = chen.ask("POST", f"{path}/{merge['id']}/undo")
    assert chen.ask("GET", path) == {"merges": [undone]}
    assert chen.ask("GET", f"/customers/{cast.stranger.pk}")["merged_into"] is None


@pytest.mark.parametrize(("verdict", "settled"), [("different", "different"), ("same", "merged")])
def test_a_proposed_duplicate_is_settled(chen: Program, cast: Cast, verdict: str, settled: str) -> None:
    actions.propose_duplicate(cast.zhou, cast.stranger, reasons=["same_name"], score=80, by=SYSTEM)
    (proposal,) = chen.ask("GET", "/duplicates")["items"]
    got = chen.ask("POST", f"/duplicates/{proposal['id']}/verdict", {"verdict": verdict, "keep": "second"})
    assert got["settled_as"] == settled
    assert chen.ask("GET", "/duplicates")["items"] == []
    merged = Customer.objects.get(pk=cast.zhou.pk).merged_into_id
    assert merged == (cast.stranger.pk if verdict == "same" else None)


def test_companies_are_kept_once(lin: Program, cast: Cast) -> None:
    made = lin.ask("POST", "/companies", {"name": "远山"}, status=201)
    lin.ask("POST", "/companies", {"name": " 远山 "}, status=409)
    assert lin.ask("GET", f"/companies/{made['id']}") == made
    assert lin.ask("GET", "/companies")["items"] == [made]
    lin.ask("GET", "/companies/999", status=404)
