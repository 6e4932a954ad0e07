"""Waiting tickets go to present colleagues in turn."""

from __future__ import annotations

import datetime as dt

from manyi.conftest import Cast
from manyi.core.models import Event
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.people import actions as people
from manyi.routing import actions
from manyi.routing.in_turn import Candidate, next_in_turn


def ask(cast: Cast, subject: str) -> Ticket:
    by = cast.as_customer(cast.zhou)
    made = desk.create_ticket(cast.zhou, by=by, subject=subject, channel="chat", team=cast.wearables)
    desk.receive_message(made, by=by, text=subject, channel="chat")
    return made


def online(cast: Cast, *names: str) -> None:
    for name in names:
        staff = getattr(cast, name)
        people.set_presence(staff, "online", by=cast.actor(staff))


def assignees(*tickets: Ticket) -> list[int | None]:
    return [Ticket.objects.get(pk=ticket.pk).assignee_id for ticket in tickets]


def test_two_colleagues_take_turns(cast: Cast) -> None:
    online(cast, "lin", "zhao")
    tickets = [ask(cast, f"问题 {count}") for count in range(4)]
    assert actions.assign_waiting() == 4
    lin, zhao = cast.lin.pk, cast.zhao.pk
    assert assignees(*tickets) == [lin, zhao, lin, zhao]
    assert Event.objects.filter(verb="ticket.assigned").count() == 4


def test_nobody_gets_more_than_his_capacity(cast: Cast) -> None:
    online(cast, "lin")
    people.change_staff(cast.lin, by=cast.actor(cast.admin), capacity=2)
    tickets = [ask(cast, f"问题 {count}") for count in range(3)]
    assert actions.assign_waiting() == 2
    assert assignees(*tickets) == [cast.lin.pk, cast.lin.pk, None]


def test_absent_colleagues_and_other_teams_get_nothing(cast: Cast) -> None:
    online(cast, "wei")
    made = ask(cast, "谁都不在")
    assert actions.assign_waiting() == 0
    assert assignees(made) == [None]


def test_giving_twice_assigns_once(cast: Cast) -> None:
    online(cast, "lin", "zhao")
    made = ask(cast, "一次就好")
    assert (actions.serve(cast.wearables.pk), actions.serve(cast.wearables.pk)) == (1, 0)
    assert Event.objects.filter(verb="ticket.assigned", ticket_id=made.pk).count() == 1


def test_the_longest_idle_comes_next_and_the_full_never() -> None:
    early, late = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    full = Candidate(1, load=5, capacity=5)
    assert next_in_turn([full, Candidate(2, 0, 5, late), Candidate(3, 4, 5, early)]) == Candidate(3, 4, 5, early)
    assert next_in_turn([full]) is None
