"""The same step on many tickets: what it would do, what it does, and undoing it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Conflict, Invalid
from manyi.core.models import Event
from manyi.desk import actions, queries
from manyi.desk.models import BulkItem, BulkRun, Message, Status, Ticket

TAG = {"do": "tag", "value": "台风"}


@pytest.fixture
def several(cast: Cast) -> list[Ticket]:
    """Four of wearables, the last closed, and one of audio, which Lin does not reach."""
    by, made = cast.actor(cast.admin), []
    for number in range(5):
        team = cast.audio if number == 4 else cast.wearables
        ticket = actions.create_ticket(cast.zhou, by=by, subject=f"第 {number} 件", channel="email", team=team)
        made.append(ticket)
    actions.assign(made[4], by=by, to=cast.wei, team=cast.audio)
    actions.close_ticket(made[3], by=by)
    return [Ticket.objects.get(pk=ticket.pk) for ticket in made]


def ids(tickets: list[Ticket]) -> list[int]:
    return [ticket.pk for ticket in tickets]


def run(cast: Cast, tickets: list[Ticket], step: dict[str, str]) -> BulkRun:
    made = actions.start_bulk(ids(tickets), step, by=cast.actor(cast.lin))
    actions.continue_bulk(made.pk)
    return BulkRun.objects.get(pk=made.pk)


def test_looking_first_changes_nothing_and_says_what_would_happen(cast: Cast, several: list[Ticket]) -> None:
    lin = cast.actor(cast.lin)
    actions.set_tags(several[0], ["台风"], by=lin)
    events = Event.objects.count()
    found = actions.preview_bulk(ids(several), TAG, by=lin)
    assert (found.looked_at, found.changes, found.same) == (5, 3, 1)
    assert [number for number, _why in found.refused] == [several[4].number]
    hold = actions.preview_bulk(ids(several[:4]), {"do": "status", "value": "3"}, by=lin)
    assert (hold.changes, hold.refused) == (3, [(several[3].number, "请先重新打开工单。")])
    assert Event.objects.count() == events
    assert queries.tags_of(several[1].pk) == []


def test_it_is_done_where_it_can_be_and_told_where_it_can_t(cast: Cast, several: list[Ticket]) -> None:
    done = run(cast, several, TAG)
    state = queries.bulk_state(done)
    assert (state.done, state.refused, state.waiting) == (4, 1, 0)
    assert done.finished_at is not None
    assert queries.tags_of(several[2].pk) == ["台风"]
    assert queries.tags_of(several[4].pk) == []
    assert Event.objects.filter(verb="bulk.finished").count() == 1


def test_going_on_after_a_break_does_nothing_twice(cast: Cast, several: list[Ticket]) -> None:
    made = actions.start_bulk(ids(several[:2]), {"do": "note", "value": "统一答复"}, by=cast.actor(cast.lin))
    for _ in range(2):
        actions.continue_bulk(made.pk)
    assert Message.objects.filter(kind="note").count() == 2
    assert Event.objects.filter(verb="bulk.finished").count() == 1


def test_undone_each_is_as_it_was_unless_it_has_changed_since(cast: Cast, several: list[Ticket]) -> None:
    lin = cast.actor(cast.lin)
    done = run(cast, several[:3], {"do": "close"})
    actions.change_ticket(several[2], by=lin, priority=4)
    actions.undo_bulk(done, by=lin)
    assert [Ticket.objects.get(pk=pk).status for pk in ids(several[:3])] == [Status.OPEN, Status.OPEN, Status.CLOSED]
    state = queries.bulk_state(done)
    assert (state.undone, state.kept) == (2, 1)
    with pytest.raises(Conflict):
        actions.undo_bulk(BulkRun.objects.get(pk=done.pk), by=lin)


def test_assignment_and_tags_come_back(cast: Cast, several: list[Ticket]) -> None:
    lin = cast.actor(cast.lin)
    actions.assign(several[0], by=lin, to=cast.zhao)
    done = run(cast, several[:2], {"do": "assign", "value": "me"})
    actions.undo_bulk(done, by=lin)
    assert [Ticket.objects.get(pk=pk).assignee_id for pk in ids(several[:2])] == [cast.zhao.pk, None]


def test_what_was_said_is_not_taken_back_and_nobody_undoes_another_s(cast: Cast, several: list[Ticket]) -> None:
    said = run(cast, several[:1], {"do": "note", "value": "x"})
    tagged = run(cast, several[:1], TAG)
    with pytest.raises(Conflict):
        actions.undo_bulk(said, by=cast.actor(cast.lin))
    with pytest.raises(Conflict):
        actions.undo_bulk(tagged, by=cast.actor(cast.zhao))


def test_none_too_many_and_nonsense_are_refused(cast: Cast, several: list[Ticket]) -> None:
    lin = cast.actor(cast.lin)
    for chosen, step in (([], TAG), (range(1, 3000), TAG), (ids(several), {"do": "fly"})):
        with pytest.raises(Invalid):
            actions.start_bulk(chosen, step, by=lin)
    assert not BulkRun.objects.exists()


def test_the_pages_look_do_and_undo(cast: Cast, several: list[Ticket], lin_client: Client) -> None:
    chosen = ",".join(str(pk) for pk in ids(several[:2]))
    form = lin_client.get(reverse("bulk-new"), {"ids": chosen, "list": "team"}).content.decode()
    assert "处理 2 件工单" in form
    sent = {"ids": chosen, "list": "team", "do": "tag", "value-0-tag": "台风"}
    assert "2 件会改变" in lin_client.post(reverse("bulk-preview"), sent).content.decode()
    html = lin_client.post(reverse("bulk"), sent).content.decode()
    assert "已处理 2 件" in html
    made = BulkRun.objects.get()
    assert signed_in(cast.zhao).get(reverse("bulk-progress", args=[made.pk])).status_code == 404
    lin_client.post(reverse("bulk-undo", args=[made.pk]))
    assert set(BulkItem.objects.values_list("state", flat=True)) == {"undone"}


def test_all_of_a_list_is_that_list_and_no_other(cast: Cast, several: list[Ticket], lin_client: Client) -> None:
    actions.change_ticket(several[1], by=cast.actor(cast.lin), priority=4)
    sent = {"all": "1", "do": "tag", "value-0-tag": "台风"}
    lin_client.post(reverse("bulk"), {**sent, "list": "filter", "query": "priority=4"})
    assert [item.ticket_id for item in BulkItem.objects.all()] == [several[1].pk]
    assert lin_client.post(reverse("bulk"), {**sent, "list": "saved-99"}).status_code == 404
    lin_client.post(reverse("bulk"), {**sent, "list": "team"})
    assert BulkItem.objects.count() == 4
