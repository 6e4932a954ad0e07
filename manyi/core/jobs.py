"""Jobs: work outside a request, enqueued in the transaction that wants it and run at least once.

A worker leases due jobs; a lease that runs out (the worker was killed) makes the job due again, so nothing is
ever stuck. A job function must be harmless when run twice. (The database task backends tried for this leave a killed
worker's job "running" for ever and cost about 20 times more per job.)
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from manyi.core.actions import now
from manyi.core.models import Job
from manyi.core.rows import insert_once

log = logging.getLogger("manyi.jobs")

LEASE = dt.timedelta(seconds=15)
MAX_ATTEMPTS = 12
ASK_AGAIN = dt.timedelta(minutes=2)
JobFunction = Callable[..., None]
_jobs: dict[str, JobFunction] = {}
_periodic: dict[str, dt.timedelta] = {}


class NotYet(Exception):
    """Raised by a job that waits for something to be set up: it is asked again later and never given up."""


def job(name: str, *, every: dt.timedelta | None = None) -> Callable[[JobFunction], JobFunction]:
    """Declare a job function under a name such as ``email.deliver``; ``every`` makes it run regularly by itself."""

    def declare(function: JobFunction) -> JobFunction:
        _jobs[name] = function
        if every is not None:
            _periodic[name] = every
        return function

    return declare


def enqueue(name: str, *, due_at: dt.datetime | None = None, key: str | None = None, **args: Any) -> None:
    """Write a job in the current transaction. With ``key`` a second waiting job of that key is not added."""
    insert_once(Job, name=name, args=args, key=key, due_at=due_at or now())


def ensure_periodic() -> None:
    """Make sure each regular job has its row."""
    for name in _periodic:
        enqueue(name, key=f"every:{name}")


def run_due(limit: int = 50) -> int:
    """Lease and run due jobs; returns how many ran. Safe with several workers."""
    leased = lease(limit)
    for row in leased:
        run(row)
    return len(leased)


def _due(at: dt.datetime) -> QuerySet[Job]:
    return Job.objects.filter(failed_at__isnull=True, due_at__lte=at).filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    )


def lease(limit: int) -> list[Job]:
    """Take up to ``limit`` due jobs for :data:`LEASE`; no other worker gets them meanwhile."""
    at = timezone.now()
    if not _due(at).exists():
        return []
    with transaction.atomic():
        rows = list(_due(at).select_for_update(skip_locked=True, no_key=True).order_by("due_at", "id")[:limit])
        ids = [row.pk for row in rows]
        Job.objects.filter(pk__in=ids).update(leased_until=at + LEASE, attempts=F("attempts") + 1)
    for row in rows:
        row.attempts += 1
    return rows


def renew(rows: Iterable[Job]) -> None:
    """Keep jobs that take long; call it well before :data:`LEASE` is over."""
    for row in rows:
        _held(row).update(leased_until=timezone.now() + LEASE)


def release(rows: Iterable[Job]) -> None:
    """Make leased jobs due again at once, for a worker that stops."""
    for row in rows:
        _held(row).update(leased_until=None)


def _held(row: Job) -> QuerySet[Job]:
    """The job, unless its lease ran out and somebody else has taken it since."""
    return Job.objects.filter(pk=row.pk, attempts=row.attempts, failed_at__isnull=True)


def run(row: Job) -> None:
    """Run one leased job; a failure is noted and tried again later."""
    try:
        _jobs[row.name](**row.args)
    except NotYet as reason:
        _held(row).update(due_at=timezone.now() + ASK_AGAIN, leased_until=None, attempts=0, error=str(reason))
    except Exception as error:
        log.warning("job %s failed: %s", row.name, error, exc_info=True)
        _retry_later(row, traceback.format_exc(limit=20))
    else:
        _finish(row)


def _finish(row: Job) -> None:
    every = _periodic.get(row.name) if row.key == f"every:{row.name}" else None
    if every is None:
        _held(row).delete()
    else:
        _held(row).update(due_at=timezone.now() + every, leased_until=None, attempts=0, error="")


def _retry_later(row: Job, error: str) -> None:
    wait = dt.timedelta(seconds=min(3600, 2**row.attempts))
    final = row.attempts >= MAX_ATTEMPTS and row.key not in {f"every:{name}" for name in _periodic}
    _held(row).update(
        due_at=timezone.now() + wait,
        leased_until=None,
        error=error,
        failed_at=timezone.now() if final else None,
    )


def waiting() -> int:
    """How many jobs are due and not yet done."""
    return Job.objects.filter(failed_at__isnull=True, due_at__lte=timezone.now()).count()
