"""The clocks of a ticket follow what happens on it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.core.errors import Conflict
from manyi.desk import actions as desk
from manyi.desk.conditions import Conditions
from manyi.desk.models import NO_DUE, Priority, Status, Ticket, TicketType
from manyi.desk.tests.helpers import fresh, logged, verbs
from manyi.sla import actions, events, queries
from manyi.sla.business_time import SECOND, Span
from manyi.sla.models import Calendar, Clock, Policy
from manyi.sla.rules import Target, Terms
from manyi.sla.words import length

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = 3600
OFFICE = [[(540, 720), (780, 1080)]] * 5


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A time of the week that begins on Monday the 2nd of November 2026, in Shanghai."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def policy(cast: Cast, *, rank: int = 0, conditions: Conditions | None = None, **kinds: Any) -> Policy:
    """A policy on office hours that is asked first; kinds are hours, or (hours, statuses that pause)."""
    calendar = actions.save_calendar(None, by=SYSTEM, names={"en": "Office"}, zone="Asia/Shanghai", week=OFFICE)
    reopening = kinds.pop("reopening", "continue")
    targets = {
        kind: Target(int(value * HOUR))
        if isinstance(value, int | float)
        else Target(value[0] * HOUR, frozenset(value[1]))
        for kind, value in kinds.items()
    }
    row = actions.save_policy(
        None, by=SYSTEM, names={"en": "Test"}, conditions=conditions or Conditions(),
        terms=Terms(targets, reopening=reopening), calendar=calendar,
    )  # fmt: skip
    actions.order_policies([row.pk], by=SYSTEM)
    return row


def asked(cast: Cast, when: dt.datetime, **values: Any) -> Ticket:
    """A ticket that Zhou opens at this time with a message."""
    with unit(at=when):
        by = cast.as_customer(cast.zhou)
        made = desk.create_ticket(cast.zhou, by=by, subject="表带", channel="email", team=cast.wearables, **values)
        desk.receive_message(made, by=by, text="有人吗", channel="email")
    return fresh(made)


def say(cast: Cast, ticket: Ticket, when: dt.datetime) -> None:
    with unit(at=when):
        desk.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还在吗", channel="email")


def answer(cast: Cast, ticket: Ticket, when: dt.datetime, then: str = "") -> None:
    with unit(at=when):
        desk.reply(ticket, by=cast.actor(cast.lin), text="在的", then=then)


def clock(ticket: Ticket, kind: str) -> Clock:
    return Clock.objects.filter(ticket=ticket, kind=kind).latest("pk")


def hours_used(ticket: Ticket, kind: str) -> float:
    return clock(ticket, kind).used / SECOND / HOUR


def test_a_new_company_answers_within_a_day(ticket: Ticket) -> None:
    assert ticket.waiting_since is not None
    assert ticket.due_at == ticket.waiting_since + dt.timedelta(hours=24)


def test_chat_is_due_sooner_than_mail(cast: Cast, ticket: Ticket) -> None:
    by = cast.as_customer(cast.zhou)
    made = desk.create_ticket(cast.zhou, by=by, subject="聊天", channel="chat")
    desk.receive_message(made, by=by, text="你好", channel="chat")
    assert fresh(made).due_at < ticket.due_at


def test_a_second_word_does_not_move_the_due_time(cast: Cast, ticket: Ticket) -> None:
    before = ticket.due_at
    desk.receive_message(ticket, by=cast.as_customer(cast.zhou), text="还在吗？", channel="email")
    assert fresh(ticket).due_at == before
    assert Clock.objects.filter(ticket=ticket).count() == 1


def test_an_answer_ends_the_clock(cast: Cast, ticket: Ticket) -> None:
    desk.reply(ticket, by=cast.actor(cast.lin), text="在的")
    assert fresh(ticket).due_at == NO_DUE
    assert clock(ticket, "first").outcome == "met"
    assert "sla.met" in verbs(ticket)


def test_the_first_answer_and_later_ones_have_clocks_of_their_own(cast: Cast) -> None:
    policy(cast, first=1, next=4)
    made = asked(cast, at(2, 9))
    assert made.due_at == at(2, 10)
    answer(cast, made, at(2, 9, 30))
    say(cast, made, at(2, 11))
    assert fresh(made).due_at == at(2, 16)
    assert [one.kind for one in Clock.objects.filter(ticket=made).order_by("pk")] == ["first", "next"]


def test_a_clock_counts_only_hours_that_are_worked(cast: Cast) -> None:
    policy(cast, first=4)
    assert asked(cast, at(6, 17)).due_at == at(9, 12)


def test_the_ticket_is_due_when_its_earliest_clock_is(cast: Cast) -> None:
    policy(cast, first=1, resolution=8)
    made = asked(cast, at(2, 9))
    assert made.due_at == at(2, 10)
    answer(cast, made, at(2, 9, 30), then="open")
    assert fresh(made).due_at == at(2, 18)


def test_the_resolution_stands_still_while_we_wait_for_the_customer(cast: Cast) -> None:
    policy(cast, resolution=(8, [Status.PENDING]))
    made = asked(cast, at(2, 9))
    answer(cast, made, at(2, 11))
    assert fresh(made).due_at == NO_DUE
    assert hours_used(made, "resolution") == 2
    say(cast, made, at(4, 9))
    assert fresh(made).due_at == at(4, 16)


def test_returning_from_a_month_of_waiting_does_not_breach_at_once(cast: Cast) -> None:
    policy(cast, resolution=(8, [Status.PENDING]))
    made = asked(cast, at(2, 9))
    answer(cast, made, at(2, 17))
    back = at(2, 9) + dt.timedelta(days=30)
    say(cast, made, back)
    row = clock(made, "resolution")
    assert row.due_at == back + dt.timedelta(hours=1)
    assert row.breached_at is None
    assert logged(made, events.TargetBreached) == []


def test_a_late_answer_is_a_breach_even_before_the_timers_find_it(cast: Cast) -> None:
    policy(cast, first=1)
    made = asked(cast, at(2, 9))
    answer(cast, made, at(2, 14))
    assert clock(made, "first").outcome == "late"
    assert len(logged(made, events.TargetBreached)) == 1
    assert logged(made, events.ClockMet)[0].is_late


def test_solving_ends_the_resolution_and_drops_what_nobody_awaits(cast: Cast) -> None:
    policy(cast, first=1, resolution=8)
    made = asked(cast, at(2, 9))
    with unit(at=at(2, 9, 30)):
        desk.propose_resolution(made, by=cast.actor(cast.lin))
    assert clock(made, "resolution").outcome == "met"
    assert clock(made, "first").outcome == "dropped"
    assert fresh(made).due_at == NO_DUE


@pytest.mark.parametrize(("reopening", "due"), [("continue", at(3, 15)), ("restart", at(3, 18))])
def test_reopening_continues_or_restarts_as_the_policy_says(cast: Cast, reopening: str, due: dt.datetime) -> None:
    policy(cast, resolution=8, reopening=reopening)
    made = asked(cast, at(2, 9))
    with unit(at=at(2, 12)):
        desk.propose_resolution(made, by=cast.actor(cast.lin))
    say(cast, made, at(3, 9))
    assert fresh(made).due_at == due


def test_a_breach_is_not_told_again_after_reopening(cast: Cast) -> None:
    policy(cast, resolution=1)
    made = asked(cast, at(2, 9))
    with unit(at=at(2, 12)):
        desk.propose_resolution(made, by=cast.actor(cast.lin))
    say(cast, made, at(3, 9))
    with unit(at=at(3, 11)):
        actions.note_breach(made.pk)
        desk.propose_resolution(made, by=cast.actor(cast.lin))
    assert len(logged(made, events.TargetBreached)) == 1


def test_a_higher_priority_shortens_the_target_and_keeps_what_was_used(cast: Cast) -> None:
    policy(cast, resolution=8)
    policy(cast, resolution=4, conditions=Conditions(priorities=frozenset({Priority.URGENT})))
    made = asked(cast, at(2, 9))
    assert made.due_at == at(2, 18)
    with unit(at=at(2, 11)):
        desk.change_ticket(made, by=cast.actor(cast.lin), priority=Priority.URGENT)
    assert fresh(made).due_at == at(2, 14)
    assert logged(made, events.ClockRecomputed)[0].used == 2 * HOUR


def test_a_type_below_the_named_one_falls_under_its_policy(cast: Cast) -> None:
    above = TicketType.objects.get(key="after-sale")
    below = TicketType.objects.create(key="repair", parent=above, names={"en": "Repair"})
    policy(cast, first=2, conditions=Conditions(types=frozenset({above.pk})))
    assert asked(cast, at(2, 9), type=below).due_at == at(2, 11)


def test_moving_to_another_team_takes_its_calendar(cast: Cast) -> None:
    actions.save_calendar(
        None, by=SYSTEM, names={"en": "Audio"}, zone="Asia/Shanghai", week=[[(840, 1080)]] * 5, teams=[cast.audio]
    )
    made = asked(cast, at(2, 9))
    with unit(at=at(2, 10)):
        desk.assign(made, by=SYSTEM, to=None, team=cast.audio)
    assert fresh(made).due_at == at(9, 17)  # 23 hours left, four a day from 14:00 on


def test_a_vip_falls_under_the_policy_for_vips(cast: Cast) -> None:
    policy(cast, first=0.5, conditions=Conditions(vip=True))
    ordinary = asked(cast, at(2, 9))
    cast.zhou.is_vip = True
    cast.zhou.save()
    assert asked(cast, at(2, 9)).due_at == at(2, 9, 30) < ordinary.due_at


def test_a_tag_moves_a_ticket_under_another_policy(cast: Cast) -> None:
    made = asked(cast, at(2, 9))
    desk.set_tags(made, ["加急"], by=SYSTEM)
    tag = made.pk and desk_tag("加急")
    policy(cast, first=1, conditions=Conditions(tags=frozenset({tag})))
    with unit(at=at(2, 9, 30)):
        desk.set_tags(made, ["加急", "退款"], by=SYSTEM)
    assert fresh(made).due_at == at(2, 10)


def desk_tag(name: str) -> int:
    from manyi.desk.models import Tag

    return Tag.objects.get(name=name).pk


def test_a_merged_ticket_needs_no_clocks(cast: Cast) -> None:
    kept, merged = asked(cast, at(2, 9)), asked(cast, at(2, 9))
    desk.merge_tickets(kept, merged, by=SYSTEM)
    assert clock(merged, "first").outcome == "dropped"
    assert Clock.objects.filter(ticket=kept, ended_at=None).count() == 1


def test_a_task_has_a_clock_of_its_own(cast: Cast) -> None:
    made = asked(cast, at(2, 9))
    by = cast.actor(cast.lin)
    with unit(at=at(2, 9)):
        started = actions.start_clock(made, by=by, kind="task", subject="task:1", seconds=60)
        assert actions.start_clock(made, by=by, kind="task", subject="task:1", seconds=60) == started
    assert fresh(made).due_at == at(2, 9, 1)
    with unit(at=at(2, 9)):
        actions.stop_clock(made, by=by, kind="task", subject="task:1")
    assert fresh(made).due_at == at(3, 9)
    with pytest.raises(Conflict):
        actions.start_clock(made, by=by, kind="first")


def test_without_policies_no_clock_runs(cast: Cast) -> None:
    for row in Policy.objects.all():
        actions.delete_policy(row, by=SYSTEM)
    made = asked(cast, at(2, 9))
    assert made.due_at == NO_DUE
    assert not Clock.objects.filter(ticket=made).exists()


def test_a_target_of_nothing_is_due_at_once(cast: Cast) -> None:
    policy(cast, first=0)
    assert asked(cast, at(2, 7)).due_at == at(2, 7)


def told(ticket: Ticket, kind: str) -> list[tuple[str, float]]:
    return [(line.why, line.worked) for line in queries.story(clock(ticket, kind))]


def test_a_story_adds_up_when_the_hours_change_with_the_policy(cast: Cast) -> None:
    policy(cast, first=8)
    made = asked(cast, at(2, 20))
    urgent = policy(cast, first=8, conditions=Conditions(priorities=frozenset({Priority.URGENT})))
    assert urgent.calendar is not None
    everyday(urgent.calendar, (0, 1440))
    with unit(at=at(2, 22)):
        desk.change_ticket(made, by=cast.actor(cast.lin), priority=Priority.URGENT)
    answer(cast, made, at(2, 23))
    assert hours_used(made, "first") == 1
    assert told(made, "first")[0] == ("非工作时间", 0)
    assert sum(worked for _why, worked in told(made, "first")) == HOUR


def test_a_story_keeps_what_was_counted_by_hours_that_are_no_more(cast: Cast) -> None:
    row = policy(cast, first=8)
    made = asked(cast, at(2, 9))
    answer(cast, made, at(2, 14))
    assert told(made, "first")[:3] == [
        ("工作时间", 3 * HOUR), ("非工作时间", 0), ("工作时间", HOUR),
    ]  # fmt: skip
    assert row.calendar is not None
    everyday(row.calendar, (840, 1080))
    assert told(made, "first")[0] == ("工作时间（按当时的工作时间计）", 4 * HOUR)


def test_a_story_tells_the_pause_in_which_a_clock_ended(cast: Cast) -> None:
    policy(cast, resolution=(8, [Status.PENDING]))
    made = asked(cast, at(2, 9))
    answer(cast, made, at(2, 10))
    with unit(at=at(2, 11)):
        desk.propose_resolution(made, by=cast.actor(cast.lin))
    assert [words for words, _worked in told(made, "resolution")] == ["工作时间", "暂停：等待客户", "按时完成"]


def everyday(calendar: Calendar, span: Span) -> None:
    actions.save_calendar(
        calendar, by=SYSTEM, names=calendar.names, zone=calendar.zone, week=[[span]] * 7, teams=calendar.teams.all()
    )


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 秒"), (90, "1 分 30 秒"), (1800, "30 分"), (4830, "1 小时 20 分")]
)
def test_a_length_is_exact_to_the_unit_that_matters(seconds: int, words: str) -> None:
    assert length(seconds) == words
