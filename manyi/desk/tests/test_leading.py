"""What leaders do: take over, whisper, hand out, approve."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Conflict, Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.actions.approvals import ask_approval, decide_approval, save_approval_rule
from manyi.desk.actions.leading import hand_out, take_over, whisper
from manyi.desk.approval_letters import approval_of_subject, mark_of, token_of
from manyi.desk.approval_mail import meaning, take_answer
from manyi.desk.models import Approval, ApprovalRule, Handover, Mention, Message, Ticket
from manyi.desk.tests.helpers import fresh, verbs


@pytest.fixture
def busy(cast: Cast, ticket: Ticket) -> Ticket:
    """Lin is just talking to Zhou."""
    actions.reply(ticket, by=cast.actor(cast.lin), text="您好")
    return ticket


@pytest.fixture
def refund(cast: Cast) -> ApprovalRule:
    cast.wearables.leader = cast.chen
    cast.wearables.save()
    return save_approval_rule(None, by=cast.actor(cast.admin), names={"zh-hans": "退款"}, limit=Decimal(200))


@pytest.fixture
def asked(cast: Cast, busy: Ticket, refund: ApprovalRule) -> Approval:
    return ask_approval(busy, by=cast.actor(cast.lin), rule=refund, amount=Decimal("350.5"), reason="质量问题")


def test_a_leader_takes_over_and_the_owner_stays(cast: Cast, busy: Ticket) -> None:
    for _ in range(2):
        take_over(busy, by=cast.actor(cast.chen), reason="客户情绪激动")
    row = fresh(busy)
    assert (row.assignee_id, row.owner_id) == (cast.chen.pk, cast.lin.pk)
    assert verbs(busy).count("ticket.taken_over") == 1
    assert Handover.objects.get().reason == "客户情绪激动"


def test_taking_over_needs_a_reason_and_the_right(cast: Cast, busy: Ticket) -> None:
    with pytest.raises(Invalid):
        take_over(busy, by=cast.actor(cast.chen), reason="")
    with pytest.raises(NotAllowed):
        take_over(busy, by=cast.actor(cast.zhao), reason="我来")


def test_a_whisper_is_a_note_that_calls_who_is_talking(cast: Cast, busy: Ticket) -> None:
    written = whisper(busy, by=cast.actor(cast.chen), text="可以直接补发")
    assert written.kind == "note"
    assert Mention.objects.get().staff_id == cast.lin.pk
    assert verbs(busy)[-1] == "message.whispered"
    with pytest.raises(NotAllowed):
        whisper(busy, by=cast.actor(cast.zhao), text="x")


def test_nobody_to_whisper_to_is_said(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(Conflict):
        whisper(ticket, by=cast.actor(cast.chen), text="x")
    assert Message.objects.filter(kind="note").count() == 0


def test_a_colleague_s_work_is_handed_out_in_turn(cast: Cast) -> None:
    by, made = cast.actor(cast.chen), []
    for number in range(3):
        ticket = actions.create_ticket(
            cast.zhou, by=by, subject=f"第 {number} 件", channel="email", team=cast.wearables
        )
        made.append(actions.assign(ticket, by=by, to=cast.lin))
    actions.close_ticket(made[2], by=by)
    assert hand_out(cast.lin, by=by, to=[cast.zhao, cast.chen], reason="林晓请假") == 2
    assert {fresh(one).assignee_id for one in made[:2]} == {cast.zhao.pk, cast.chen.pk}
    assert {fresh(one).owner_id for one in made} == {cast.lin.pk}
    assert fresh(made[2]).assignee_id == cast.lin.pk
    assert hand_out(cast.lin, by=by, to=[], reason="林晓请假") == 0


def test_work_goes_back_to_its_queue_when_nobody_is_chosen(cast: Cast, busy: Ticket) -> None:
    assert hand_out(cast.lin, by=cast.actor(cast.chen), to=[], reason="请假") == 1
    assert (fresh(busy).assignee_id, fresh(busy).team_id) == (None, cast.wearables.pk)


def test_a_leader_hands_out_only_what_is_in_reach(cast: Cast, busy: Ticket) -> None:
    with pytest.raises(NotAllowed):
        hand_out(cast.lin, by=cast.actor(cast.wei), to=[cast.wei], reason="x")
    with pytest.raises(Invalid):
        hand_out(cast.lin, by=cast.actor(cast.chen), to=[cast.lin], reason="x")


def test_the_team_page_shows_loads_and_hands_out(cast: Cast, busy: Ticket, lin_client: Client) -> None:
    assert lin_client.get(reverse("team")).status_code == 403
    leader = signed_in(cast.chen)
    assert "林晓" in leader.get(reverse("team")).content.decode()
    sent = {"from": cast.lin.pk, "to": [cast.zhao.pk]}
    assert leader.post(reverse("team"), sent).status_code == 422
    assert leader.post(reverse("team"), {**sent, "reason": "请假"}).status_code == 200
    assert fresh(busy).assignee_id == cast.zhao.pk


@pytest.mark.parametrize("noun", ["takeover", "whispers"])
def test_the_leader_s_forms_are_for_leaders(cast: Cast, busy: Ticket, lin_client: Client, noun: str) -> None:
    address = reverse(f"ticket-{noun}", args=[busy.number])
    leader = signed_in(cast.chen)
    assert lin_client.get(address).status_code == 403
    assert leader.get(address).status_code == 200
    assert leader.post(address, {}).status_code == 422
    assert leader.post(address, {"reason": "升级", "text": "补发"}).status_code == 302
    assert signed_in(cast.wei).get(address).status_code == 404


def test_within_the_limit_nobody_need_approve(cast: Cast, busy: Ticket, refund: ApprovalRule) -> None:
    mail.outbox.clear()
    approval = ask_approval(busy, by=cast.actor(cast.lin), rule=refund, amount=Decimal(200), reason="运费")
    assert (approval.state, approval.is_free, approval.approver) == ("approved", True, None)
    assert not mail.outbox


def test_above_it_the_leader_is_asked_and_answers_once(cast: Cast, busy: Ticket, asked: Approval) -> None:
    assert (asked.state, asked.approver_id) == ("asked", cast.chen.pk)
    assert token_of(asked) in str(mail.outbox[-1].body)
    assert mail.outbox[-1].subject.startswith("请审批：")
    for _ in range(2):
        decide_approval(asked, by=cast.actor(cast.chen), approve=True)
    assert verbs(busy).count("approval.decided") == 1
    assert mail.outbox[-1].to == [cast.lin.email]
    with pytest.raises(Conflict):
        decide_approval(asked, by=cast.actor(cast.chen), approve=False, words="不行")


def test_a_no_needs_a_reason_and_nobody_decides_for_himself(cast: Cast, asked: Approval) -> None:
    with pytest.raises(Invalid):
        decide_approval(asked, by=cast.actor(cast.chen), approve=False)
    for staff in (cast.lin, cast.zhao, cast.wei):
        with pytest.raises(NotAllowed):
            decide_approval(asked, by=cast.actor(staff), approve=True)
    asked.refresh_from_db()
    assert asked.state == "asked"


@pytest.mark.parametrize("amount", [None, Decimal(0), Decimal("NaN"), Decimal(-3)])
def test_an_amount_must_be_one(cast: Cast, busy: Ticket, refund: ApprovalRule, amount: Decimal | None) -> None:
    with pytest.raises(Invalid):
        ask_approval(busy, by=cast.actor(cast.lin), rule=refund, amount=amount, reason="x")


def test_the_link_decides_by_a_click_and_not_by_being_opened(cast: Cast, asked: Approval, client: Client) -> None:
    address = reverse("approval-by-link", args=[token_of(asked)])
    page = client.get(address).content.decode()
    assert "350.50" in page
    asked.refresh_from_db()
    assert asked.state == "asked"
    assert client.post(address, {"answer": "no"}).status_code == 422
    assert client.post(address, {"answer": "yes"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.approver_id) == ("approved", cast.chen.pk)
    assert client.get(address[:-4] + "xxx/").status_code == 404


def test_the_link_still_tells_what_somebody_else_decided(cast: Cast, asked: Approval, client: Client) -> None:
    address = reverse("approval-by-link", args=[token_of(asked)])
    decide_approval(asked, by=cast.actor(cast.admin), approve=True)
    page = client.get(address).content.decode()
    assert cast.admin.name in page
    assert "<button" not in page.partition("<main")[2].partition("</main>")[0]
    assert client.post(address, {"answer": "no", "words": "nein"}).status_code == 422
    cast.chen.is_active = False
    cast.chen.save()
    assert client.get(address).status_code == 404


def test_asking_and_deciding_from_the_pages(cast: Cast, busy: Ticket, refund: ApprovalRule, lin_client: Client) -> None:
    address = reverse("ticket-approvals", args=[busy.number])
    assert "退款" in lin_client.get(address).content.decode()
    assert lin_client.post(address, {"rule": refund.pk, "amount": "abc", "reason": "x"}).status_code == 422
    assert lin_client.post(address, {"rule": refund.pk, "amount": "1,350", "reason": "质量问题"}).status_code == 302
    approval = Approval.objects.get()
    page = reverse("approval", args=[approval.pk])
    assert page in lin_client.get(reverse("ticket", args=[busy.number])).content.decode()
    leader = signed_in(cast.chen)
    assert page in leader.get(reverse("team")).content.decode()
    assert leader.post(page, {"answer": "no", "words": "先换货"}).status_code == 302
    assert "先换货" in lin_client.get(page).content.decode()
    assert signed_in(cast.wei).get(page).status_code == 404


def test_approval_rules_are_set_up_from_their_form(cast: Cast, lin_client: Client) -> None:
    address = reverse("desk-approval-rule-new")
    assert lin_client.get(address).status_code == 403
    admin = signed_in(cast.admin)
    assert admin.post(address, {"name-en": "Refund", "limit": "x"}).status_code == 422
    sent = {"name-en": "Refund", "limit": "100", "approver": cast.chen.pk, "is_active": "on"}
    assert admin.post(address, sent).status_code == 302
    assert ApprovalRule.objects.get().approver_id == cast.chen.pk
    assert "Refund" in admin.get(reverse("desk-approval-rules")).content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("同意", (True, "")),
        ("可以，尽快办", (True, "尽快办")),
        ("Yes, go on", (True, "go on")),
        ("OK", (True, "")),
        ("不同意：金额太高", (False, "金额太高")),
        ("No - too much", (False, "too much")),
        ("noted, will look", (None, "noted, will look")),
        ("我再看看", (None, "我再看看")),
    ],
)
def test_an_answer_by_mail_is_understood(text: str, said: tuple[bool | None, str]) -> None:
    assert meaning(text) == said


def test_only_the_approver_s_own_mail_with_our_mark_counts(cast: Cast, asked: Approval) -> None:
    subject = f"Re: 请审批 {mark_of(asked)}"
    assert approval_of_subject(subject, cast.chen.email.upper()) == asked
    assert approval_of_subject(subject, "someone@example.com") is None
    assert approval_of_subject(f"[A{asked.pk}-{'0' * 20}]", cast.chen.email) is None


def test_an_approval_is_decided_by_answering_the_mail(cast: Cast, asked: Approval) -> None:
    by = cast.actor(cast.chen)
    sent = len(mail.outbox)
    for text, state in (
        ("我再看看", "asked"),
        ("不同意", "asked"),
        ("同意，走原路退", "approved"),
        ("拒绝：算了", "approved"),
    ):
        take_answer(asked, by=by, text=text)
        asked.refresh_from_db()
        assert asked.state == state, text
    assert asked.words == "走原路退"
    told = [one.subject for one in mail.outbox[sent:] if one.to == [cast.chen.email]]
    assert len(told) == 3 and all(mark_of(asked) in subject for subject in told)
