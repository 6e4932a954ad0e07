"""The floor: what waits and who is here, stepping in, asking colleagues in."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from manyi.conftest import Cast, signed_in
from manyi.core.errors import Conflict, NotAllowed
from manyi.core.models import Event
from manyi.desk.models import Ticket
from manyi.people.models import Presence
from manyi.routing import actions
from manyi.routing.floor.board import Board, Person, board
from manyi.routing.models import CallIn
from manyi.routing.tests.helpers import ask, online, react

LIVE = {"HX-Request": "true"}


@pytest.fixture
def chen(cast: Cast) -> Client:
    return signed_in(cast.chen)


def person(found: Board, staff_id: int) -> Person:
    return next(one for one in found.people if one.id == staff_id)


def test_what_waits_stands_in_its_queue_the_longest_first(cast: Cast) -> None:
    first, second = ask(cast, "表带断裂"), ask(cast, "发票")
    react()
    found = board(cast.actor(cast.chen))
    (lane,) = (lane for lane in found.lanes if lane.waiting)
    assert [card.number for card in lane.cards] == [first.number, second.number]
    assert (found.waiting, found.free, found.late) == (2, 0, 0)
    assert found.longest == lane.cards[0].since


def test_what_is_given_stands_with_the_colleague(cast: Cast) -> None:
    online(cast, cast.lin)
    made = ask(cast, "表带断裂")
    react()
    lin = person(board(cast.actor(cast.chen)), cast.lin.pk)
    assert (lin.state, lin.open, lin.given, [card.number for card in lin.cards]) == ("online", 1, 1, [made.number])
    assert lin.load > 0


def test_a_leader_sees_the_own_teams_and_a_manager_all(cast: Cast) -> None:
    ask(cast, "耳机", team=cast.audio)
    react()
    seen = board(cast.actor(cast.chen))
    names = {one.name for one in seen.people}
    assert cast.lin.name in names
    everything = board(cast.actor(cast.admin))
    assert everything.waiting == 1
    assert {cast.lin.name, cast.wei.name} <= {one.name for one in everything.people}


def test_the_floor_is_not_for_every_colleague(cast: Cast, lin_client: Client) -> None:
    with pytest.raises(NotAllowed):
        board(cast.actor(cast.lin))
    for name in ("floor", "floor-board"):
        assert lin_client.get(reverse(name), headers=LIVE).status_code == 403
    assert lin_client.post(reverse("floor-calls"), {"staff": cast.zhao.pk}).status_code == 403


def test_a_ticket_is_given_to_a_colleague_and_back(cast: Cast, chen: Client) -> None:
    made = ask(cast, "表带断裂")
    react()
    answer = chen.post(reverse("floor-assignments"), {"ticket": made.number, "to": cast.lin.pk}, headers=LIVE)
    assert f'data-place="{cast.lin.pk}"' in answer.content.decode()
    assert Ticket.objects.get(pk=made.pk).assignee_id == cast.lin.pk
    chen.post(reverse("floor-assignments"), {"ticket": made.number, "to": ""})
    assert Ticket.objects.get(pk=made.pk).assignee_id is None
    assert chen.post(reverse("floor-assignments"), {"ticket": made.number, "to": 999}).status_code == 404


def test_the_live_board_is_the_one_of_the_page(cast: Cast, chen: Client) -> None:
    ask(cast, "表带断裂")
    react()
    page = chen.get(reverse("floor")).content.decode()
    live = chen.get(reverse("floor-board"), headers=LIVE).content.decode()
    assert "表带断裂" in page
    assert 'id="floor-board"' in live
    assert "表带断裂" in live
    wall = chen.get(reverse("floor") + "?wall").content.decode()
    assert 'class="wall"' in wall
    assert "表带断裂" not in wall


def test_a_page_opened_after_the_call_shows_it_to_who_is_not_online(cast: Cast, lin_client: Client) -> None:
    asked = f'hx-get="{reverse("floor-my-call")}"'
    for state in ("busy", "away"):
        online(cast, cast.lin, state=state)
        assert asked in lin_client.get(reverse("account")).content.decode()
    online(cast, cast.lin)
    assert asked not in lin_client.get(reverse("account")).content.decode()


def test_a_colleague_who_is_away_is_asked_in_and_comes(cast: Cast, chen: Client, lin_client: Client) -> None:
    online(cast, cast.lin, state="away")
    page = chen.post(reverse("floor-calls"), {"staff": cast.lin.pk}, headers=LIVE).content.decode()
    assert "已邀请" in page
    chen.post(reverse("floor-calls"), {"staff": cast.lin.pk})
    assert CallIn.objects.count() == 1
    assert cast.chen.name in lin_client.get(reverse("floor-my-call")).content.decode()
    lin_client.post(reverse("floor-call-answer"), {"answer": "come"})
    assert Presence.objects.get(staff=cast.lin).state == "online"
    assert "<form" not in lin_client.get(reverse("floor-my-call")).content.decode()
    lin_client.post(reverse("floor-call-answer"), {"answer": "come"})
    assert [event.verb for event in Event.objects.filter(verb__startswith="floor.")] == [
        "floor.called_in",
        "floor.call_answered",
    ]


def test_who_cannot_come_stays_away_and_the_floor_says_so(cast: Cast, chen: Client, lin_client: Client) -> None:
    online(cast, cast.lin, state="away")
    actions.call_in(cast.lin, by=cast.actor(cast.chen))
    lin_client.post(reverse("floor-call-answer"), {"answer": "no"})
    assert Presence.objects.get(staff=cast.lin).state == "away"
    assert "来不了" in chen.get(reverse("floor")).content.decode()
    assert person(board(cast.actor(cast.chen)), cast.lin.pk).can_be_called


def test_who_is_online_needs_no_call(cast: Cast) -> None:
    online(cast, cast.lin)
    cast.lin.refresh_from_db()
    with pytest.raises(Conflict):
        actions.call_in(cast.lin, by=cast.actor(cast.chen))
