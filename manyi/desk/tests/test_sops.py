"""Procedures inside a ticket: steps, branches, deviations, time limits, versions, the editor."""

from __future__ import annotations

import datetime as dt
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.actions import unit
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.actions.sops import (
    deviate,
    do_step,
    publish_sop,
    save_draft_steps,
    save_sop,
    start_sop,
    tell_late_steps,
)
from manyi.desk.models import Priority, Sop, SopRun, SopStep, SopVersion, Task, Ticket
from manyi.desk.queries.sops import draft_of, runs_of, sops_for
from manyi.desk.sop_library import SHIPPED
from manyi.desk.sop_steps import (
    Branch,
    Field,
    Step,
    clean,
    decode,
    encode,
    faults,
    following,
    path,
    with_step,
    without_step,
)
from manyi.desk.tests.helpers import fresh, verbs
from manyi.people.models import Department

T = {"zh-hans": "步骤", "en": "Step"}


@pytest.fixture
def complaint(cast: Cast) -> Sop:
    return Sop.objects.get(key="complaint")


@pytest.fixture
def run(cast: Cast, ticket: Ticket, complaint: Sop) -> SopRun:
    return start_sop(ticket, complaint, by=cast.actor(cast.lin))


def test_five_procedures_are_shipped_and_sound(cast: Cast) -> None:
    assert [key for key, *_rest in SHIPPED] == ["complaint", "return-refund", "delivery", "device", "account"]
    for _key, names, _types, steps in SHIPPED:
        assert faults(steps) == []
        assert set(names) == {"zh-hans", "en"}
        assert all(set(step.title) == {"zh-hans", "en"} for step in steps)
        assert decode(encode(steps)) == steps
    assert Sop.objects.filter(version=1).count() == 5


def test_those_for_the_ticket_s_type_are_offered_first(cast: Cast, ticket: Ticket) -> None:
    assert {sop.key for sop in sops_for(ticket)[:3]} == {"return-refund", "delivery", "device"}


def test_steps_go_on_by_what_was_written_down(cast: Cast, ticket: Ticket, run: SopRun) -> None:
    by = cast.actor(cast.lin)
    do_step(run, by=by, step="listen", data={"story": "等了十天", "grade": "重大", "nonsense": "x"})
    run.refresh_from_db()
    assert (run.step, run.data) == ("leader", {"story": "等了十天", "grade": "重大"})
    do_step(run, by=by, step="leader", data={"line": "道歉并补发"})
    assert fresh(ticket).priority == Priority.URGENT
    do_step(run, by=by, step="understand", data={"facts": "丢件", "cause": "物流"})
    do_step(run, by=by, step="solve", data={"offer": "补发加券"})
    do_step(run, by=by, step="confirm", data={"accepted": "yes"})
    run.refresh_from_db()
    assert (run.state, run.step, run.data["offer"]) == ("done", "", "补发加券")
    assert verbs(ticket).count("sop.step_done") == 5
    assert verbs(ticket)[-1] == "sop.ended"


def test_what_is_missing_keeps_the_step(cast: Cast, run: SopRun) -> None:
    for data in ({}, {"story": "x", "grade": "没有这个"}):
        with pytest.raises(Invalid):
            do_step(run, by=cast.actor(cast.lin), step="listen", data=data)
    assert not SopStep.objects.exists()


def test_two_colleagues_never_do_one_step_twice(cast: Cast, run: SopRun) -> None:
    do_step(run, by=cast.actor(cast.lin), step="listen", data={"story": "x", "grade": "一般"})
    with pytest.raises(Conflict):
        do_step(run, by=cast.actor(cast.zhao), step="listen", data={"story": "y", "grade": "一般"})


def test_going_another_way_needs_a_reason_and_is_kept(cast: Cast, ticket: Ticket, run: SopRun) -> None:
    by = cast.actor(cast.lin)
    with pytest.raises(Invalid):
        deviate(run, by=by, step="listen", to="solve", reason=" ")
    with pytest.raises(Invalid):
        deviate(run, by=by, step="listen", to="nowhere", reason="x")
    deviate(run, by=by, step="listen", to="solve", reason="客户已书面说明")
    left = SopStep.objects.get()
    assert (left.is_deviation, left.reason, left.to) == (True, "客户已书面说明", "solve")
    deviate(run, by=by, step="solve", to="", reason="客户撤诉")
    run.refresh_from_db()
    assert (run.state, run.ended_at is not None) == ("stopped", True)


def test_a_procedure_begins_once_and_only_where_one_may_reply(cast: Cast, ticket: Ticket, complaint: Sop) -> None:
    first = start_sop(ticket, complaint, by=cast.actor(cast.lin))
    assert start_sop(ticket, complaint, by=cast.actor(cast.zhao)).pk == first.pk
    assert verbs(ticket).count("sop.started") == 1
    with pytest.raises(NotAllowed):
        start_sop(ticket, complaint, by=cast.as_customer(cast.zhou))


def test_closing_the_ticket_stops_what_runs(cast: Cast, ticket: Ticket, run: SopRun) -> None:
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    run.refresh_from_db()
    assert run.state == "stopped"


def test_a_step_that_takes_too_long_is_told_once(cast: Cast, ticket: Ticket, run: SopRun) -> None:
    assert tell_late_steps() == 0
    run.refresh_from_db()
    due = run.step_due_at
    assert due is not None
    for minutes in (1, 10):
        with unit(at=due + dt.timedelta(minutes=minutes)):
            tell_late_steps()
    assert verbs(ticket).count("sop.step_late") == 1
    with unit(at=due + dt.timedelta(minutes=15)):
        do_step(run, by=cast.actor(cast.lin), step="listen", data={"story": "x", "grade": "一般"})
    assert SopStep.objects.get().is_late


def test_a_step_asks_a_department_and_tags_by_itself(cast: Cast, ticket: Ticket) -> None:
    admin = cast.actor(cast.admin)
    department = Department.objects.create(name="仓库", interface_owner=cast.wei)
    template = actions.save_task_template(None, by=admin, names={"en": "Check"}, department=department)
    sop = save_sop(None, by=admin, key="check", names={"en": "Check"})
    save_draft_steps(sop, [Step("one", T, task=template.pk, deed="tag", deed_value="查库存")], by=admin)
    publish_sop(sop, by=admin)
    going = start_sop(ticket, sop, by=cast.actor(cast.lin))
    do_step(going, by=cast.actor(cast.lin), step="one", data={})
    assert Task.objects.get().template == template
    assert "ticket.tagged" in verbs(ticket)


def test_a_published_version_never_changes_under_a_run(cast: Cast, run: SopRun, complaint: Sop) -> None:
    admin = cast.actor(cast.admin)
    save_draft_steps(complaint, [Step("only", T)], by=admin)
    publish_sop(complaint, by=admin)
    complaint.refresh_from_db()
    assert complaint.version == 2
    assert len(decode(SopVersion.objects.get(sop=complaint, number=1).steps)) == 5
    assert (
        do_step(run, by=cast.actor(cast.lin), step="listen", data={"story": "x", "grade": "一般"}).step == "understand"
    )


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([], "empty"),
        ([Step("a", T), Step("a", T)], "twice:a"),
        ([Step("a", T, next="b")], "nowhere:a"),
        ([Step("a", {})], "title:a"),
        ([Step("a", T), Step("b", T)], "unreached:b"),
        ([Step("a", T, branches=(Branch("x", "1", "a"),))], "branch:a"),
    ],
)
def test_an_unsound_draft_names_its_faults(steps: list[Step], fault: str) -> None:
    assert fault in faults(steps)


def test_an_unsound_draft_is_not_published(cast: Cast, complaint: Sop) -> None:
    save_draft_steps(complaint, [], by=cast.actor(cast.admin))
    with pytest.raises(Invalid):
        publish_sop(complaint, by=cast.actor(cast.admin))
    complaint.refresh_from_db()
    assert complaint.version == 1


def test_each_kind_of_field_takes_what_fits() -> None:
    step = Step("a", T, fields=(Field("n", T, "number"), Field("y", T, "yes_no"), Field("c", T, "choice", ("x",))))
    assert clean(step, {"n": "3.5", "y": "yes", "c": "x"}) == ({"n": "3.5", "y": "yes", "c": "x"}, {})
    assert clean(step, {"n": "nan", "y": "maybe", "c": "z"})[1] == {"n": "kind", "y": "kind", "c": "kind"}


def test_a_step_that_is_added_lies_on_the_way_and_the_way_closes_when_it_goes() -> None:
    steps = [Step("a", {"en": "A"}, next="b"), Step("b", {"en": "B"})]
    longer = with_step(steps, 0, "new")
    assert [(step.key, step.next) for step in longer] == [("a", "new"), ("new", "b"), ("b", "")]
    assert without_step(longer, 1) == steps
    assert with_step([], 0, "first") == [Step("first", {})]


def test_a_circle_of_steps_is_shown_once() -> None:
    steps = (Step("a", T, next="b"), Step("b", T, next="a"))
    assert [(step.key, state) for step, state in path(steps, ["a"], "b")] == [("a", "done"), ("b", "now")]
    assert following(Step("a", T, branches=(Branch("x", "1", "b"),), next="c"), {"x": "1"}) == "b"


def test_the_ticket_shows_where_it_stands_and_takes_the_step(
    cast: Cast, ticket: Ticket, complaint: Sop, lin_client: Client, wei_client: Client
) -> None:
    start = reverse("ticket-sops", args=[ticket.number])
    assert "投诉处理" in lin_client.get(start).content.decode()
    assert wei_client.post(start, {"sop": complaint.pk}).status_code == 404
    assert lin_client.post(start, {"sop": complaint.pk}).status_code == 302
    going = SopRun.objects.get()
    page = unescape(lin_client.get(reverse("ticket", args=[ticket.number])).content.decode())
    for words in ("倾听与安抚", 'aria-current="step"', "非常抱歉给您带来不便", "data:story"):
        assert words in page
    address = reverse("ticket-sop", args=[ticket.number, going.pk])
    refused = lin_client.post(address, {"do": "step", "step": "listen"}, headers={"hx-request": "true"})
    assert refused.status_code == 422
    assert "客户陈述：请填写此项。" in refused.content.decode()
    sent = {"do": "step", "step": "listen", "data:story": "等了十天", "data:grade": "一般"}
    assert wei_client.post(address, sent).status_code == 404
    assert lin_client.post(address, sent).status_code == 302
    assert lin_client.post(address, {"do": "x"}).status_code == 404
    out = {"do": "deviate", "step": "understand", "to": "confirm", "reason": "事实清楚"}
    assert lin_client.post(address, out).status_code == 302
    view = runs_of(ticket)[0]
    assert [state for _step, state in view.steps] == ["done", "done", "now"]
    page = lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "<dt>客户陈述</dt><dd>等了十天</dd>" in page


def test_the_editor_drafts_and_publishes(cast: Cast, complaint: Sop, lin_client: Client) -> None:
    assert lin_client.get(reverse("desk-sops")).status_code == 403
    admin = signed_in(cast.admin)
    assert "投诉处理" in admin.get(reverse("desk-sops")).content.decode()
    assert admin.post(reverse("desk-sop-new"), {"key": "complaint", "name-en": "x"}).status_code == 422
    assert (
        admin.post(reverse("desk-sop-new"), {"key": "vip", "name-en": "VIP", "name-zh-hans": "贵宾"}).status_code == 302
    )
    sop = Sop.objects.get(key="vip")
    address = reverse("desk-sop", args=[sop.pk])
    admin.post(address, {"do": "add", "step": "step-1"})
    sent: dict[str, Any] = {
        "do": "step", "step": "step-1", "title-zh-hans": "问候", "next": "step-2", "minutes": "10",
        "field-0-key": "mood", "field-0-label-zh-hans": "情绪", "field-0-kind": "choice", "field-0-options": "好，坏",
        "branch-0-field": "mood", "branch-0-value": "坏", "branch-0-to": "step-2", "deed": "priority",
        "deed_value": "9",
    }  # fmt: skip
    admin.post(address, sent)
    steps, is_draft = draft_of(sop)
    assert is_draft
    assert (steps[0].fields[0].options, steps[0].branches[0].to, steps[0].deed) == (("好", "坏"), "step-2", "")
    refused = admin.post(address, {"do": "publish", "step": "step-1"})
    assert refused.status_code == 422
    admin.post(address, {"do": "step", "step": "step-2", "title-zh-hans": "结束"})
    assert admin.post(address, {"do": "publish", "step": "step-1"}).status_code == 302
    for what in ("down", "up", "remove"):
        assert admin.post(address, {"do": what, "step": "step-2"}).status_code == 302
    sop.refresh_from_db()
    assert (sop.version, len(draft_of(sop)[0])) == (1, 1)
    assert "问候" in admin.get(address).content.decode()
    settings = {"do": "settings", "step": "step-1", "name-en": "VIP care", "types": ["complaint"]}
    assert admin.post(address, settings).status_code == 302
    sop.refresh_from_db()
    assert (sop.names, sop.types, sop.is_active) == ({"en": "VIP care"}, ["complaint"], False)


def test_a_step_is_moved_to_any_place(cast: Cast) -> None:
    client, sop = signed_in(cast.admin), Sop.objects.get(key="device")
    address = reverse("desk-sop", args=[sop.pk])

    def order() -> list[str]:
        return [step["key"] for step in SopVersion.objects.filter(sop=sop).order_by("-number")[0].steps]

    before = order()
    answer = client.post(address, {"do": "move", "step": before[3], "place": "1"})
    assert answer.headers["Location"].endswith(f"?step={before[3]}#moved")
    assert order() == [before[0], before[3], before[1], before[2], *before[4:]]
    client.post(address, {"do": "move", "step": before[3], "place": "99"})
    assert order()[-1] == before[3]
    client.post(address, {"do": "up", "step": before[3]})
    assert order()[-2] == before[3]


def test_a_step_keeps_all_its_fields_however_many(cast: Cast) -> None:
    client, by = signed_in(cast.admin), cast.actor(cast.admin)
    sop = save_sop(None, by=by, names={"en": "Way", "zh-hans": "流程"}, key="way")
    fields = tuple(Field(f"f{place}", {"en": "x"}) for place in range(8))
    save_draft_steps(sop, [Step("one", {"en": "One"}, fields=fields)], by=by)
    page = client.get(reverse("desk-sop", args=[sop.pk])).content.decode()
    assert 'name="field-7-key" value="f7"' in page and 'name="field-9-key"' in page
    sent = {f"field-{place}-key": f"f{place}" for place in range(9)}
    client.post(reverse("desk-sop", args=[sop.pk]), {"do": "step", "step": "one", "title-en": "One", **sent})
    assert len(SopVersion.objects.get(sop=sop).steps[0]["fields"]) == 9
