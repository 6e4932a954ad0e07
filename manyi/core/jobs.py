"""Jobs: work outside a request, enqueued in the transaction that wants it and run at least once.

A worker leases due jobs; a lease that runs out (the worker was killed) makes the job due again, so nothing is
ever stuck. A job function must be harmless when run twice. (The database task backends tried for this leave a killed
worker's job "running" for ever and cost about 20 times more per job.)
"""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from manyi.core.actions import now
from manyi.core.models import Job

log = logging.getLogger("manyi.jobs")

LEASE = dt.timedelta(seconds=60)
MAX_ATTEMPTS = 12
JobFunction = Callable[..., None]
_jobs: dict[str, JobFunction] = {}
_periodic: dict[str, dt.timedelta] = {}


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
    Job.objects.bulk_create(
        [Job(name=name, args=args, key=key, due_at=due_at or now())], ignore_conflicts=key is not None
    )


def ensure_periodic() -> None:
    """Make sure each regular job has its row."""
    for name in _periodic:
        enqueue(name, key=f"every:{name}")


def run_due(limit: int = 50) -> int:
    """Lease and run due jobs; returns how many ran. Safe with several workers."""
    leased = _lease(limit)
    for row in leased:
        _run(row)
    return len(leased)


def _lease(limit: int) -> list[Job]:
    at = timezone.now()
    due = Job.objects.filter(failed_at__isnull=True, due_at__lte=at).filter(
        Q(leased_until__isnull=True) | Q(leased_until__lt=at)
    )
    ids = list(due.order_by("due_at", "id").values_list("id", flat=True)[:limit])
    mine = []
    for pk in ids:
        if due.filter(pk=pk).update(leased_until=at + LEASE, attempts=F("attempts") + 1):
            mine.append(pk)
    return list(Job.objects.filter(pk__in=mine).order_by("due_at", "id"))


def _run(row: Job) -> None:
    try:
        _jobs[row.name](**row.args)
    except Exception as error:
        log.warning("job %s failed: %s", row.name, error, exc_info=True)
        _retry_later(row, traceback.format_exc(limit=20))
    else:
        _finish(row)


def _finish(row: Job) -> None:
    every = _periodic.get(row.name) if row.key == f"every:{row.name}" else None
    if every is None:
        Job.objects.filter(pk=row.pk).delete()
        return
    Job.objects.filter(pk=row.pk).update(due_at=timezone.now() + every, leased_until=None, attempts=0, error="")


def _retry_later(row: Job, error: str) -> None:
    wait = dt.timedelta(seconds=min(3600, 2**row.attempts))
    final = row.attempts >= MAX_ATTEMPTS and row.key not in {f"every:{name}" for name in _periodic}
    Job.objects.filter(pk=row.pk).update(
        due_at=timezone.now() + wait,
        leased_until=None,
        error=error,
        failed_at=timezone.now() if final else None,
    )


def waiting() -> int:
    """How many jobs are due and not yet done."""
    return Job.objects.filter(failed_at__isnull=True, due_at__lte=timezone.now()).count()


def close_idle_connection() -> None:
    """Let go of a broken connection between rounds, so that a worker outlives a database restart."""
    connection.close_if_unusable_or_obsolete()
