"""Policies are tried out on the company's own days, by a job, and shown side by side."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyi.cli.simulate import simulate
from manyi.conftest import Cast, signed_in
from manyi.core import jobs
from manyi.core.actions import unit
from manyi.core.actors import SYSTEM
from manyi.core.errors import Invalid, NotAllowed, NotFound
from manyi.core.models import Event, Job
from manyi.desk import actions as desk
from manyi.desk.models import Tag, Ticket
from manyi.people import actions as people
from manyi.people.models import Presence, PresenceState
from manyi.routing import actions
from manyi.routing.matching import FIFO, STANDARD
from manyi.routing.models import Offer, Queue, Trial
from manyi.routing.rush import Plan
from manyi.routing.simulation import company
from manyi.routing.simulation.report import verdict
from manyi.routing.tests.helpers import ask
from manyi.routing.tests.test_simulation import SCENARIO
from manyi.sla import actions as sla
from manyi.sla.models import Calendar, Clock


def yesterday(hour: int, minute: int = 0) -> dt.datetime:
    return timezone.localtime().replace(hour=hour, minute=minute, second=0, microsecond=0) - dt.timedelta(days=1)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """Yesterday Lin was there from nine to twelve, and eight tickets came in."""
    with unit(at=yesterday(9)):
        people.set_presence(cast.lin, "online", by=cast.actor(cast.lin))
    for minute in range(0, 40, 5):
        with unit(at=yesterday(10, minute)):
            by = cast.as_customer(cast.zhou)
            made = desk.create_ticket(cast.zhou, by=by, subject="表带", channel="chat", team=cast.wearables)
            desk.receive_message(made, by=by, text="在吗", channel="chat")
    with unit(at=yesterday(12)):
        people.set_presence(cast.lin, "offline", by=cast.actor(cast.lin))
    return cast


def run_jobs() -> None:
    for row in Job.objects.filter(name="routing.trial"):
        jobs.run(row)


def test_a_difference_too_small_to_be_read_is_none() -> None:
    assert verdict("fairness", {"mean": 0.0003, "half": 0.0001}) == ""
    assert verdict("fairness", {"mean": 0.03, "half": 0.01}) == "better"


def test_yesterday_is_as_it_was(busy: Cast) -> None:
    plan = company.recorded(1)
    (worker,) = plan.workers
    assert (worker.id, worker.shifts) == (busy.lin.pk, ((9 * 3600.0, 12 * 3600.0),))
    contacts = plan.draw(Random(1))
    assert [contact.at for contact in contacts] == [36_000.0 + 300 * place for place in range(8)]
    assert {contact.kind.name for contact in contacts} == {"chat"}
    assert contacts[0].kind.needs.teams == {busy.wearables.pk}


def test_when_an_answer_was_due_and_who_served_the_customer_last_count(busy: Cast) -> None:
    first, second = Ticket.objects.order_by("pk")[:2]
    desk.assign(first, by=busy.actor(busy.lin), to=busy.lin)
    contacts = company.recorded(1).draw(Random(1))
    assert [contact.last_agent for contact in contacts[:2]] == [None, busy.lin.pk]
    clock = Clock.objects.get(ticket=second, kind="first")
    assert contacts[1].due_at is not None
    assert contacts[1].due_at >= contacts[1].at + clock.target
    assert company.recorded(1).workers[0].id == busy.lin.pk


def test_tags_of_expert_pools_attract_experts_in_a_trial_too(busy: Cast) -> None:
    admin = busy.actor(busy.admin)
    desk.set_tags(Ticket.objects.order_by("pk")[0], ["电池"], by=busy.actor(busy.lin))
    tag = Tag.objects.get(name="电池").pk
    actions.save_expert_pool(None, by=admin, names={"en": "Power"}, tags=[tag], members=[busy.lin.pk])
    plan = company.recorded(1)
    assert [contact.kind.needs.tags for contact in plan.draw(Random(1))[:2]] == [{str(tag)}, frozenset()]
    assert plan.workers[0].profile.experts == {str(tag)}


def test_rush_mode_of_now_is_not_part_of_the_past(busy: Cast) -> None:
    plan = Plan(teams=frozenset({busy.audio.pk}))
    playbook = actions.save_playbook(None, by=SYSTEM, names={"en": "Surge"}, plan=plan)
    actions.start_rush(Queue.objects.get().pk, playbook, by=SYSTEM)
    assert company.recorded(1).draw(Random(1))[0].kind.needs.teams == {busy.wearables.pk}


def test_without_anybody_there_is_nothing_to_simulate(cast: Cast) -> None:
    with pytest.raises(Invalid):
        company.recorded(1)
    with pytest.raises(Invalid):
        company.recorded(1000)


def test_policies_go_by_their_names(cast: Cast) -> None:
    assert [found.weights.name for found in company.policies([])] == [STANDARD.name, "fifo"]
    with pytest.raises(NotFound):
        company.policies(["nothing"])


def test_a_trial_is_a_job_and_two_events(busy: Cast) -> None:
    row = actions.begin_trial(STANDARD, FIFO, by=busy.actor(busy.admin), days=1, runs=3)
    assert (row.ended_at, row.total) == (None, 6)
    run_jobs()
    row.refresh_from_db()
    assert row.result is not None
    assert (row.done, row.problem, row.result["runs"]) == (6, "", 3)
    assert row.result["contacts"] == 8
    actions.run_trial(row.pk)
    assert [event.verb for event in Event.objects.filter(verb__startswith="routing.trial")] == [
        "routing.trial_asked",
        "routing.trial_ended",
    ]


def test_a_trial_of_an_empty_day_says_so(cast: Cast) -> None:
    row = actions.begin_trial(STANDARD, FIFO, by=SYSTEM, days=1, runs=2)
    run_jobs()
    row.refresh_from_db()
    assert (row.result, bool(row.problem), row.ended_at is not None) == (None, True, True)


def test_only_those_who_set_up_may_try(busy: Cast, lin_client: Client) -> None:
    with pytest.raises(NotAllowed):
        actions.begin_trial(STANDARD, FIFO, by=busy.actor(busy.lin), days=1)
    assert lin_client.get(reverse("routing-trials")).status_code == 403


@pytest.mark.parametrize(("days", "runs"), [(0, 20), (1000, 20), (1, 1), (1, 9999)])
def test_what_cannot_be_tried_is_refused(cast: Cast, days: int, runs: int) -> None:
    with pytest.raises(Invalid):
        actions.begin_trial(STANDARD, FIFO, by=SYSTEM, days=days, runs=runs)
    with pytest.raises(Invalid):
        actions.begin_trial(FIFO, FIFO, by=SYSTEM, days=1)


def test_the_page_waits_for_the_job_and_shows_both(busy: Cast) -> None:
    admin = signed_in(busy.admin)
    given = {"first": "current", "second": "fifo", "days": "1", "runs": "2"}
    answer = admin.post(reverse("routing-trials"), given)
    row = Trial.objects.get()
    assert answer["Location"] == reverse("routing-trial", args=[row.pk])
    assert "hx-get" in admin.get(answer["Location"]).content.decode()
    run_jobs()
    page = admin.get(answer["Location"]).content.decode()
    assert "hx-trigger" not in page.partition('id="trial"')[2].partition(">")[0]
    assert page.count('class="chart') >= 4
    assert "服务水平" in page
    assert "先到先得" in admin.get(reverse("routing-trials")).content.decode()


def test_a_queue_is_tried_alone_and_others_keep_what_they_have(busy: Cast) -> None:
    admin = busy.actor(busy.admin)
    own = actions.save_weights("calls-first", {"vip": 80}, by=admin)
    (rest,) = Queue.objects.all()
    queue = Queue.objects.create(names={"zh-hans": "热线", "en": "Hotline"}, rank=0, policy=own)
    actions.revise()
    (tried,) = company.policies(["current"], queue.pk)
    assert (tried.weights.name, tried.weights.vip) == ("calls-first", 80)
    (kind,) = {id(contact.kind): contact.kind for contact in company.recorded(1).draw(Random(1))}.values()
    assert (kind.queue, kind.own and kind.own.name) == (queue.pk, "calls-first")
    (fifo,), (elsewhere,) = company.policies(["fifo"], queue.pk), company.policies(["fifo"], rest.pk)
    assert (fifo.of(kind).name, elsewhere.of(kind).name) == ("fifo", "calls-first")
    client = signed_in(busy.admin)
    given = {"first": "current", "second": "fifo", "days": "1", "runs": "2", "queue": str(queue.pk)}
    page = client.post(reverse("routing-trials"), given)["Location"]
    run_jobs()
    result = Trial.objects.get().result
    assert result is not None
    assert [policy["name"] for policy in result["policies"]] == ["calls-first", "fifo"]
    assert "热线" in client.get(page).content.decode()
    assert "热线" in client.get(reverse("routing-trials")).content.decode()


def answered(cast: Cast, minute: int, outcome: str, after: int, hour: int = 10) -> None:
    """Yesterday something was offered to Lin."""
    at = yesterday(hour, minute)
    Offer.objects.create(
        ticket=Ticket.objects.order_by("pk")[0], staff=cast.lin, offered_at=at, outcome=outcome,
        expires_at=at + dt.timedelta(seconds=30), outcome_at=at + dt.timedelta(seconds=after),
    )  # fmt: skip


def test_how_offers_were_answered_is_measured(busy: Cast) -> None:
    Queue.objects.update(terms={"offers": 30})
    actions.revise()
    for minute in range(20):
        answered(busy, minute, "declined" if minute < 4 else "accepted", 6)
    for minute in range(20, 25):
        answered(busy, minute, "expired", 30)
    plan = company.recorded(1)
    assert plan.answers is not None
    assert (plan.answers.declined, plan.answers.lapsed, plan.answers.seconds) == (0.16, 0.2, 6.0)
    assert {contact.kind.offers for contact in plan.draw(Random(1))} == {30}


def test_who_let_an_offer_pass_counts_as_there_for_the_run_itself_lets_some_pass(busy: Cast) -> None:
    Queue.objects.update(terms={"offers": 30})
    actions.revise()
    for minute in range(25):
        answered(busy, minute, "expired", 30, hour=14)
    with unit(at=yesterday(14)):
        people.set_presence(busy.lin, "online", by=busy.actor(busy.lin))
    with unit(at=yesterday(14, 5) + dt.timedelta(seconds=30)):
        people.set_presence_automatically(busy.lin, PresenceState.AWAY)
    with unit(at=yesterday(14, 9) + dt.timedelta(seconds=30)):
        people.set_presence(busy.lin, "online", by=busy.actor(busy.lin))
    with unit(at=yesterday(15)):
        people.set_presence(busy.lin, "offline", by=busy.actor(busy.lin))
    plan = company.recorded(1)
    assert plan.workers[0].shifts == ((9 * 3600.0, 12 * 3600.0), (14 * 3600.0, 15 * 3600.0))
    assert plan.answers is not None
    assert (plan.answers.lapsed, plan.answers.away) == (1.0, 240.0)


def test_on_days_of_which_the_log_knows_nothing_the_hours_of_the_team_hold(busy: Cast) -> None:
    Calendar.objects.update(week=[[[540, 720]]] * 7)
    sla.revise()
    (worker,) = [one for one in company.recorded(3).workers if one.id == busy.lin.pk]
    day = 86_400.0
    assert worker.shifts == tuple((start * day + 9 * 3600, start * day + 12 * 3600) for start in range(3))


def test_who_was_there_before_the_first_entry_came_that_day(cast: Cast) -> None:
    ask(cast, "在吗")
    Presence.objects.filter(staff=cast.lin).update(state=PresenceState.ONLINE)
    Ticket.objects.update(created_at=yesterday(10))
    with unit(at=yesterday(12)):
        people.set_presence(cast.lin, "offline", by=cast.actor(cast.lin))
    (worker,) = [one for one in company.recorded(2).workers if one.id == cast.lin.pk]
    assert worker.shifts[-1] == (86_400.0, 86_400 + 12 * 3600.0)


def test_without_offers_no_answers_are_assumed(busy: Cast) -> None:
    assert company.recorded(1).answers is None


def test_the_same_policy_twice_is_refused_on_the_page(busy: Cast) -> None:
    given = {"first": "fifo", "second": "fifo", "days": "1", "runs": "2"}
    assert signed_in(busy.admin).post(reverse("routing-trials"), given).status_code == 422
    assert not Trial.objects.exists()


def test_the_command_speaks_to_people_and_to_programs(busy: Cast, tmp_path: Path) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(SCENARIO, encoding="utf-8")
    told = CliRunner().invoke(simulate, ["--scenario", str(file), "--runs", "2"])
    assert told.exit_code == 0, told.output
    assert "fifo" in told.output
    plain = CliRunner().invoke(simulate, ["--days", "1", "--runs", "2", "--json"])
    assert plain.exit_code == 0, plain.output
    found = json.loads(plain.output)
    assert [policy["name"] for policy in found["policies"]] == ["standard", "fifo"]
    assert set(found["policies"][0]["measures"]["service_level"]) == {"mean", "half"}
    unknown = CliRunner().invoke(simulate, ["--days", "1", "--runs", "2", "--queue", "nowhere"])
    assert unknown.exit_code != 0
    Queue.objects.update(names={"en": "Desk"})
    actions.revise()
    told = CliRunner().invoke(simulate, ["--days", "1", "--runs", "2", "--queue", "Desk"])
    assert told.exit_code == 0, told.output
    assert "Desk" in told.output
