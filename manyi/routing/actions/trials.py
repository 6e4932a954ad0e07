"""Trying policies out before one is switched on."""

from __future__ import annotations

import time

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Invalid, Refused
from manyi.core.jobs import enqueue
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing import setup
from manyi.routing.events import TrialAsked, TrialEnded
from manyi.routing.matching import Weights
from manyi.routing.models import Trial

RUNS = 20
MOST_RUNS = 200
TOLD_EVERY = 0.5
"""Seconds between two notes of how far a trial is."""


@action
def begin_trial(
    first: Weights, second: Weights, *, by: Actor, days: int, runs: int = RUNS, queue_id: int | None = None
) -> Trial:
    """Let two policies be simulated on the last days, for all work or one queue's; a job does it.

    Raises :class:`Invalid`.
    """
    require(by, MANAGE_SETTINGS)
    from manyi.routing.simulation.company import MOST_DAYS

    wrong = {}
    if first == second:
        wrong["second"] = _("Choose two different policies.")
    if not 1 <= days <= MOST_DAYS:
        wrong["days"] = _("Choose 1 to %(n)d days.") % {"n": MOST_DAYS}
    if not 2 <= runs <= MOST_RUNS:
        wrong["runs"] = _("Choose 2 to %(n)d runs.") % {"n": MOST_RUNS}
    if wrong:
        raise Invalid(fields=wrong)
    row = Trial.objects.create(
        by_staff_id=by.staff_id, at=now(), days=days, runs=runs, total=2 * runs, queue_id=queue_id,
        weights=[first.as_json(), second.as_json()],
    )  # fmt: skip
    record(TrialAsked(trial=row.pk, policies=[first.name, second.name], days=days, queue=queue_id), by=by)
    enqueue("routing.trial", key=f"routing.trial:{row.pk}", trial=row.pk)
    return row


def run_trial(trial_id: int) -> None:
    """Simulate; noting how far it is. What was interrupted begins anew, what has ended stays."""
    from manyi.routing.simulation import company, running
    from manyi.routing.simulation.values import Tried

    row = Trial.objects.filter(pk=trial_id, ended_at=None).first()
    if row is None:
        return
    told = time.monotonic()

    def note(done: int, _total: int) -> None:
        nonlocal told
        if time.monotonic() - told > TOLD_EVERY:
            told = time.monotonic()
            Trial.objects.filter(pk=trial_id).update(done=done)

    beside = setup.current().policies[None]
    tried = [Tried(Weights.from_json(values), row.queue_id, beside) for values in row.weights]
    try:
        result = running.compare(company.recorded(row.days), tried, runs=row.runs, progress=note).as_json()
    except Refused as error:
        _end(row, problem=str(error.message))
    else:
        _end(row, result=result)


@action
def _end(row: Trial, *, result: dict[str, object] | None = None, problem: str = "") -> None:
    row.result, row.problem, row.ended_at = result, problem, timezone.now()
    row.done = row.total if result else row.done
    row.save(update_fields=["result", "problem", "ended_at", "done"])
    record(TrialEnded(trial=row.pk, is_done=result is not None), by=SYSTEM)
