"""The setup: queues, weights, abilities, and what they change."""

from __future__ import annotations

import pytest
from django.test import Client

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.core.models import Event
from manyi.desk import actions as desk
from manyi.desk.conditions import Conditions
from manyi.desk.models import Tag
from manyi.people.models import Staff
from manyi.routing import actions, queries, setup
from manyi.routing.matching import Weights
from manyi.routing.models import AgentSkill, ExpertPool, Policy, PolicyVersion, Post, Queue, Skill, Wait
from manyi.routing.queues import Overflow, Terms
from manyi.routing.tests.helpers import ask, assignees, online, react


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.admin)


def queue(cast: Cast, *, first: bool = True, conditions: Conditions | None = None, **terms: object) -> Queue:
    row = actions.save_queue(
        None, by=cast.actor(cast.admin), names={"en": "Test"}, conditions=conditions or Conditions(),
        terms=Terms(**terms),  # type: ignore[arg-type]
    )  # fmt: skip
    if first:
        actions.order_queues([row.pk], by=cast.actor(cast.admin))
    return row


def skilled(cast: Cast, staff: Staff, level: int, skill: Skill) -> None:
    actions.save_abilities(staff, by=cast.actor(cast.admin), skills={skill.pk: level})


def test_a_queue_asks_for_a_skill_at_its_level(cast: Cast) -> None:
    skill = actions.save_skill(None, by=cast.actor(cast.admin), names={"en": "Batteries"})
    queue(cast, skills={skill.pk: 3})
    skilled(cast, cast.lin, 2, skill)
    online(cast, cast.lin)
    made = ask(cast, "电池")
    react()
    assert assignees(made) == [None]
    assert f"skill:{skill.pk}:3" in str(queries.told(made)[0].ruled_out)
    skilled(cast, cast.lin, 3, skill)
    react()
    assert assignees(made) == [cast.lin.pk]


def test_a_language_is_asked_for_where_colleagues_list_theirs(cast: Cast) -> None:
    actions.save_abilities(cast.zhao, by=cast.actor(cast.admin), skills={}, languages=["zh", "en"])
    online(cast, cast.lin, cast.zhao)
    english = [ask(cast, f"Hello {count}", language="en") for count in range(2)]
    react()
    assert assignees(*english) == [cast.zhao.pk] * 2


def test_experts_get_what_has_their_tag(cast: Cast) -> None:
    by = cast.actor(cast.admin)
    made = ask(cast, "表带")
    desk.set_tags(made, ["表带"], by=cast.actor(cast.lin))
    tag = Tag.objects.get(name="表带")
    pool = actions.save_expert_pool(None, by=by, names={"en": "Straps"}, tags=[tag.pk], members=[cast.zhao.pk])
    online(cast, cast.lin, cast.zhao)
    react()
    assert assignees(made) == [cast.zhao.pk]
    assert "expert" in queries.decisions_of(made)[0].reasons["candidates"][0]["parts"]
    actions.delete_expert_pool(pool, by=by)
    assert not ExpertPool.objects.exists()


def test_a_queue_may_be_served_by_another_team_and_overflows_to_all(cast: Cast) -> None:
    row = queue(cast, overflow=(Overflow(after=60, any_team=True),))
    online(cast, cast.wei)
    made = ask(cast, "没人接")
    react()
    assert assignees(made) == [None]
    wait = Wait.objects.get(ticket=made)
    assert wait.queue_id == row.pk
    Wait.objects.update(step_at=wait.entered_at)
    assert (actions.overflow(), actions.overflow()) == (1, 0)
    react()
    assert assignees(made) == [cast.wei.pk]
    assert made.team_id == cast.wearables.pk


def test_who_does_not_hold_the_post_gets_nothing_of_its_queue(cast: Cast) -> None:
    by = cast.actor(cast.admin)
    post = actions.save_post(None, by=by, names={"en": "Hotline"})
    queue(cast, post=post.pk)
    online(cast, cast.lin, cast.zhao)
    actions.save_abilities(cast.zhao, by=by, skills={}, post=post)
    made = ask(cast, "热线")
    react()
    assert assignees(made) == [cast.zhao.pk]


def test_changed_units_let_more_in(cast: Cast) -> None:
    by = cast.actor(cast.admin)
    online(cast, cast.lin)
    tickets = [ask(cast, f"聊天 {count}") for count in range(4)]
    react()
    assert assignees(*tickets).count(None) == 1
    actions.save_channel_units("chat", by=by, units=5)
    react()
    assert None not in assignees(*tickets)


def test_every_version_of_weights_is_kept(cast: Cast) -> None:
    by = cast.actor(cast.admin)
    row = actions.save_weights("standard", {"vip": 60}, by=by)
    actions.save_weights("standard", {"vip": 60}, by=by)
    versions = [(one.version, one.values["vip"]) for one in queries.versions_of(row)]
    assert versions == [(2, 60.0), (1, Weights().vip)]
    assert setup.current().policies[None].vip == 60
    with pytest.raises(Invalid):
        actions.save_weights("standard", {"vip": -1}, by=by)
    with pytest.raises(Conflict):
        actions.delete_weights(row, by=by)


def test_a_queue_is_served_by_its_own_weights(cast: Cast) -> None:
    row = queue(cast)
    Queue.objects.filter(pk=row.pk).update(policy=Policy.objects.get(name="fifo"))
    actions.revise()
    online(cast, cast.lin)
    made = ask(cast, "先来先服务")
    react()
    assert queries.decisions_of(made)[0].policy == "fifo"


def test_what_cannot_be_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        queue(cast, overflow=(Overflow(after=60), Overflow(after=30)), offers=9999, share=0)
    assert set(refused.value.fields) == {"overflow", "offers", "share"}
    with pytest.raises(NotAllowed):
        actions.save_skill(None, by=cast.actor(cast.lin), names={"en": "x"})


def test_a_new_company_has_a_queue_and_two_sets_of_weights(cast: Cast) -> None:
    assert [one.row.names["en"] for one in queries.queues()] == ["All tickets"]
    assert [one.name for one in queries.policies()] == ["standard", "fifo"]


def test_queues_are_set_up_by_page(cast: Cast, admin: Client) -> None:
    skill = actions.save_skill(None, by=cast.actor(cast.admin), names={"en": "Batteries"})
    form = {
        "name-en": "Calls", "is_active": "on", "channels": "voice", "served_by": cast.audio.pk, "speaks": "on",
        f"skill-{skill.pk}": "2", "offers": "15", "share": "80", "within": "20", "step-0-after": "1.5",
        "step-0-any-team": "on",
    }  # fmt: skip
    assert admin.post("/settings/routing/queues/new", form).status_code == 302
    row = Queue.objects.get(names__en="Calls")
    read = setup.read_queue(row)
    assert read.terms.skills == {skill.pk: 2}
    assert read.terms.overflow == (Overflow(after=90, any_team=True),)
    assert read.teams == {cast.audio.pk}
    assert "Calls" in admin.get("/settings/routing/queues/").content.decode()
    assert admin.get(f"/settings/routing/queues/{row.pk}").status_code == 200
    answer = admin.post(f"/settings/routing/queues/{row.pk}", {"share": "abc"})
    assert answer.status_code == 422
    admin.post(f"/settings/routing/queues/{row.pk}/place", {"to": "up"})
    assert next(one.row.pk for one in queries.queues()) == row.pk
    admin.post(f"/settings/routing/queues/{row.pk}/deletion")
    assert not Queue.objects.filter(pk=row.pk).exists()


def test_weights_are_set_up_by_page(cast: Cast, admin: Client) -> None:
    assert "默认方案" in admin.get("/settings/routing/weights/").content.decode()
    admin.post("/settings/routing/weights/new", {"name": "促销", "waiting": "2", "vip": "0", "class-A": "3"})
    row = Policy.objects.get(name="促销")
    assert (row.values["waiting"], row.values["classes"]) == (2.0, {"A": 3.0, "B": 0.0, "C": 0.0})
    admin.post(f"/settings/routing/weights/{row.pk}", {"waiting": "3"})
    assert PolicyVersion.objects.filter(policy=row).count() == 2
    page = admin.get(f"/settings/routing/weights/{row.pk}").content.decode()
    assert "第 2 版" in page
    assert admin.post(f"/settings/routing/weights/{row.pk}", {"waiting": "-3"}).status_code == 422
    admin.post(f"/settings/routing/weights/{row.pk}/deletion")
    assert not Policy.objects.filter(name="促销").exists()


def test_abilities_are_set_up_by_page(cast: Cast, admin: Client) -> None:
    base = "/settings/routing/abilities/"
    admin.post(f"{base}skills", {"name-en": "Batteries"})
    admin.post(f"{base}posts", {"name-en": "Hotline"})
    skill, post = Skill.objects.get(), Post.objects.get()
    form = {f"skill-{skill.pk}": "4", "languages": "zh, en", "channels": "chat", "post": post.pk, "cost": "1.5"}
    assert admin.post(f"{base}agents/{cast.lin.pk}", form).status_code == 302
    assert AgentSkill.objects.get(staff=cast.lin).level == 4
    assert admin.get(f"{base}agents/{cast.lin.pk}").status_code == 200
    tag = Tag.objects.create(name="电池")
    pool = {"name-en": "Power", "tags": "电池", "members": [cast.lin.pk]}
    assert admin.post(f"{base}pools", pool).status_code == 302
    assert list(ExpertPool.objects.get().tags.all()) == [tag]
    units = {f"units-{key}": "3" for key in ("email", "chat", "form", "voice", "wechat", "wecom", "sms", "api")}
    assert admin.post(f"{base}channels", units).status_code == 302
    assert setup.current().units_of("chat") == 3
    page = admin.get(base).content.decode()
    assert "Power" in page
    assert "林晓" in page


def test_only_who_may_change_settings_sees_them(cast: Cast, lin_client: Client) -> None:
    for page in ("queues/", "weights/", "abilities/", "queues/new"):
        assert lin_client.get(f"/settings/routing/{page}").status_code == 403


def test_each_change_is_an_event(cast: Cast) -> None:
    before = Event.objects.count()
    queue(cast)
    actions.save_channel_units("chat", by=cast.actor(cast.admin), units=5)
    found = set(Event.objects.order_by("id")[before:].values_list("verb", flat=True))
    assert found == {"queue.saved", "queue.ordered", "channel_units.saved"}
