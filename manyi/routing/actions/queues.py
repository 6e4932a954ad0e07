"""Queues: what waits where, who serves it, and in which order they are asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from django.utils.translation import gettext as _

from manyi.core.actions import action, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Invalid
from manyi.desk.conditions import Conditions
from manyi.people.models import Team
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing.actions.rushing import end_rush
from manyi.routing.actions.settings import cleaned, revise
from manyi.routing.actions.waits import follow
from manyi.routing.events import QueueSaved, QueuesOrdered
from manyi.routing.models import Policy, Queue, Rush, Wait
from manyi.routing.queues import Terms

LONGEST = 7 * 24 * 3600


@action
def save_queue(
    row: Queue | None,
    *,
    by: Actor,
    names: dict[str, str],
    conditions: Conditions,
    terms: Terms,
    teams: Iterable[Team] = (),
    policy: Policy | None = None,
    calendar_id: int | None = None,
    is_active: bool = True,
) -> Queue:
    """Add a queue at the end of the order, or make a new version of one.

    Raises :class:`Invalid` without a name, and naming what can't be.
    """
    require(by, MANAGE_SETTINGS)
    clean = cleaned(names)
    wrong = _faults(terms) | ({} if clean else {"names": _("Give it a name.")})
    if wrong:
        raise Invalid(fields=wrong)
    row = row or Queue(rank=_last_rank() + 1, version=0)
    row.names, row.policy, row.calendar_id, row.is_active = clean, policy, calendar_id, is_active
    row.conditions, row.terms = conditions.as_json(), msgspec.to_builtins(terms, str_keys=True)
    row.version += 1
    row.save()
    row.teams.set(teams)
    record(QueueSaved(queue=row.pk, version=row.version, conditions=row.conditions, terms=row.terms), by=by)
    revise()
    return row


def _last_rank() -> int:
    return Queue.objects.order_by("-rank").values_list("rank", flat=True).first() or 0


def _faults(terms: Terms) -> dict[str, str]:
    wrong = {}
    afters = [step.after for step in terms.overflow]
    if afters != sorted(set(afters)) or any(not 0 < after <= LONGEST for after in afters):
        wrong["overflow"] = _("Each step of the overflow comes later than the one before, within a week.")
    if any(not 1 <= level <= 5 for level in terms.skills.values()):
        wrong["skills"] = _("Levels go from 1 to 5.")
    if not 0 <= terms.offers <= 600:
        wrong["offers"] = _("An offer is answered within ten minutes.")
    if not (0 < terms.share <= 100 and 0 < terms.within <= LONGEST):
        wrong["share"] = _("The service level is a percentage and a time.")
    return wrong


@action
def delete_queue(row: Queue, *, by: Actor) -> None:
    """Remove a queue; what waits in it goes to where it falls now."""
    require(by, MANAGE_SETTINGS)
    pk = row.pk
    for rush in Rush.objects.filter(queue=row, ended_at=None):
        end_rush(rush, by=SYSTEM, how=Rush.End.GONE)
    waiting = list(Wait.objects.filter(queue=row, ended_at=None).values_list("ticket_id", flat=True))
    row.delete()
    record(QueueSaved(queue=pk, version=0), by=by)
    revise()
    follow(waiting)


@action
def order_queues(ids: Sequence[int], *, by: Actor) -> None:
    """Ask the queues in this order; those not named follow in the order they had."""
    require(by, MANAGE_SETTINGS)
    known = list(Queue.objects.order_by("rank", "id"))
    place = {pk: rank for rank, pk in enumerate(ids)}
    ordered = sorted(known, key=lambda row: place.get(row.pk, len(place)))
    if [row.pk for row in ordered] == [row.pk for row in known]:
        return
    for rank, row in enumerate(ordered, start=1):
        Queue.objects.filter(pk=row.pk).update(rank=rank)
    record(QueuesOrdered(queues=[row.pk for row in ordered]), by=by)
    revise()


def move_queue(row: Queue, *, by: Actor, up: bool) -> None:
    """Ask a queue one place earlier or later."""
    ids = list(Queue.objects.order_by("rank", "id").values_list("pk", flat=True))
    place = ids.index(row.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    order_queues(ids, by=by)
