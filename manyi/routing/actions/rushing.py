"""Rush mode: begun by hand or by itself, ended by its time, by calm or by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.addresses import address
from manyi.core.errors import Conflict
from manyi.core.i18n import label
from manyi.core.rows import insert_once, read, update
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.notices.actions import tell
from manyi.people.models import Team
from manyi.routing import queries, setup
from manyi.routing.actions.settings import revise
from manyi.routing.actions.waits import open_wait
from manyi.routing.events import RushEnded, RushStarted
from manyi.routing.models import Playbook, Rush
from manyi.routing.permissions import RUSH
from manyi.routing.rush import Plan, has_trigger, reached, running

KIND = "rush"
PAUSE = dt.timedelta(minutes=30)
"""After a rush has ended none begins by itself on its queue for so long."""


@action
def start_rush(queue_id: int | None, playbook: Playbook, *, by: Actor, limits: Iterable[str] = ()) -> Rush:
    """Serve a queue (None: the one for the rest) by a playbook from now on; ``limits`` say what began it by itself.

    The leaders of its teams are told. A queue in rush mode stays as it is. Raises :class:`Conflict` for a playbook that
    is not for this queue.
    """
    require(by, RUSH)
    found, plan = setup.current(), setup.read_plan(playbook.plan)
    queue = found.queue(queue_id)
    if not playbook.is_active or queue.id != queue_id or not plan.is_for(queue_id):
        raise Conflict
    figures = queries.figures(queue_id, plan.trigger.conditions)
    why = {**figures.as_json(), "reached": list(limits)}
    pk = insert_once(
        Rush, queue_id=queue_id, names=dict(queue.names), playbook_id=playbook.pk, playbook_names=playbook.names,
        version=playbook.version, plan=playbook.plan, why=why, by_staff_id=by.staff_id, started_at=now(),
        ends_at=now() + dt.timedelta(seconds=plan.at_most), calm_since=None, ended_at=None, end="", ended_by_id=None,
    )  # fmt: skip
    if pk is None:
        return Rush.objects.get(queue=queue_id, ended_at=None)
    teams = running(pk, plan, queue, found.service_teams).teams
    record(
        RushStarted(
            rush=pk, queue=queue_id, playbook=playbook.pk, version=playbook.version, why=why, teams=sorted(teams)
        ),
        by=by,
    )
    leaders = Team.objects.filter(pk__in=teams).values_list("leader_id", flat=True)
    tell(leaders, KIND, by=by, data={"names": dict(queue.names)}, url=address("floor-rush", pk))
    revise()
    return Rush.objects.get(pk=pk)


@action
def end_rush(rush: Rush, *, by: Actor, how: str = Rush.End.HAND) -> Rush:
    """Serve the queue as usual again. Ended already changes nothing."""
    require(by, RUSH)
    row = read(Rush, lock=True, id=rush.pk)
    if row is None or row.ended_at is not None:
        return rush
    on = setup.current().rush_of(row.queue_id)
    update(row, ended_at=now(), end=str(how), ended_by_id=by.staff_id)
    lasted = (now() - row.started_at).total_seconds()
    teams = sorted(on.teams) if on else []
    record(RushEnded(rush=row.pk, queue=row.queue_id, how=str(how), lasted=lasted, teams=teams), by=by)
    revise()
    return row


def watch_rushes() -> int:
    """End what is over and begin what is needed; returns how many rushes that were."""
    ended = sum(_look_after(rush) for rush in Rush.objects.filter(ended_at=None))
    return ended + sum(_begin_where_needed(row) for row in Playbook.objects.filter(is_active=True).order_by("pk"))


@action
def _look_after(rush: Rush) -> bool:
    """Whether a rush came to its end by itself."""
    row = read(Rush, lock=True, id=rush.pk)
    if row is None or row.ended_at is not None:
        return False
    plan = setup.read_plan(row.plan)
    if row.ends_at <= now():
        end_rush(row, by=SYSTEM, how=Rush.End.TIME)
        return True
    if not plan.calm_for:
        return False
    return _look_for_calm(row, plan)


def _look_for_calm(row: Rush, plan: Plan) -> bool:
    if queries.figures(row.queue_id, plan.trigger.conditions).waiting > plan.calm_waiting:
        if row.calm_since is not None:
            update(row, calm_since=None)
    elif row.calm_since is None:
        update(row, calm_since=now())
    elif row.calm_since + dt.timedelta(seconds=plan.calm_for) <= now():
        end_rush(row, by=SYSTEM, how=Rush.End.CALM)
        return True
    return False


def _begin_where_needed(playbook: Playbook) -> int:
    plan = setup.read_plan(playbook.plan)
    if not has_trigger(plan):
        return 0
    begun, found = 0, setup.current()
    for queue_id in (*(queue.id for queue in found.queues), None):
        if not plan.is_for(queue_id) or _rests(queue_id):
            continue
        limits = reached(plan.trigger, queries.figures(queue_id, plan.trigger.conditions))
        if limits:
            start_rush(queue_id, playbook, by=SYSTEM, limits=limits)
            begun += 1
    return begun


def _rests(queue_id: int | None) -> bool:
    """Whether a rush is on, or was a short while ago."""
    recent = Q(ended_at=None) | Q(ended_at__gt=now() - PAUSE)
    return Rush.objects.filter(recent, queue=queue_id).exists()


def answer_arrival(ticket_id: int) -> bool:
    """Say to a customer who begins to wait in rush mode what the playbook has for him, once."""
    return bool(setup.current().rushes) and _answer(ticket_id)


@action
def _answer(ticket_id: int) -> bool:
    wait, found = open_wait(ticket_id), setup.current()
    rush = found.rush_of(wait.queue_id) if wait is not None else None
    ticket = read(Ticket, id=ticket_id)
    if rush is None or ticket is None or not rush.plan.answer:
        return False
    spoken = setup.primary(ticket.language) or found.home
    texts = rush.plan.answer
    text = next((text for code, text in texts.items() if setup.primary(code) == spoken), label(texts, "zh-hans"))
    desk.tell_customer(ticket, text=text, key=f"rush:{rush.id}:{ticket_id}")
    return True


def are_forms_short(ticket: Ticket) -> bool:
    """Whether the ticket's queue is in a rush mode that shortens forms."""
    found = setup.current()
    if not any(rush.plan.short_forms for rush in found.rushes.values()):
        return False
    rush = found.rush_of(found.queue_for(ticket.__dict__).id)
    return rush is not None and rush.plan.short_forms
