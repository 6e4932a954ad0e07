"""Rush mode on pages."""

from __future__ import annotations

import pytest
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.actors import SYSTEM
from manyi.routing import actions
from manyi.routing.models import Playbook, Queue, Rush
from manyi.routing.rush import Plan
from manyi.routing.setup import read_plan
from manyi.routing.tests.helpers import ask, online, react

PLAN = Plan(capacity=150, short_forms=True, banner={"zh-hans": "先回等待的客户"}, answer={"zh-hans": "请稍候"})
LIVE = {"HX-Request": "true"}


@pytest.fixture
def chen(cast: Cast) -> Client:
    return signed_in(cast.chen)


def playbook() -> Playbook:
    return actions.save_playbook(None, by=SYSTEM, names={"zh-hans": "大促激增", "en": "Sale"}, plan=PLAN)


def test_a_leader_starts_and_ends_it_on_the_floor(cast: Cast, chen: Client, lin_client: Client) -> None:
    queue, made = Queue.objects.get(), playbook()
    assert "大促激增" in chen.get(f"/floor/rushes/new?queue={queue.pk}", headers=LIVE).content.decode()
    board = chen.post("/floor/rushes/", {"queue": queue.pk, "playbook": made.pk}, headers=LIVE).content.decode()
    assert "floor-lane rush" in board
    rush = Rush.objects.get()
    assert (rush.by_staff_id, rush.queue_id) == (cast.chen.pk, queue.pk)
    assert lin_client.post(f"/floor/rushes/{rush.pk}/ending").status_code == 403
    board = chen.post(f"/floor/rushes/{rush.pk}/ending", headers=LIVE).content.decode()
    assert "floor-lane rush" not in board
    assert Rush.objects.get().end == "hand"


def test_the_banner_is_for_those_who_serve_the_queue(cast: Cast, chen: Client, lin_client: Client) -> None:
    queue = Queue.objects.create(names={"zh-hans": "穿戴"})
    queue.teams.set([cast.wearables])
    actions.revise()
    assert "先回等待的客户" not in lin_client.get("/floor/rushes/banner").content.decode()
    actions.start_rush(queue.pk, playbook(), by=cast.actor(cast.chen))
    assert "先回等待的客户" in lin_client.get("/floor/rushes/banner").content.decode()
    assert "先回等待的客户" not in signed_in(cast.wei).get("/floor/rushes/banner").content.decode()
    online(cast, cast.lin, state="busy")
    assert 'hx-get="/floor/rushes/banner"' in lin_client.get("/inbox/mine/").content.decode()


def test_the_report_tells_what_it_brought(cast: Cast, chen: Client, lin_client: Client) -> None:
    online(cast, cast.lin)
    rush = actions.start_rush(Queue.objects.get().pk, playbook(), by=cast.actor(cast.chen))
    ask(cast, "问")
    react()
    page = chen.get(f"/floor/rushes/{rush.pk}").content.decode()
    assert "大促激增" in page
    assert cast.lin.name in page
    assert "大促激增" in chen.get("/floor/rushes/").content.decode()
    for address in ("/floor/rushes/", f"/floor/rushes/{rush.pk}", "/floor/rushes/new"):
        assert lin_client.get(address).status_code == 403


def test_playbooks_are_set_up_by_page(cast: Cast, chen: Client) -> None:
    admin = signed_in(cast.admin)
    form = {
        "name-en": "Outage", "is_active": "on", "capacity": "200", "borrowed": cast.audio.pk, "short_forms": "on",
        "answer-en": "We know.", "at_most": "60", "calm_waiting": "1", "calm_for": "5", "waiting": "20",
        "longest": "7.5", "arrivals": "0", "channels": "chat",
    }  # fmt: skip
    assert admin.post("/settings/routing/playbooks/new", form).status_code == 302
    row = Playbook.objects.get(names__en="Outage")
    plan = read_plan(row.plan)
    assert (plan.capacity, plan.teams, plan.at_most, plan.calm_for) == (200, frozenset({cast.audio.pk}), 3600, 300)
    assert (plan.trigger.waiting, plan.trigger.longest, plan.trigger.conditions.channels) == (
        20,
        450,
        frozenset({"chat"}),
    )
    assert plan.answer == {"en": "We know."}
    page = f"/settings/routing/playbooks/{row.pk}"
    assert admin.post(page, {**form, "capacity": "50"}).status_code == 422
    admin.post(page, {**form, "capacity": "120"})
    row.refresh_from_db()
    assert (row.version, read_plan(row.plan).capacity) == (2, 120)
    assert "Outage" in admin.get("/settings/routing/playbooks/").content.decode()
    assert admin.get(page).status_code == 200
    admin.post(f"{page}/deletion")
    assert not Playbook.objects.filter(pk=row.pk).exists()
    assert chen.get("/settings/routing/playbooks/").status_code == 403
