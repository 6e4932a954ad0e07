"""Open clocks follow changes of calendars and policies."""

from __future__ import annotations

import datetime as dt

from manyi.conftest import Cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.core.models import Event, Job
from manyi.desk import actions as desk
from manyi.desk.models import Status
from manyi.desk.tests.helpers import fresh
from manyi.sla import actions, setup
from manyi.sla.models import Calendar, Clock, Policy, Recomputation, Revision
from manyi.sla.rules import Target, Terms
from manyi.sla.tests.test_clocks import answer, asked, at, clock, policy


def recompute() -> Recomputation | None:
    return actions.recompute_all(setup.current().revision)


def test_a_day_that_is_closed_later_moves_what_is_due(cast: Cast) -> None:
    row = policy(cast, first=4)
    made = asked(cast, at(6, 17))
    assert row.calendar is not None
    actions.save_day(row.calendar, dt.date(2026, 11, 9), by=SYSTEM)
    progress = recompute()
    assert progress is not None
    assert (progress.done, progress.moved) == (1, 1)
    assert clock(made, "first").due_at == at(10, 12)
    assert fresh(made).due_at == at(10, 12)


def test_a_change_waits_as_one_job_and_tells_once(cast: Cast) -> None:
    row = policy(cast, first=4)
    asked(cast, at(6, 17))
    assert row.calendar is not None
    actions.save_day(row.calendar, dt.date(2026, 11, 9), by=SYSTEM)
    revision = setup.current().revision
    assert Job.objects.filter(name="sla.recompute", args={"revision": revision}).count() == 1
    recompute()
    recompute()
    assert Event.objects.filter(verb="sla.clocks_recomputed").count() == 1


def test_a_job_of_an_older_change_leaves_it_to_the_newer_one(cast: Cast) -> None:
    row = policy(cast, first=4)
    asked(cast, at(6, 17))
    before = setup.current().revision
    assert row.calendar is not None
    actions.save_day(row.calendar, dt.date(2026, 11, 9), by=SYSTEM)
    assert actions.recompute_all(before) is None


def test_an_interrupted_run_goes_on_where_it_stopped(cast: Cast) -> None:
    row = policy(cast, first=4)
    first, second = asked(cast, at(6, 17)), asked(cast, at(6, 17))
    assert row.calendar is not None
    actions.save_day(row.calendar, dt.date(2026, 11, 9), by=SYSTEM)
    revision = setup.current().revision
    Recomputation.objects.create(revision=revision, reached=first.pk, done=1, total=2, began_at=at(6, 18))
    recompute()
    assert clock(first, "first").due_at == at(9, 12)
    assert clock(second, "first").due_at == at(10, 12)


def test_a_shorter_target_keeps_what_was_used_before_the_pause(cast: Cast) -> None:
    row = policy(cast, resolution=(8, [Status.PENDING]))
    made = asked(cast, at(2, 9))
    answer(cast, made, at(2, 11))
    shorter = Terms({"resolution": Target(4 * 3600, frozenset({Status.PENDING}))})
    actions.save_policy(
        row,
        by=SYSTEM,
        names=row.names,
        conditions=setup.read_policy(row).conditions,
        terms=shorter,
        calendar=row.calendar,
    )
    recompute()
    with unit(at=at(4, 9)):
        desk.receive_message(made, by=cast.as_customer(cast.zhou), text="还在", channel="email")
    assert clock(made, "resolution").due_at == at(4, 11)


def test_a_deleted_policy_gives_way_to_the_next_one(cast: Cast) -> None:
    row = policy(cast, first=1)
    made = asked(cast, at(2, 9))
    actions.delete_policy(row, by=SYSTEM)
    recompute()
    standard = Policy.objects.order_by("-rank")[0]
    found = clock(made, "first")
    assert (found.policy, found.target) == (standard, 24 * 3600)


def test_without_any_policy_the_clocks_are_dropped(cast: Cast) -> None:
    made = asked(cast, at(2, 9))
    for row in Policy.objects.all():
        actions.delete_policy(row, by=SYSTEM)
    recompute()
    assert clock(made, "first").outcome == "dropped"
    assert not Clock.objects.filter(ended_at=None).exists()


def test_a_calendar_clocks_ran_by_cannot_be_deleted_but_changed(cast: Cast) -> None:
    made = asked(cast, at(2, 9))
    row = Calendar.objects.get(is_default=True)
    actions.save_calendar(row, by=SYSTEM, names=row.names, zone=row.zone, week=[[(540, 1080)]] * 7)
    recompute()
    assert clock(made, "first").due_at == at(4, 15)


def test_a_new_promise_begins_now_for_tickets_nothing_was_promised(cast: Cast) -> None:
    for row in Policy.objects.all():
        actions.delete_policy(row, by=SYSTEM)
    waiting, answered = asked(cast, at(2, 9)), asked(cast, at(2, 9))
    answer(cast, answered, at(2, 10))
    assert not Clock.objects.exists()
    policy(cast, first=1, next=2)
    assert Job.objects.filter(name="sla.recompute").exists()
    recompute()
    found = Clock.objects.get()
    assert (found.ticket, found.kind) == (waiting, "first")
    assert found.started_at > at(2, 10)


def test_an_installation_older_than_its_clocks_begins_with_some(cast: Cast) -> None:
    waiting = asked(cast, at(2, 9))
    for model in (Clock, Policy, Calendar, Revision, Job):
        model.objects.all().delete()
    actions.begin()
    recompute()
    assert clock(waiting, "first").target == 24 * 3600
    before = Policy.objects.count()
    actions.begin()
    assert Policy.objects.count() == before
