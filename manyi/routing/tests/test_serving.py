"""Waiting tickets go to those who are here, able and free; who comes free gets the best at once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.people import actions as people
from manyi.people.models import Presence
from manyi.routing import actions, loading, queries
from manyi.routing.models import Decision, Standing, Wait
from manyi.routing.tests.helpers import ask, assignees, online, react, verbs


def capacity(cast: Cast, units: int) -> None:
    for staff in (cast.lin, cast.zhao):
        people.change_staff(staff, by=cast.actor(cast.admin), capacity=units)


def test_two_colleagues_share_what_comes_in(cast: Cast) -> None:
    online(cast, cast.lin, cast.zhao)
    tickets = []
    for count in range(4):
        tickets.append(ask(cast, f"问题 {count}"))
        react()
    got = assignees(*tickets)
    assert sorted(map(str, got)) == sorted(map(str, [cast.lin.pk, cast.zhao.pk] * 2))
    assert Event.objects.filter(verb="ticket.assigned").count() == 4


def test_nobody_gets_more_than_his_capacity(cast: Cast) -> None:
    capacity(cast, 13)
    online(cast, cast.lin)
    tickets = [ask(cast, f"聊天 {count}") for count in range(3)]
    react()
    assert sorted(map(str, assignees(*tickets))) == sorted(map(str, [cast.lin.pk, cast.lin.pk, None]))


def test_a_call_fills_a_colleague_and_waits_for_an_empty_one(cast: Cast) -> None:
    online(cast, cast.lin)
    mail, call = ask(cast, "邮件", channel="email"), ask(cast, "来电", channel="voice")
    react()
    given = dict(zip((mail.pk, call.pk), assignees(mail, call), strict=True))
    assert list(given.values()).count(cast.lin.pk) == 1
    assert given[call.pk] is None or given[mail.pk] is None


def test_who_comes_free_gets_the_most_pressing_piece_at_once(cast: Cast) -> None:
    capacity(cast, 6)
    online(cast, cast.lin)
    first = ask(cast, "第一个")
    react()
    later, vip = ask(cast, "后来的"), ask(cast, "贵宾", customer=cast.stranger)
    cast.stranger.is_vip = True
    cast.stranger.save()
    react()
    assert assignees(first, later, vip) == [cast.lin.pk, None, None]
    desk.propose_resolution(first, by=cast.actor(cast.lin))
    react()
    assert assignees(later, vip) == [None, cast.lin.pk]


def test_who_comes_online_gets_what_waits(cast: Cast) -> None:
    made = ask(cast, "有人吗")
    react()
    assert assignees(made) == [None]
    online(cast, cast.zhao)
    react()
    assert assignees(made) == [cast.zhao.pk]


def test_another_message_of_who_waits_looks_for_nobody_anew(cast: Cast) -> None:
    online(cast, cast.lin, state="away")
    online(cast, cast.wei)
    made = ask(cast, "还在等")
    react()
    by = cast.as_customer(made.customer)
    desk.receive_message(made, by=by, text="在吗？", channel="chat")
    with CaptureQueriesContext(connection) as asked:
        react()
    assert asked.captured_queries
    assert not [one for one in asked.captured_queries if "FROM people_presence p" in one["sql"]]
    online(cast, cast.lin)
    react()
    assert assignees(made) == [cast.lin.pk]


def test_absent_colleagues_and_other_teams_get_nothing(cast: Cast) -> None:
    online(cast, cast.wei, cast.admin)
    online(cast, cast.lin, state="away")
    made = ask(cast, "谁都不在")
    react()
    assert assignees(made) == [None]
    assert Wait.objects.get(ticket=made).ended_at is None


def test_a_wait_ends_when_somebody_takes_the_ticket(cast: Cast) -> None:
    made = ask(cast, "我来")
    react()
    desk.take(made, by=cast.actor(cast.lin))
    react()
    wait = Wait.objects.get(ticket=made)
    assert wait.outcome == Wait.Outcome.SERVED
    assert verbs(made).count("queue.left") == 1


def test_giving_back_waits_again_with_the_time_already_waited(cast: Cast) -> None:
    made = ask(cast, "还给队列")
    desk.take(made, by=cast.actor(cast.lin))
    desk.assign(made, by=cast.actor(cast.lin), to=None)
    react()
    waits = list(Wait.objects.filter(ticket=made))
    assert [wait.entered_at for wait in waits] == [Ticket.objects.get(pk=made.pk).waiting_since]


def test_what_happened_twice_assigns_once(cast: Cast) -> None:
    online(cast, cast.lin, cast.zhao)
    made = ask(cast, "一次就好")
    actions.follow([made.pk])
    actions.follow([made.pk])
    assert (actions.serve(), actions.serve()) == (1, 0)
    assert verbs(made).count("ticket.assigned") == 1


def test_a_decision_says_who_was_possible_and_what_ruled_others_out(cast: Cast) -> None:
    online(cast, cast.lin, cast.zhao, cast.wei)
    online(cast, cast.chen, state="busy")
    made = ask(cast, "为什么")
    react()
    decision = queries.decisions_of(made)[0]
    names = {one["staff"] for one in decision.reasons["candidates"]}
    assert names == {cast.lin.pk, cast.zhao.pk}
    out = decision.reasons["ruled_out"]
    assert out["team"]["staff"] == [cast.wei.pk]
    assert out["presence:busy"]["staff"] == [cast.chen.pk]
    assert decision.chosen_id == decision.reasons["candidates"][0]["staff"]


def test_many_at_once_are_decided_together(cast: Cast) -> None:
    tickets = [ask(cast, f"一起 {count}") for count in range(4)]
    react()
    online(cast, cast.lin, cast.zhao)
    react()
    assert None not in assignees(*tickets)
    assert Decision.objects.filter(reasons__together__gt=1).exists()


def test_after_a_call_its_notes_are_finished_before_anything_new_comes(cast: Cast) -> None:
    online(cast, cast.lin)
    call = ask(cast, "来电", channel="voice")
    react()
    desk.propose_resolution(call, by=cast.actor(cast.lin))
    react()
    made = ask(cast, "下一个")
    react()
    presence = Presence.objects.get(staff=cast.lin)
    assert (presence.state, assignees(made)) == ("wrap_up", [None])
    Presence.objects.update(until=presence.since)
    people.tidy_presence()
    react()
    assert assignees(made) == [cast.lin.pk]


def test_who_comes_late_begins_with_the_average_of_the_shift(cast: Cast) -> None:
    online(cast, cast.lin)
    for count in range(3):
        ask(cast, f"问题 {count}")
    react()
    online(cast, cast.zhao)
    react()
    assert Standing.objects.get(staff=cast.zhao).given == 3


def test_however_much_waits_for_others_what_somebody_free_can_do_is_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MOST", 2)
    others = [ask(cast, f"别的组 {count}", team=cast.audio) for count in range(3)]
    mine = ask(cast, "自己的")
    online(cast, cast.lin)
    react()
    assert assignees(*others, mine) == [None, None, None, cast.lin.pk]
