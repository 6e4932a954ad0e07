"""Text blocks and macros: kept, found, filled in, run, counted."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Invalid, NotAllowed, NotFound
from manyi.desk import actions, queries
from manyi.desk.events import MacroRun, WordingUsed
from manyi.desk.models import CustomField, Macro, Message, Status, Ticket, TicketTag, Wording
from manyi.desk.tests.helpers import fresh, logged, verbs

HELLO = "{greeting}，{customer.name}，这里是{company.name}的{agent.name}，工单 {ticket.number}。"


@pytest.fixture
def block(cast: Cast) -> Wording:
    return actions.save_wording(None, by=cast.actor(cast.lin), name="开场白", text=HELLO, keywords="kcb")


@pytest.fixture
def macro(cast: Cast) -> Macro:
    steps = [
        {"do": "reply", "value": "{customer.name}您好，已为您登记保修。"},
        {"do": "tag", "value": "保修，表带"},
        {"do": "priority", "value": "3"},
        {"do": "assign", "value": "me"},
        {"do": "resolve"},
    ]
    return actions.save_macro(None, by=cast.actor(cast.chen), name="登记保修", steps=steps, audience="all")


def test_a_text_block_is_filled_in_and_its_use_is_counted(cast: Cast, ticket: Ticket, block: Wording) -> None:
    text, missing = actions.use_wording(block, ticket, by=cast.actor(cast.lin))
    assert missing == []
    assert f"周敏，这里是曜石科技的林晓，工单 {ticket.number}。" in text
    block.refresh_from_db()
    assert block.used == 1
    assert [event.wording for event in logged(ticket, WordingUsed)] == [block.pk]


def test_what_is_not_known_stays_to_be_filled_in_by_hand(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    CustomField.objects.create(key="order", names={"zh-hans": "订单号"}, kind="text")
    queries.forget_reference()
    row = actions.save_wording(None, by=by, name="订单", text="订单 {field.order}，运单 {tracking}，{NO}")
    assert actions.use_wording(row, ticket, by=by) == (
        "订单 {field.order}，运单 {tracking}，{NO}",
        ["field.order", "tracking"],
    )
    actions.change_ticket(ticket, by=by, fields={"order": "SO-77"})
    assert actions.use_wording(row, fresh(ticket), by=by)[1] == ["tracking"]


def test_own_texts_are_nobody_else_s_and_sharing_needs_the_permission(cast: Cast, block: Wording) -> None:
    zhao = cast.actor(cast.zhao)
    assert list(queries.wordings(zhao)) == []
    with pytest.raises(NotFound):
        queries.get_wording(zhao, block.pk)
    with pytest.raises(NotAllowed):
        actions.save_wording(None, by=zhao, name="班组", text="x", audience="all")
    with pytest.raises(NotFound):
        actions.delete_wording(block, by=zhao)
    shared = actions.save_wording(
        None, by=cast.actor(cast.chen), name="班组", text="x", audience="team", team=cast.wearables
    )
    assert list(queries.wordings(zhao)) == [shared]
    assert list(queries.wordings(cast.actor(cast.wei))) == []
    with pytest.raises(NotAllowed):
        actions.save_wording(shared, by=zhao, name="改", text="y")


def test_names_and_keywords_find_before_words_of_the_text(cast: Cast, block: Wording) -> None:
    by = cast.actor(cast.lin)
    other = actions.save_wording(None, by=by, name="结束语", text="开场白之后的话")
    assert queries.find_wordings(by, "开场白") == [block, other]
    assert queries.find_wordings(by, "kcb") == [block]
    assert queries.find_wordings(by, "没有") == []


def test_a_macro_does_all_its_steps_in_one_go(cast: Cast, ticket: Ticket, macro: Macro) -> None:
    actions.run_macro(macro, ticket, by=cast.actor(cast.lin))
    done = fresh(ticket)
    assert (done.status, done.priority, done.assignee_id) == (Status.RESOLVED, 3, cast.lin.pk)
    assert Message.objects.get(ticket=ticket, kind="out").text == "周敏您好，已为您登记保修。"
    assert queries.tags_of(ticket.pk) == ["保修", "表带"]
    assert [event.name for event in logged(ticket, MacroRun)] == ["登记保修"]
    macro.refresh_from_db()
    assert macro.used == 1


def test_a_step_that_is_refused_leaves_nothing_done(cast: Cast, ticket: Ticket, macro: Macro) -> None:
    before = verbs(ticket)
    CustomField.objects.create(key="model", names={"zh-hans": "型号"}, kind="text", is_required=True)
    with pytest.raises(Invalid):
        actions.run_macro(macro, ticket, by=cast.actor(cast.lin))
    assert verbs(ticket) == before
    assert not TicketTag.objects.filter(ticket=ticket).exists()
    macro.refresh_from_db()
    assert macro.used == 0


def test_a_macro_never_sends_a_gap(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    row = actions.save_macro(None, by=by, name="运单", steps=[{"do": "reply", "value": "运单 {tracking}"}])
    with pytest.raises(Invalid, match="tracking"):
        actions.run_macro(row, ticket, by=by)
    assert not Message.objects.filter(ticket=ticket, kind="out").exists()


@pytest.mark.parametrize("step", [{"do": "fly"}, {"do": "priority", "value": "9"}, {"do": "reply", "value": " "}])
def test_a_macro_with_a_step_that_can_t_be_done_is_not_kept(cast: Cast, step: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        actions.save_macro(None, by=cast.actor(cast.lin), name="x", steps=[step])
    assert "steps" in refused.value.fields
    assert not Macro.objects.exists()


def test_the_pages_keep_change_and_delete(cast: Cast, lin_client: Client) -> None:
    made = lin_client.post(reverse("wording-new"), {"name": "谢谢", "text": "谢谢您\r\n再见"})
    assert made.status_code == 302
    row = Wording.objects.get()
    assert (row.text, row.staff_id) == ("谢谢您\n再见", cast.lin.pk)
    assert "谢谢您" in lin_client.get(reverse("wording", args=[row.pk])).content.decode()
    assert lin_client.post(reverse("wording", args=[row.pk]), {"name": "", "text": "x"}).status_code == 422
    sent = {"name": "关闭", "do": ["tag", "close", ""], "value-0-tag": "已办", "value-0-reply": "不该有"}
    assert lin_client.post(reverse("macro-new"), sent).status_code == 302
    assert Macro.objects.get().steps == [{"do": "tag", "value": "已办"}, {"do": "close", "value": ""}]
    html = lin_client.get(reverse("prepared")).content.decode()
    assert "谢谢" in html
    assert "添加标签 已办 · 关闭工单" in html
    assert signed_in(cast.zhao).get(reverse("wording", args=[row.pk])).status_code == 404
    lin_client.post(reverse("wording-delete", args=[row.pk]))
    lin_client.post(reverse("macro-delete", args=[Macro.objects.get().pk]))
    assert not Wording.objects.exists()
    assert not Macro.objects.exists()


def test_the_composer_asks_for_entries_and_their_text(
    cast: Cast, ticket: Ticket, block: Wording, lin_client: Client, wei_client: Client
) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    found = lin_client.get(reverse("ticket-insertions", args=[ticket.number, "blocks"]), {"q": "开场"}).json()
    assert [entry["name"] for entry in found["entries"]] == ["开场白"]
    address = reverse("ticket-insertion", args=[ticket.number, "blocks", block.pk])
    assert "周敏" in lin_client.post(address).json()["text"]
    assert wei_client.post(address).status_code == 404
    assert lin_client.get(reverse("ticket-insertions", args=[ticket.number, "nothing"])).status_code == 404


def test_a_macro_runs_from_the_page_and_the_command_bar_offers_it(
    cast: Cast, ticket: Ticket, macro: Macro, lin_client: Client
) -> None:
    entries = lin_client.get(reverse("commands"), {"at": ticket.number}).json()["entries"]
    by_label = {entry["label"]: entry for entry in entries}
    assert by_label["登记保修"]["url"] == reverse("ticket-macro", args=[ticket.number, macro.pk])
    assert by_label["优先级：紧急"]["values"] == {"priority": "4"}
    assert by_label["转给赵雨"]["url"].endswith(f"/assignment?to=staff-{cast.zhao.pk}")
    assert by_label["工作台"].get("deed") is None
    for label in ("优先级：紧急", "登记保修"):
        entry = by_label[label]
        lin_client.post(entry["url"], entry["values"], headers={"hx-request": "true", "hx-target": "conversation"})
    done = fresh(ticket)
    assert (done.status, done.assignee_id, done.owner_id) == (Status.RESOLVED, cast.lin.pk, cast.lin.pk)


def test_the_command_bar_knows_no_ticket_out_of_reach(cast: Cast, ticket: Ticket, wei_client: Client) -> None:
    actions.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    assert wei_client.get(reverse("commands"), {"at": ticket.number}).status_code == 404
