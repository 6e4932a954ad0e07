"""Transfers with a reason and what the next person must know."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from manyi.conftest import Cast
from manyi.core.actors import SYSTEM
from manyi.core.errors import Invalid
from manyi.desk import actions, queries
from manyi.desk.actions.handing_over import transfer
from manyi.desk.actions.promises import make_promise
from manyi.desk.handover import Spoken, Story, mood_of, summarise
from manyi.desk.models import Handover, Ticket
from manyi.desk.tests.helpers import fresh, verbs
from manyi.people.models import Department


def test_a_transfer_keeps_the_owner_and_writes_what_is_known(cast: Cast, ticket: Ticket) -> None:
    lin = cast.actor(cast.lin)
    actions.reply(ticket, by=lin, text="您好，已登记寄修。")
    make_promise(ticket, by=lin, text="周五前寄出", due_at=timezone.now() + dt.timedelta(days=2))
    department = Department.objects.create(name="仓库", interface_owner=cast.wei)
    actions.ask_department(ticket, by=lin, department=department, title="查库存")
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="太失望了，什么时候寄？", channel="email")
    with translation.override("zh-hans"):
        transfer(ticket, by=lin, to=cast.zhao, reason="她管寄修")
    row = fresh(ticket)
    assert (row.owner_id, row.assignee_id) == (cast.lin.pk, cast.zhao.pk)
    kept = Handover.objects.get()
    assert (kept.reason, kept.by_staff_id, kept.old_assignee_id) == ("她管寄修", cast.lin.pk, cast.lin.pk)
    for words in ("表带断裂", "什么时候寄", "已登记寄修", "周五前寄出", "不满", "查库存 · 仓库"):
        assert words in kept.summary
    assert verbs(ticket).count("ticket.handed_over") == 1


def test_a_transfer_without_a_reason_is_refused(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(Invalid):
        transfer(ticket, by=cast.actor(cast.lin), to=cast.zhao, reason=" ")
    assert fresh(ticket).assignee_id is None


def test_to_who_has_it_already_changes_nothing(cast: Cast, ticket: Ticket) -> None:
    lin = cast.actor(cast.lin)
    actions.assign(ticket, by=lin, to=cast.zhao)
    before = verbs(ticket)
    transfer(ticket, by=lin, to=cast.zhao, reason="再说一次")
    assert verbs(ticket) == before
    assert not Handover.objects.exists()


def test_the_summary_can_be_changed_before_it_goes(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    address = reverse("ticket-assignment", args=[ticket.number])
    form = unescape(lin_client.get(f"{address}?to=staff-{cast.zhao.pk}").content.decode())
    assert "表带断裂，是否在保修范围" in form
    assert f'value="staff-{cast.zhao.pk}" selected' in form
    refused = lin_client.post(address, {"to": f"staff-{cast.zhao.pk}", "summary": "我改过的摘要"})
    assert refused.status_code == 422
    assert "我改过的摘要" in refused.content.decode()
    sent = {"to": f"staff-{cast.zhao.pk}", "reason": "请接手", "summary": "我改过的摘要"}
    assert lin_client.post(address, sent).status_code == 302
    assert Handover.objects.get().summary == "我改过的摘要"
    page = lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "我改过的摘要" in page


def test_all_hand_overs_are_read_newest_first(
    cast: Cast, ticket: Ticket, lin_client: Client, wei_client: Client
) -> None:
    transfer(ticket, by=cast.actor(cast.lin), to=cast.zhao, reason="第一次")
    transfer(ticket, by=cast.actor(cast.zhao), to=None, team=cast.wearables, reason="第二次")
    address = reverse("ticket-handovers", args=[ticket.number])
    page = lin_client.get(address).content.decode()
    assert page.index("第二次") < page.index("第一次")
    assert wei_client.get(address).status_code == 404


def test_the_owner_sees_what_he_owns_wherever_it_is_worked_on(cast: Cast, ticket: Ticket) -> None:
    actions.reply(ticket, by=cast.actor(cast.lin), text="您好")
    transfer(ticket, by=cast.actor(cast.lin), to=None, team=cast.audio, reason="影音产品")
    viewer = cast.actor(cast.lin)
    lines = queries.inbox_page(viewer, queries.get_list(viewer, "owned").select(viewer)).lines
    assert [line.row.number for line in lines] == [ticket.number]


@pytest.mark.parametrize(
    ("texts", "mood"),
    [
        (["你好", "我要投诉到12315"], "angry"),
        (["为什么还没发货"], "unhappy"),
        (["I am still waiting"], "unhappy"),
        (["太慢了", "收到了，谢谢"], "pleased"),
        (["请问怎么充电"], "calm"),
        ([], "calm"),
    ],
)
def test_the_mood_follows_the_last_words_but_anger_stays(texts: list[str], mood: str) -> None:
    assert mood_of(texts) == mood


def test_a_summary_of_a_story_without_words_is_its_subject() -> None:
    found = summarise(Story("无法开机", []))
    assert (found.wants, found.done, found.promised, found.tasks) == (["无法开机"], [], [], [])


def test_greetings_are_left_out_of_a_summary() -> None:
    said = [Spoken("in", "您好！\n手环充不进电，请问怎么办？"), Spoken("out", "您好，\n请先换一根线试试。")]
    found = summarise(Story("手环问题", said))
    assert found.wants == ["手环问题", "手环充不进电，请问怎么办？"]
    assert found.done == ["请先换一根线试试。"]


def test_the_system_hands_over_too(cast: Cast, ticket: Ticket) -> None:
    transfer(ticket, by=SYSTEM, to=cast.chen, reason="升级")
    assert Handover.objects.get().by_staff_id is None
