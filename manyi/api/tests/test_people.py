"""Colleagues, teams and the token's own self."""

from __future__ import annotations

from manyi.api.tests.programs import ALL_SCOPES, Program
from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.people.actions import deactivate_staff, set_presence


def test_colleagues_are_listed_with_their_presence(lin: Program, cast: Cast) -> None:
    set_presence(cast.zhao, "online", by=cast.actor(cast.zhao))
    found = {one["id"]: one for one in lin.ask("GET", f"/staff?team_id={cast.wearables.pk}")["items"]}
    assert set(found) == {cast.lin.pk, cast.zhao.pk, cast.chen.pk}
    assert (found[cast.zhao.pk]["presence"], found[cast.lin.pk]["presence"]) == ("online", "offline")
    assert lin.ask("GET", f"/staff/{cast.zhao.pk}") == found[cast.zhao.pk]


def test_staff_is_paged(lin: Program, cast: Cast) -> None:
    first = lin.ask("GET", "/staff?limit=3")
    second = lin.ask("GET", f"/staff?limit=3&cursor={first['next']}")
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert ids == sorted(ids)
    assert len(set(ids)) == 5


def test_who_has_left_is_gone(lin: Program, cast: Cast) -> None:
    deactivate_staff(cast.wei, by=SYSTEM, reason="left")
    lin.ask("GET", f"/staff/{cast.wei.pk}", status=404)


def test_teams_and_departments(lin: Program, cast: Cast) -> None:
    assert [team["name"] for team in lin.ask("GET", "/teams")["teams"]] == ["智能穿戴", "影音"]
    assert [unit["is_service"] for unit in lin.ask("GET", "/departments")["departments"]] == [True, True]


def test_a_token_knows_itself(lin: Program, cast: Cast) -> None:
    me = lin.ask("GET", "/me")
    assert (me["staff_id"], me["name"], me["reach"]) == (cast.lin.pk, "林晓", "team")
    assert me["scopes"] == sorted(ALL_SCOPES)


def test_permissions_are_those_of_the_role_within_the_scopes(cast: Cast) -> None:
    narrow = Program(cast.lin, allowed=["tickets:read"])
    assert narrow.ask("GET", "/me")["permissions"] == ["customer.see", "ticket.see"]


def test_the_installation_says_that_it_is_well(lin: Program, cast: Cast) -> None:
    health = lin.ask("GET", "/health")
    assert health["status"] == "ok"
    assert health["position"] > 0
