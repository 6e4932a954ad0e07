"""The numbers follow the log, and counting it again gives the same."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.log import run_reader
from manyi.core.models import ReaderPosition
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.insight import actions, queries
from manyi.insight.models import Rollup
from manyi.insight.periods import period
from manyi.listening import actions as listening

DAY = dt.datetime(2026, 11, 20, 2, tzinfo=dt.UTC)
END = DAY + dt.timedelta(days=1)


def served(cast: Cast, at: dt.datetime = DAY, wait: int = 600, overall: int = 5) -> Ticket:
    """A mail answered after ``wait`` seconds, confirmed and rated."""
    by = cast.as_customer(cast.zhou)
    with unit(at=at):
        ticket = desk.create_ticket(cast.zhou, by=by, subject="问题", channel="email", team=cast.wearables)
        desk.receive_message(ticket, by=by, text="问题", channel="email")
    with unit(at=at + dt.timedelta(seconds=wait)):
        desk.reply(ticket, by=cast.actor(cast.lin), text="答复")
        desk.propose_resolution(ticket, by=cast.actor(cast.lin))
        desk.confirm_resolution(ticket, by=by)
        survey = listening.send_survey(ticket)
        if survey is not None:
            listening.rate(survey, overall=overall)
    return ticket


def count() -> None:
    while run_reader("insight"):
        pass


def test_a_served_ticket_counts_once_for_each_measure(cast: Cast) -> None:
    served(cast)
    count()
    found = queries.tally(cast.actor(cast.admin), DAY, END)
    assert found.counts == {"created": 1, "first_reply": 1, "solved": 1, "closed": 1, "rated": 1, "satisfied": 1}
    assert (found.first_reply, found.csat) == (600, 1.0)


def test_reading_again_counts_nothing_twice(cast: Cast) -> None:
    served(cast)
    count()
    before = list(Rollup.objects.order_by("pk").values_list("measure", "count", "total"))
    count()
    assert list(Rollup.objects.order_by("pk").values_list("measure", "count", "total")) == before


def test_counting_the_whole_log_again_gives_the_same(cast: Cast) -> None:
    for day in range(3):
        served(cast, DAY + dt.timedelta(days=day * 2), wait=60 * (day + 1), overall=5 - day)
    count()
    order = ("measure", "hour", "team_id", "channel")
    before = list(Rollup.objects.order_by(*order).values_list(*order, "count", "total"))
    actions.rebuild()
    assert list(Rollup.objects.order_by(*order).values_list(*order, "count", "total")) == before
    position = ReaderPosition.objects.get(reader="insight").position
    count()
    assert ReaderPosition.objects.get(reader="insight").position == position


def test_a_ticket_closed_without_a_proposal_is_solved_too(cast: Cast, ticket: Ticket) -> None:
    desk.close_ticket(ticket, by=cast.actor(cast.lin))
    count()
    now = timezone.now()
    found = queries.tally(cast.actor(cast.admin), now - dt.timedelta(hours=2), now + dt.timedelta(hours=1))
    assert (found.count("solved"), found.count("closed")) == (1, 1)


def test_an_agent_sees_the_numbers_of_his_own_teams(cast: Cast) -> None:
    served(cast)
    count()
    assert queries.tally(cast.actor(cast.lin), DAY, END).count("created") == 1
    assert queries.tally(cast.actor(cast.wei), DAY, END).count("created") == 0


def test_every_number_leads_to_its_tickets_and_only_to_visible_ones(cast: Cast) -> None:
    ticket = served(cast)
    for measure in ("created", "first_reply", "solved", "closed", "rated", "satisfied"):
        assert queries.tickets_behind(cast.actor(cast.admin), measure, DAY, END).tickets == [ticket]
        assert queries.tickets_behind(cast.actor(cast.wei), measure, DAY, END).tickets == []
    assert queries.tickets_behind(cast.actor(cast.admin), "breached", DAY, END).tickets == []


def test_how_things_stand_now(cast: Cast, ticket: Ticket) -> None:
    found = queries.standing(queries.standing_by_team(cast.actor(cast.lin)).values())
    assert (found.open, found.waiting, found.overdue, found.unassigned) == (1, 1, 0, 1)
    assert found.oldest_wait == ticket.waiting_since
    assert queries.standing(queries.standing_by_team(cast.actor(cast.wei)).values()).open == 0


def test_today_is_compared_with_the_same_hours_a_week_ago() -> None:
    now = dt.datetime(2026, 11, 22, 2, 12, tzinfo=dt.UTC)
    today = period("today", now, "Asia/Shanghai")
    assert today.start == dt.datetime(2026, 11, 21, 16, tzinfo=dt.UTC)
    assert today.earlier == (today.start - dt.timedelta(days=7), now - dt.timedelta(days=7))


def test_an_unknown_period_is_today() -> None:
    now = dt.datetime(2026, 11, 22, 2, 12, tzinfo=dt.UTC)
    assert period("nonsense", now, "Asia/Shanghai") == period("today", now, "Asia/Shanghai")
