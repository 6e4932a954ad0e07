"""Looking colleagues up, changing where they stand, ending and giving back their access."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from manyi.conftest import Cast, signed_in
from manyi.core.actors import SYSTEM
from manyi.core.errors import Invalid, NotAllowed
from manyi.core.models import Event
from manyi.people import access, actions, queries
from manyi.people.models import ApiToken, Presence, Role, Staff, Team


def names(cast: Cast, **wanted: Any) -> set[str]:
    return {row.name for row in queries.directory(cast.actor(cast.lin), queries.StaffFilter(**wanted)).rows}


def test_the_directory_is_narrowed_by_every_filter(cast: Cast) -> None:
    actions.set_presence(cast.zhao, "online", by=cast.actor(cast.zhao))
    assert names(cast, text="林") == {"林晓"}
    assert names(cast, text="ZHAO@") == {"赵雨"}
    assert names(cast, team=str(cast.audio.pk)) == {"魏明"}
    assert names(cast, tier="super") == {"陈静"}
    assert names(cast, role="administrator") == {"管理员"}
    assert names(cast, presence="online") == {"赵雨"}
    assert names(cast, presence="offline") == {"林晓", "陈静", "魏明", "管理员"}


def test_the_directory_is_paged_without_gaps_or_doubles(cast: Cast) -> None:
    for number in range(120):
        actions.add_staff(f"n{number}@x.example", name=f"同名{number % 3}", role="agent", by=SYSTEM)
    seen: list[int] = []
    after: str | None = ""
    while after is not None:
        page = queries.directory(cast.actor(cast.lin), queries.StaffFilter(), after=after)
        seen += [row.pk for row in page.rows]
        after = page.next_after
    assert sorted(seen) == sorted(Staff.objects.values_list("pk", flat=True))


def test_the_directory_asks_as_much_for_many_as_for_few(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        actions.add_staff(f"n{number}@x.example", name=f"同事{number}", role="agent", team=cast.audio, by=SYSTEM)
    client = signed_in(cast.admin)
    client.get("/people/")
    with django_assert_max_num_queries(6):
        assert "同事39" in client.get("/people/").text


def test_a_change_of_place_is_one_event_and_moves_the_department(cast: Cast) -> None:
    admin = cast.actor(cast.admin)
    actions.change_staff(cast.lin, by=admin, team=cast.audio, capacity=5)
    actions.change_staff(cast.lin, by=admin, team=cast.audio, capacity=5)
    cast.lin.refresh_from_db()
    assert (cast.lin.team, cast.lin.department) == (cast.audio, cast.audio.department)
    assert Event.objects.filter(verb="staff.changed").count() == 1


def test_a_new_role_is_in_force_at_once(cast: Cast) -> None:
    client = signed_in(cast.lin)
    assert client.get("/people/invitations/").status_code == 403
    actions.change_staff(cast.lin, by=cast.actor(cast.admin), role=Role.objects.get(key="manager"))
    assert client.get("/people/invitations/").status_code == 200


def test_a_manager_cannot_make_or_touch_an_administrator(cast: Cast) -> None:
    manager = cast.actor(actions.add_staff("m@x.example", name="经理", role="manager", by=SYSTEM))
    administrator = Role.objects.get(key="administrator")
    with pytest.raises(NotAllowed):
        actions.change_staff(cast.lin, by=manager, role=administrator)
    with pytest.raises(NotAllowed):
        actions.change_staff(cast.admin, by=manager, capacity=1)
    with pytest.raises(NotAllowed):
        actions.deactivate_staff(cast.admin, by=manager, reason="我想")
    with pytest.raises(NotAllowed):
        actions.end_sessions(cast.admin, by=manager)
    actions.change_staff(cast.lin, by=manager, tier="super")


def test_the_last_administrator_stays(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.change_staff(cast.admin, by=cast.actor(cast.admin), role=Role.objects.get(key="agent"))
    with pytest.raises(Invalid):
        actions.deactivate_staff(cast.admin, by=SYSTEM, reason="离职")
    actions.add_staff("second@x.example", name="第二位", role="administrator", by=SYSTEM)
    actions.deactivate_staff(cast.admin, by=SYSTEM, reason="离职")


def test_deactivating_needs_a_reason_and_ends_everything_at_once(cast: Cast) -> None:
    client, admin = signed_in(cast.lin), cast.actor(cast.admin)
    actions.create_token(cast.lin, name="x", scopes=[], by=admin)
    actions.set_presence(cast.lin, "online", by=cast.actor(cast.lin))
    assert client.get("/account/").status_code == 200
    with pytest.raises(Invalid):
        actions.deactivate_staff(cast.lin, by=admin, reason="  ")
    actions.deactivate_staff(cast.lin, by=admin, reason="离职")
    actions.deactivate_staff(cast.lin, by=admin, reason="离职")
    assert client.get("/account/").status_code == 302
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert Presence.objects.get(staff=cast.lin).state == "offline"
    assert Event.objects.filter(verb="staff.deactivated").count() == 1


def test_a_deactivated_colleague_can_come_back(cast: Cast) -> None:
    admin = signed_in(cast.admin)
    admin.post(f"/people/{cast.lin.pk}/deactivate/", {"reason": "休假"})
    assert "林晓" in admin.get("/people/?gone=1").text
    assert "林晓" not in signed_in(cast.wei).get("/people/?gone=1").text.replace("魏明", "")
    admin.post(f"/people/{cast.lin.pk}/reactivate/")
    cast.lin.refresh_from_db()
    assert cast.lin.is_active


def test_nobody_deactivates_himself(cast: Cast) -> None:
    with pytest.raises(Invalid):
        actions.deactivate_staff(cast.admin, by=cast.actor(cast.admin), reason="再见")


def test_the_page_of_a_colleague_changes_him(cast: Cast) -> None:
    client = signed_in(cast.admin)
    page = client.get(f"/people/{cast.lin.pk}/")
    assert "林晓" in page.text
    sent = {"name": "林晓", "role": cast.lin.role_id, "team": cast.audio.pk, "tier": "super", "capacity": "7"}
    assert client.post(f"/people/{cast.lin.pk}/", sent).status_code == 302
    assert client.post(f"/people/{cast.lin.pk}/", {**sent, "capacity": "-3"}).status_code == 422
    cast.lin.refresh_from_db()
    assert (cast.lin.team, cast.lin.tier, cast.lin.capacity) == (cast.audio, "super", 7)


def test_teams_and_departments_are_made_and_changed(cast: Cast) -> None:
    client = signed_in(cast.admin)
    client.post("/settings/departments/new/", {"name": "物流部", "interface_owner": cast.zhao.pk})
    logistics = queries.departments().get(name="物流部")
    assert logistics.interface_owner == cast.zhao
    assert client.post("/settings/departments/new/", {"name": "物流部"}).status_code == 422
    client.post("/settings/teams/new/", {"name": "夜班", "department": logistics.pk, "leader": cast.chen.pk})
    night = Team.objects.get(name="夜班")
    actions.change_staff(cast.lin, by=cast.actor(cast.admin), team=night)
    client.post(f"/settings/teams/{night.pk}/", {"name": "夜班", "department": cast.audio.department_id})
    cast.lin.refresh_from_db()
    assert cast.lin.department == cast.audio.department
    page = client.get("/settings/teams/").text
    assert "夜班" in page and "物流部" in page
    assert client.post(f"/settings/teams/{night.pk}/", {"name": "影音", "department": logistics.pk}).status_code == 422
    assert Event.objects.filter(verb="team.changed").count() == 2


def test_a_role_is_changed_in_one_event_and_in_force_at_once(cast: Cast) -> None:
    client = signed_in(cast.admin)
    agent = Role.objects.get(key="agent")
    kept = [code for code in agent.permissions if code != "staff.see"]
    sent = {"permissions": [*kept, "audit.see"], "scope": "department", "field_classes": ["personal"]}
    lin = signed_in(cast.lin)
    assert lin.get("/people/").status_code == 200
    assert client.post("/settings/roles/agent/", sent).status_code == 302
    client.post("/settings/roles/agent/", sent)
    event = Event.objects.get(verb="role.changed")
    assert '"granted":["audit.see"]' in event.payload and '"withdrawn":["staff.see"]' in event.payload
    assert lin.get("/people/").status_code == 403
    assert access.actor_of(Staff.objects.get(pk=cast.lin.pk)).can("audit.see")


def test_administrators_hold_everything_and_cannot_be_cut_down(cast: Cast) -> None:
    Role.objects.filter(key="administrator").update(permissions=[])
    assert cast.actor(Staff.objects.get(pk=cast.admin.pk)).can("staff.manage")
    answer = signed_in(cast.admin).post("/settings/roles/administrator/", {"scope": "own"})
    assert answer.status_code == 422


def test_unknown_permissions_are_refused(cast: Cast) -> None:
    sent = {"permissions": ["world.rule"], "scope": "own"}
    assert signed_in(cast.admin).post("/settings/roles/agent/", sent).status_code == 422


OUTSIDE = (
    "/account/", "/people/", "/people/1/", "/people/1/photo/", "/people/invitations/", "/settings/teams/",
    "/settings/teams/new/", "/settings/teams/1/", "/settings/departments/new/", "/settings/departments/1/",
    "/settings/roles/", "/settings/roles/agent/", "/settings/tokens/",
)  # fmt: skip
POSTS = (
    "/account/photo/", "/account/theme/", "/account/language/", "/account/sessions/end/", "/presence/",
    "/people/1/deactivate/", "/people/1/reactivate/", "/people/1/sign-out/", "/people/1/second-factor/",
    "/people/invitations/1/renew/", "/people/invitations/1/revoke/", "/settings/tokens/1/revoke/",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_strangers_are_sent_to_the_sign_in_page(cast: Cast, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("path", POSTS)
def test_strangers_change_nothing(cast: Cast, path: str) -> None:
    before = Event.objects.count()
    assert Client().post(path).headers["Location"].startswith("/accounts/login/")
    assert Event.objects.count() == before


@pytest.mark.parametrize("path", [p for p in OUTSIDE if p not in ("/account/", "/people/", "/people/1/photo/")])
def test_an_agent_manages_nobody(cast: Cast, path: str) -> None:
    path = path.replace("/1/", f"/{cast.lin.pk}/") if path.startswith("/people") else path
    client = signed_in(cast.wei)
    assert client.get(path).status_code in (403, 404)
    assert client.post(path, {}).status_code in (403, 404, 405)


@pytest.mark.parametrize("verb", ["deactivate", "reactivate", "sign-out", "second-factor"])
def test_an_agent_does_nothing_to_a_colleague(cast: Cast, verb: str) -> None:
    before = Event.objects.count()
    assert signed_in(cast.wei).post(f"/people/{cast.lin.pk}/{verb}/", {"reason": "因为"}).status_code == 404
    assert Event.objects.count() == before


def test_a_role_without_the_directory_sees_no_colleagues(cast: Cast) -> None:
    role = Role.objects.get(key="agent")
    role.permissions = []
    role.save()
    client = signed_in(Staff.objects.get(pk=cast.wei.pk))
    assert client.get("/people/").status_code == 403
    assert client.get(f"/people/{cast.lin.pk}/photo/").status_code == 404
