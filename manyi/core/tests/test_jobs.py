"""Jobs: leased by one worker, repeated after failure, never stuck."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from manyi.core import jobs
from manyi.core.models import Job

SEEN: list[str] = []


@pytest.fixture(autouse=True)
def _jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "_jobs", {})
    monkeypatch.setattr(jobs, "_periodic", {})
    SEEN.clear()
    jobs.job("note")(lambda item: SEEN.append(item))
    jobs.job("fail")(_fail)
    jobs.job("tick", every=dt.timedelta(minutes=5))(lambda: SEEN.append("tick"))
    yield


def _fail() -> None:
    raise OSError("the server is away")


def make_due(**changes: object) -> None:
    Job.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1), **changes)


@pytest.mark.django_db
def test_a_due_job_runs_once_and_is_gone() -> None:
    jobs.enqueue("note", item="a")
    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    assert SEEN == ["a"]
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_job_waits_until_it_is_due() -> None:
    jobs.enqueue("note", item="a", due_at=timezone.now() + dt.timedelta(minutes=1))
    assert jobs.run_due() == 0
    make_due()
    assert jobs.run_due() == 1


@pytest.mark.django_db
def test_a_key_keeps_a_second_waiting_job_out() -> None:
    jobs.enqueue("note", item="a", key="k")
    jobs.enqueue("note", item="b", key="k")
    jobs.run_due()
    jobs.enqueue("note", item="c", key="k")
    jobs.run_due()
    assert SEEN == ["a", "c"]


@pytest.mark.django_db
def test_a_leased_job_is_nobody_elses_until_the_lease_ends() -> None:
    jobs.enqueue("note", item="a")
    [first] = jobs.lease(5)
    assert jobs.lease(5) == []
    Job.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    [second] = jobs.lease(5)
    assert (first.attempts, second.attempts) == (1, 2)


@pytest.mark.django_db
def test_a_renewed_lease_holds_on() -> None:
    jobs.enqueue("note", item="a")
    leased = jobs.lease(5)
    Job.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    jobs.renew(leased)
    assert jobs.lease(5) == []


@pytest.mark.django_db
def test_a_worker_that_was_thought_dead_does_not_end_the_job_of_its_successor() -> None:
    jobs.enqueue("note", item="a")
    [lost] = jobs.lease(5)
    Job.objects.update(leased_until=timezone.now() - dt.timedelta(seconds=1))
    [held] = jobs.lease(5)
    jobs.run(lost)
    jobs.renew([lost])
    jobs.release([lost])
    assert Job.objects.get().leased_until is not None
    jobs.run(held)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_released_job_is_due_at_once() -> None:
    jobs.enqueue("note", item="a")
    jobs.release(jobs.lease(5))
    assert jobs.run_due() == 1


@pytest.mark.django_db
def test_a_failed_job_is_repeated_later_each_time_and_given_up_at_last() -> None:
    jobs.enqueue("fail")
    waits = []
    for _ in range(jobs.MAX_ATTEMPTS):
        started = timezone.now()
        assert jobs.run_due() == 1
        row = Job.objects.get()
        waits.append(round((row.due_at - started).total_seconds()))
        assert "the server is away" in row.error
        assert jobs.run_due() == 0
        make_due()
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3600]
    assert Job.objects.get().failed_at is not None
    assert jobs.run_due() == 0


@pytest.mark.django_db
def test_a_failure_does_not_hold_up_the_others() -> None:
    jobs.enqueue("fail")
    jobs.enqueue("note", item="a")
    assert jobs.run_due() == 2
    assert SEEN == ["a"]


@pytest.mark.django_db
def test_a_regular_job_is_there_once_and_comes_again() -> None:
    jobs.ensure_periodic()
    jobs.ensure_periodic()
    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    assert dt.timedelta(minutes=4) < Job.objects.get().due_at - timezone.now() < dt.timedelta(minutes=5)
    make_due()
    jobs.run_due()
    assert SEEN == ["tick", "tick"]


@pytest.mark.django_db
def test_a_regular_job_is_never_given_up() -> None:
    jobs.job("tick", every=dt.timedelta(minutes=5))(_fail)
    jobs.ensure_periodic()
    make_due(attempts=jobs.MAX_ATTEMPTS)
    jobs.run_due()
    assert Job.objects.get().failed_at is None
