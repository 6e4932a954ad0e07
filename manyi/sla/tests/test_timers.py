"""Warnings, breaches and the ladder come by themselves, each once and in order."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from manyi.conftest import Cast, build_cast
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.core.models import Event, Job
from manyi.desk import actions as desk
from manyi.desk.conditions import Conditions
from manyi.desk.models import Priority, Status, Ticket
from manyi.desk.tests.helpers import fresh, logged
from manyi.sla import actions, events, notices
from manyi.sla.models import Clock, Notice
from manyi.sla.rules import Step, Target, Terms, Warnings

LADDER = (Step(notify=("leader",), mail=True), Step(after=1800, raise_priority=True, assign="leader"))


def promise(**kinds: Any) -> None:
    """An hour for the first answer, around the clock, with warnings and a ladder."""
    terms = Terms(
        kinds or {"first": Target(3600, frozenset({Status.HOLD}))},
        warnings=Warnings((50, 75), ("assignee",)),
        ladder=LADDER,
    )
    row = actions.save_policy(None, by=SYSTEM, names={"en": "An hour"}, conditions=Conditions(), terms=terms)
    actions.order_policies([row.pk], by=SYSTEM)


def asked(cast: Cast, ago: dt.timedelta) -> Ticket:
    with unit(at=timezone.now() - ago):
        by = cast.as_customer(cast.zhou)
        made = desk.create_ticket(cast.zhou, by=by, subject="无人答复", channel="email", team=cast.wearables)
        desk.receive_message(made, by=by, text="有人吗", channel="email")
    return fresh(made)


def led(cast: Cast) -> None:
    cast.wearables.leader = cast.chen
    cast.wearables.save()


def happened(ticket: Ticket) -> list[str]:
    wanted = ("sla.warned", "sla.breached", "sla.escalated")
    return list(
        Event.objects.filter(ticket_id=ticket.pk, verb__in=wanted).order_by("pk").values_list("verb", flat=True)
    )


def test_nothing_happens_before_its_time(cast: Cast) -> None:
    promise()
    made = asked(cast, dt.timedelta(minutes=29))
    assert actions.run_timers() == 0
    assert happened(made) == []


def test_a_warning_comes_once(cast: Cast) -> None:
    led(cast)
    promise()
    made = asked(cast, dt.timedelta(minutes=31))
    assert actions.run_timers() == 1
    assert actions.run_timers() == 0
    assert [near.share for near in logged(made, events.TargetNear)] == [50]
    assert Notice.objects.get().staff_id == cast.chen.pk


def test_after_an_outage_everything_comes_once_and_in_order(cast: Cast) -> None:
    led(cast)
    promise()
    made = asked(cast, dt.timedelta(hours=2))
    assert actions.run_timers() == 5
    assert actions.run_timers() == 0
    assert happened(made) == ["sla.warned", "sla.warned", "sla.breached", "sla.escalated", "sla.escalated"]


def test_overdue_timers_of_several_tickets_are_caught_up_with_the_oldest_first(cast: Cast) -> None:
    promise()
    newer, older = asked(cast, dt.timedelta(minutes=40)), asked(cast, dt.timedelta(minutes=50))
    actions.run_timers()
    warned = Event.objects.filter(verb="sla.warned").order_by("pk").values_list("ticket_id", flat=True)
    assert list(warned) == [older.pk, newer.pk, older.pk]


def test_a_breach_is_found_once_whoever_looks(cast: Cast) -> None:
    made = asked(cast, dt.timedelta(days=2))
    assert actions.note_breach(made.pk) == 1
    assert actions.note_breach(made.pk) == 0
    assert actions.run_timers() == 0
    assert len(logged(made, events.TargetBreached)) == 1


def test_a_paused_clock_neither_warns_nor_breaches(cast: Cast) -> None:
    promise()
    made = asked(cast, dt.timedelta(minutes=40))
    with unit(at=timezone.now() - dt.timedelta(minutes=39)):
        desk.set_status(made, by=SYSTEM, status=Status.HOLD)
    assert actions.run_timers() == 0
    assert happened(made) == []


def test_the_ladder_tells_the_leader_raises_the_priority_and_hands_over(cast: Cast) -> None:
    led(cast)
    promise()
    made = asked(cast, dt.timedelta(hours=2))
    actions.run_timers()
    found = fresh(made)
    assert (found.priority, found.assignee_id) == (Priority.HIGH, cast.chen.pk)
    steps = logged(made, events.ClockEscalated)
    assert [(step.step, step.told, step.priority) for step in steps] == [(1, [cast.chen.pk], None), (2, [], 3)]
    notice = Notice.objects.get(happening="escalated")
    assert Job.objects.filter(name="sla.mail_notice", args={"notice": notice.pk}).count() == 1


def test_a_notice_is_mailed_in_the_language_of_its_reader(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    led(cast)
    promise()
    made = asked(cast, dt.timedelta(hours=2))
    actions.run_timers()
    notices.mail(Notice.objects.get(happening="escalated").pk)
    (sent,) = mail.outbox
    assert sent.to == [cast.chen.email]
    assert made.number in sent.subject
    assert "首次响应" in sent.subject


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_do_the_same_twice() -> None:
    cast = build_cast()
    promise()
    made = [asked(cast, dt.timedelta(hours=2)) for _each in range(4)]

    def work() -> None:
        actions.run_timers()
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for ticket in made:
        assert happened(ticket) == ["sla.warned", "sla.warned", "sla.breached", "sla.escalated", "sla.escalated"]
    assert not Clock.objects.filter(timer_at__lt=timezone.now()).exists()
