"""Replies that go out later, or in a moment so that they can be taken back."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.conftest import Cast, signed_in
from manyi.core.actions import unit
from manyi.core.errors import Conflict, Invalid
from manyi.core.models import Job
from manyi.desk import actions, moments, queries
from manyi.desk.events import MessageSent, ReplyHeld, ReplyPlanned, ReplyTakenBack, TicketClosed
from manyi.desk.models import Draft, Message, PlannedReply, Status, Ticket
from manyi.desk.tests.helpers import fresh, logged, verbs
from manyi.people import actions as people

HTMX = {"hx-request": "true", "hx-target": "conversation"}
LATER = dt.timedelta(hours=1)


def plan(cast: Cast, ticket: Ticket, **options: object) -> PlannedReply:
    at = timezone.now() + LATER
    return actions.plan_reply(
        ticket,
        by=cast.actor(cast.lin),
        text="明早给您答复",
        send_at=at,
        key="k1",
        **options,  # type: ignore[arg-type]
    )


def when_due(planned: PlannedReply) -> None:
    with unit(at=planned.send_at + dt.timedelta(seconds=1)):
        actions.send_when_due(planned.pk)


def test_a_planned_reply_goes_out_in_its_time_once_and_in_its_writer_s_name(cast: Cast, ticket: Ticket) -> None:
    planned = plan(cast, ticket, then="resolve")
    assert Job.objects.get(name="desk.send_planned").due_at == planned.send_at
    actions.send_when_due(planned.pk)
    assert not Message.objects.filter(ticket=ticket, kind="out").exists()
    when_due(planned)
    when_due(planned)
    message = Message.objects.get(ticket=ticket, kind="out")
    assert (message.text, message.staff_id) == ("明早给您答复", cast.lin.pk)
    assert fresh(ticket).status == Status.RESOLVED
    assert len(logged(ticket, ReplyPlanned)) == len(logged(ticket, MessageSent)) == 1
    assert not PlannedReply.objects.exists()


def test_the_same_key_plans_once(cast: Cast, ticket: Ticket) -> None:
    assert plan(cast, ticket).pk == plan(cast, ticket).pk
    assert len(logged(ticket, ReplyPlanned)) == 1
    with pytest.raises(Invalid):
        actions.plan_reply(ticket, by=cast.actor(cast.lin), text=" ", send_at=timezone.now(), key="k2")


def test_it_is_held_when_the_customer_writes_first(cast: Cast, ticket: Ticket) -> None:
    planned = plan(cast, ticket)
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="我找到了", channel="email")
    when_due(planned)
    assert not Message.objects.filter(ticket=ticket, kind="out").exists()
    assert [(event.staff, event.reason) for event in logged(ticket, ReplyHeld)] == [(cast.lin.pk, "message")]
    actions.send_planned_now(planned, by=cast.actor(cast.zhao))
    assert Message.objects.get(ticket=ticket, kind="out").staff_id == cast.lin.pk


def test_a_held_reply_goes_out_at_the_time_it_is_moved_to(cast: Cast, ticket: Ticket) -> None:
    planned = plan(cast, ticket)
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="我找到了", channel="email")
    actions.move_planned(planned, by=cast.actor(cast.lin), send_at=timezone.now() + 2 * LATER)
    planned.refresh_from_db()
    when_due(planned)
    assert Message.objects.filter(ticket=ticket, kind="out").count() == 1


def test_taken_back_it_is_a_draft_before_what_was_begun_meanwhile(cast: Cast, ticket: Ticket) -> None:
    planned = plan(cast, ticket)
    actions.save_draft(ticket, by=cast.actor(cast.lin), kind="out", text="另外")
    actions.take_back(planned, by=cast.actor(cast.lin))
    assert Draft.objects.get().text == "明早给您答复\n\n另外"
    assert [event.staff for event in logged(ticket, ReplyTakenBack)] == [cast.lin.pk]
    when_due(planned)
    assert not Message.objects.filter(ticket=ticket, kind="out").exists()
    with pytest.raises(Conflict):
        actions.take_back(planned, by=cast.actor(cast.lin))


def test_nothing_goes_out_for_somebody_who_may_no_longer_send(cast: Cast, ticket: Ticket) -> None:
    planned = plan(cast, ticket)
    people.deactivate_staff(cast.lin, by=cast.actor(cast.admin), reason="离职")
    when_due(planned)
    assert [event.reason for event in logged(ticket, ReplyHeld)] == ["refused"]
    assert not Message.objects.filter(ticket=ticket, kind="out").exists()


def test_the_moment_to_take_a_mail_back_leaves_no_trace(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    before = verbs(ticket)
    sent = {"kind": "out", "text": "写错了", "undo": "1", "key": "k"}
    response = lin_client.post(reverse("ticket-messages", args=[ticket.number]), sent, headers=HTMX)
    planned = PlannedReply.objects.get()
    notice = json.loads(response.headers["HX-Trigger"])["manyi:toast"]
    assert notice["undo"] == reverse("planned-withdrawal", args=[ticket.number, planned.pk])
    assert notice["seconds"] == 5
    assert "写错了" in response.content.decode()
    lin_client.post(notice["undo"])
    assert verbs(ticket) == before
    assert "写错了</textarea>" in lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()


def test_the_customer_s_word_does_not_hold_what_is_as_good_as_sent(cast: Cast, ticket: Ticket) -> None:
    planned = plan(cast, ticket, is_grace=True)
    actions.receive_message(ticket, by=cast.as_customer(cast.zhou), text="在吗", channel="email")
    when_due(planned)
    assert Message.objects.filter(ticket=ticket, kind="out").exists()


def test_chats_go_out_at_once_and_so_do_mails_of_those_who_like_it(
    cast: Cast, ticket: Ticket, lin_client: Client
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(channel="chat")
    address = reverse("ticket-messages", args=[ticket.number])
    lin_client.post(address, {"kind": "out", "text": "聊天", "undo": "1"}, headers=HTMX)
    Ticket.objects.filter(pk=ticket.pk).update(channel="email")
    assert lin_client.post(reverse("desk-style"), {"undo_seconds": "99"}).status_code == 422
    assert lin_client.post(reverse("desk-style"), {"undo_seconds": "0", "shows_length": "on"}).status_code == 302
    assert 'name="undo"' not in lin_client.get(reverse("ticket", args=[ticket.number])).content.decode()
    lin_client.post(address, {"kind": "out", "text": "邮件", "undo": "1"}, headers=HTMX)
    assert list(Message.objects.filter(kind="out").values_list("text", flat=True)) == ["聊天", "邮件"]


def test_files_go_with_it_or_back_into_the_draft(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    upload = reverse("ticket-attachments", args=[ticket.number])
    kept = lin_client.post(upload, {"file": SimpleUploadedFile("保修卡.txt", b"x")}).json()
    sent = {"kind": "out", "text": "见附件", "files": kept["id"], "send_at": "monday", "key": "k"}
    lin_client.post(reverse("ticket-messages", args=[ticket.number]), sent, headers=HTMX)
    page = reverse("ticket", args=[ticket.number])
    lin_client.post(reverse("planned-withdrawal", args=[ticket.number, PlannedReply.objects.get().pk]))
    assert "保修卡.txt" in lin_client.get(page).content.decode()
    lin_client.post(reverse("ticket-messages", args=[ticket.number]), {**sent, "key": "k2"}, headers=HTMX)
    lin_client.post(reverse("planned-sending", args=[ticket.number, PlannedReply.objects.get().pk]))
    assert Message.objects.get(kind="out").attachments.get().name == "保修卡.txt"


def test_a_time_that_is_over_or_no_time_is_refused(cast: Cast, ticket: Ticket, lin_client: Client) -> None:
    for time in ("2020-01-01T09:00", "", "soon", "2026-13-99T99:99"):
        with pytest.raises(Invalid):
            moments.read(time)
        sent = {"kind": "out", "text": "x", "send_at": "own", "send_at_time": time}
        refused = lin_client.post(reverse("ticket-messages", args=[ticket.number]), sent, headers=HTMX)
        assert refused.status_code == 422
    assert not PlannedReply.objects.exists()


def test_colleagues_see_what_waits(cast: Cast, ticket: Ticket) -> None:
    plan(cast, ticket)
    html = signed_in(cast.zhao).get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "明早给您答复" in html
    assert queries.ticket_page(cast.actor(cast.zhao), fresh(ticket)).planned[0].by == "林晓"


def grace(cast: Cast, ticket: Ticket) -> PlannedReply:
    return plan(cast, ticket, is_grace=True)


def test_closing_while_the_mail_can_be_taken_back_goes_along_with_it(
    cast: Cast, ticket: Ticket, lin_client: Client
) -> None:
    planned = grace(cast, ticket)
    page = lin_client.post(reverse("ticket-closure", args=[ticket.number]), {"reason": "换好了"}, headers=HTMX)
    assert page.status_code == 200
    assert fresh(ticket).is_open
    when_due(planned)
    assert fresh(ticket).status == Status.CLOSED
    said = [verb for verb in verbs(ticket) if verb in ("message.sent", "ticket.closed")]
    assert said == ["message.sent", "ticket.closed"]
    assert logged(ticket, TicketClosed)[-1].reason == "换好了"


def test_who_takes_the_mail_back_takes_back_the_closing_too(cast: Cast, ticket: Ticket) -> None:
    planned = grace(cast, ticket)
    assert actions.end_with_reply(ticket, by=cast.actor(cast.lin), then="close") is not None
    actions.take_back(planned, by=cast.actor(cast.lin))
    when_due(planned)
    assert fresh(ticket).is_open
    assert Draft.objects.get(ticket=ticket).text == "明早给您答复"


def test_whoever_else_closes_has_the_mail_sent_before(cast: Cast, ticket: Ticket) -> None:
    planned = grace(cast, ticket)
    assert actions.end_with_reply(ticket, by=cast.actor(cast.zhao), then="close") is None
    actions.close_ticket(ticket, by=cast.actor(cast.zhao))
    said = [verb for verb in verbs(ticket) if verb in ("message.sent", "ticket.closed")]
    assert said == ["message.sent", "ticket.closed"]
    when_due(planned)
    assert Message.objects.filter(ticket=ticket, kind="out").count() == 1


def test_a_reply_that_goes_out_later_does_not_hinder_closing(cast: Cast, ticket: Ticket) -> None:
    plan(cast, ticket)
    assert actions.end_with_reply(ticket, by=cast.actor(cast.lin), then="close") is None
    actions.close_ticket(ticket, by=cast.actor(cast.lin))
    assert fresh(ticket).status == Status.CLOSED
