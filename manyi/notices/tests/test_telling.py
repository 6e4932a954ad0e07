"""Who is told what, how often, and in which ways."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.log import run_reader
from manyi.core.models import Event, Job
from manyi.desk import actions as desk
from manyi.desk.models import Snooze, Status, Ticket
from manyi.notices import actions, queries
from manyi.notices.actions.telling import is_quiet
from manyi.notices.models import Notice, Preference, Subscription
from manyi.people.models import Staff


@pytest.fixture
def mine(cast: Cast, ticket: Ticket) -> Ticket:
    _read_all()
    desk.assign(ticket, by=cast.actor(cast.chen), to=cast.lin)
    return Ticket.objects.get(pk=ticket.pk)


def _read_all() -> None:
    """A reader stops when it has held the database for long; so it is called until nothing is left."""
    while run_reader("notices"):
        pass


def told(staff: Staff) -> list[str]:
    """The kinds somebody was told since the start, oldest first."""
    _read_all()
    return list(Notice.objects.filter(staff=staff).order_by("id").values_list("kind", flat=True))


def test_the_new_assignee_is_told_and_who_takes_it_himself_is_not(cast: Cast, mine: Ticket) -> None:
    assert told(cast.lin) == ["assigned"]
    desk.assign(mine, by=cast.actor(cast.zhao), to=cast.zhao)
    assert told(cast.zhao) == []
    assert told(cast.chen) == []


def test_those_who_are_called_and_those_who_follow_are_told_of_a_note(cast: Cast, mine: Ticket) -> None:
    desk.follow(mine, by=cast.actor(cast.chen), staff=cast.chen)
    desk.note(mine, by=cast.actor(cast.lin), text="@赵雨 请看", mentions=[cast.zhao])
    assert told(cast.zhao) == ["mention"]
    assert told(cast.chen) == ["followed"]
    assert told(cast.lin) == ["assigned"]


def test_several_of_a_kind_on_one_ticket_only_count_until_they_are_seen(cast: Cast, mine: Ticket) -> None:
    for text in ("在吗", "？？"):
        desk.receive_message(mine, by=cast.as_customer(cast.zhou), text=text, channel="email")
    assert told(cast.lin) == ["assigned", "message"]
    assert Notice.objects.get(kind="message").count == 2
    actions.see_of_ticket(mine.pk, by=cast.actor(cast.lin))
    assert queries.unseen(cast.actor(cast.lin)) == 0
    desk.receive_message(mine, by=cast.as_customer(cast.zhou), text="还在吗", channel="email")
    assert told(cast.lin) == ["assigned", "message", "message"]


def test_reading_the_log_again_tells_nothing_again(cast: Cast, mine: Ticket) -> None:
    assert told(cast.lin) == told(cast.lin) == ["assigned"]
    assert Event.objects.filter(verb="notice.sent").count() == 1


def test_what_waited_is_told_to_who_waited(cast: Cast, mine: Ticket) -> None:
    lin, soon = cast.actor(cast.lin), timezone.now() + dt.timedelta(hours=1)
    desk.snooze(mine, by=lin, until=soon)
    Snooze.objects.update(until=timezone.now())
    desk.wake_due()
    desk.plan_reply(mine, by=lin, text="稍后", send_at=soon, key="k")
    desk.receive_message(mine, by=cast.as_customer(cast.zhou), text="先说", channel="email")
    assert sorted(told(cast.lin)) == ["assigned", "held", "message", "woken"]


def test_opened_again_by_the_customer_it_is_told_to_the_owner(cast: Cast, mine: Ticket) -> None:
    desk.close_ticket(mine, by=cast.actor(cast.lin))
    desk.reopen(mine, by=cast.as_customer(cast.zhou))
    assert Ticket.objects.get(pk=mine.pk).status == Status.OPEN
    assert told(cast.lin) == ["assigned", "reopened"]


def test_who_chose_not_to_be_told_is_not(cast: Cast, mine: Ticket) -> None:
    preference(cast, choices={"message": []})
    desk.receive_message(mine, by=cast.as_customer(cast.zhou), text="在吗", channel="email")
    assert told(cast.lin) == ["assigned"]


def preference(cast: Cast, **values: object) -> Preference:
    defaults: dict[str, object] = {
        "choices": {},
        "digest": "off",
        "quiet_from": None,
        "quiet_to": None,
        "has_sound": True,
    }
    return actions.save_preference(by=cast.actor(cast.lin), **{**defaults, **values})  # type: ignore[arg-type]


def test_quiet_hours_reach_past_midnight(cast: Cast) -> None:
    row = Preference(quiet_from=dt.time(22), quiet_to=dt.time(7))
    hours = {}
    for hour in (6, 8, 21, 23):
        moment = dt.datetime(2026, 11, 22, hour, tzinfo=dt.UTC)
        hours[hour] = _quiet_at(row, moment)
    assert hours == {6: True, 8: False, 21: False, 23: True}
    assert not is_quiet(Preference(), "UTC")
    assert not is_quiet(None, "UTC")


def _quiet_at(row: Preference, moment: dt.datetime) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment)
        return is_quiet(row, "UTC")


def test_only_those_with_a_browser_and_no_quiet_hours_are_pushed(cast: Cast, mine: Ticket) -> None:
    told(cast.lin)
    message = {"channel": "email", "by": cast.as_customer(cast.zhou)}
    desk.receive_message(mine, text="一", **message)  # type: ignore[arg-type]
    told(cast.lin)
    assert not Job.objects.filter(name="notices.push").exists()
    Subscription.objects.create(
        staff=cast.lin,
        endpoint_index="x",
        endpoint="https://p.example/1",
        key="k",
        secret="s",
        created_at=timezone.now(),
    )
    actions.see(by=cast.actor(cast.lin))
    desk.receive_message(mine, text="二", **message)  # type: ignore[arg-type]
    told(cast.lin)
    assert Job.objects.filter(name="notices.push").count() == 1
    preference(cast, quiet_from=dt.time(0), quiet_to=dt.time(23, 59, 59, 999999))
    actions.see(by=cast.actor(cast.lin))
    desk.receive_message(mine, text="三", **message)  # type: ignore[arg-type]
    told(cast.lin)
    assert Job.objects.filter(name="notices.push").count() == 1


def test_the_subject_of_a_ticket_out_of_reach_is_not_told(cast: Cast, mine: Ticket) -> None:
    told(cast.lin)
    desk.assign(mine, by=cast.actor(cast.admin), to=None, team=cast.audio)
    Ticket.objects.filter(pk=mine.pk).update(owner=None)
    (notice,) = queries.told(cast.actor(cast.lin))
    assert (notice.about, notice.number, notice.url) == ("", "", "")
    assert "陈静" in notice.words
