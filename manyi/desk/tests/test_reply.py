"""Answering a customer."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.errors import Invalid, NotAllowed
from manyi.core.models import Event
from manyi.desk import actions
from manyi.desk.models import NO_DUE, Draft, Message, Status, Ticket


def verbs(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket_id=ticket.pk).order_by("id").values_list("verb", flat=True))


def test_the_first_to_answer_owns_the_ticket_and_works_on_it(cast: Cast, ticket: Ticket) -> None:
    actions.reply(ticket, by=cast.actor(cast.lin), text="您好，保修期内可以免费更换。")
    ticket.refresh_from_db()
    assert (ticket.owner_id, ticket.assignee_id, ticket.team_id) == (
        cast.lin.pk,
        cast.lin.pk,
        cast.wearables.pk,
    )
    assert ticket.status == Status.PENDING
    assert ticket.waiting_since is None
    assert ticket.due_at == NO_DUE
    assert ticket.snippet == "您好，保修期内可以免费更换。"
    own = [verb for verb in verbs(ticket) if not verb.startswith("sla.")]
    assert own[-5:] == [
        "ticket.owner_changed",
        "ticket.assigned",
        "ticket.status_changed",
        "message.sent",
        "ticket.status_changed",
    ]


def test_a_second_answer_by_a_colleague_leaves_the_owner(cast: Cast, ticket: Ticket) -> None:
    actions.reply(ticket, by=cast.actor(cast.lin), text="第一次答复")
    actions.reply(ticket, by=cast.actor(cast.zhao), text="第二次答复")
    ticket.refresh_from_db()
    assert ticket.owner_id == ticket.assignee_id == cast.lin.pk
    assert Message.objects.filter(ticket=ticket, kind="out").count() == 2


def test_the_same_client_key_sends_once(cast: Cast, ticket: Ticket) -> None:
    first = actions.reply(ticket, by=cast.actor(cast.lin), text="好的", external_id="key-1")
    before = verbs(ticket)
    again = actions.reply(ticket, by=cast.actor(cast.lin), text="好的", external_id="key-1")
    assert again.pk == first.pk
    assert verbs(ticket) == before


def test_an_empty_answer_is_refused_and_the_draft_stays(cast: Cast, ticket: Ticket) -> None:
    actions.save_draft(ticket, by=cast.actor(cast.lin), kind="out", text="写到一半")
    with pytest.raises(Invalid):
        actions.reply(ticket, by=cast.actor(cast.lin), text="   ")
    assert Draft.objects.get(ticket=ticket, staff=cast.lin).text == "写到一半"


def test_sending_removes_the_draft_of_that_kind_only(cast: Cast, ticket: Ticket) -> None:
    by = cast.actor(cast.lin)
    actions.save_draft(ticket, by=by, kind="out", text="答复")
    actions.save_draft(ticket, by=by, kind="note", text="备注")
    actions.reply(ticket, by=by, text="答复")
    assert list(Draft.objects.values_list("kind", flat=True)) == ["note"]


def test_a_customer_cannot_answer_as_staff(cast: Cast, ticket: Ticket) -> None:
    before = verbs(ticket)
    with pytest.raises(NotAllowed):
        actions.reply(ticket, by=cast.as_customer(cast.zhou), text="我来答复")
    assert verbs(ticket) == before
