"""Notes and the colleagues they call."""

from __future__ import annotations

import pytest

from manyi.conftest import Cast
from manyi.core.errors import Invalid, NotAllowed
from manyi.desk import actions
from manyi.desk.events import NoteWritten
from manyi.desk.models import Draft, Follower, Mention, Message, Status, Ticket
from manyi.desk.tests.helpers import fresh, logged


def test_a_note_calls_colleagues_who_follow_from_then_on(cast: Cast, ticket: Ticket) -> None:
    actions.save_draft(ticket, by=cast.actor(cast.zhao), kind="note", text="@林晓")
    note = actions.note(ticket, by=cast.actor(cast.zhao), text="@林晓 请看", mentions=[cast.lin, cast.lin])
    assert list(Mention.objects.filter(message=note).values_list("staff_id", flat=True)) == [cast.lin.pk]
    assert Follower.objects.filter(ticket=ticket, staff=cast.lin).count() == 1
    assert logged(ticket, NoteWritten)[-1].mentions == [cast.lin.pk]
    assert not Draft.objects.exists()


def test_a_note_leaves_the_customer_s_clock_and_the_status_alone(cast: Cast, ticket: Ticket) -> None:
    before = fresh(ticket)
    actions.note(ticket, by=cast.actor(cast.zhao), text="记一下")
    row = fresh(ticket)
    assert (row.status, row.waiting_since, row.snippet) == (Status.NEW, before.waiting_since, before.snippet)


def test_the_same_key_notes_once(cast: Cast, ticket: Ticket) -> None:
    for _ in range(2):
        actions.note(ticket, by=cast.actor(cast.zhao), text="一次", external_id="k")
    assert Message.objects.filter(ticket=ticket, kind="note").count() == 1


def test_an_empty_note_is_refused(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(Invalid):
        actions.note(ticket, by=cast.actor(cast.zhao), text=" \n")


def test_customers_write_no_notes(cast: Cast, ticket: Ticket) -> None:
    with pytest.raises(NotAllowed):
        actions.note(ticket, by=cast.as_customer(cast.zhou), text="嘿")


def test_a_mention_is_seen_once(cast: Cast, ticket: Ticket) -> None:
    actions.note(ticket, by=cast.actor(cast.zhao), text="@林晓", mentions=[cast.lin])
    assert actions.mark_mentions_seen(ticket, by=cast.actor(cast.lin)) == 1
    assert actions.mark_mentions_seen(ticket, by=cast.actor(cast.lin)) == 0
