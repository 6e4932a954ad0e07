"""Giving waiting tickets to present colleagues."""

from __future__ import annotations

from django.db.models import Count, Q

from manyi.core.actions import action, now
from manyi.core.actors import SYSTEM
from manyi.desk import actions as desk
from manyi.desk.models import Status, Ticket
from manyi.people.models import PresenceState, Staff
from manyi.routing.matching import Candidate, next_in_turn
from manyi.routing.models import Turn


def assign_waiting(limit: int = 50) -> int:
    """Give out tickets nobody works on, the most urgent first; returns how many found somebody."""
    waiting = Ticket.objects.filter(status__lt=4, assignee=None, team__isnull=False, waiting_since__isnull=False)
    ids = list(waiting.exclude(status=Status.HOLD).order_by("due_at", "id").values_list("pk", flat=True)[:limit])
    return sum(give(pk) for pk in ids)


@action
def give(ticket_id: int) -> int:
    """Give one ticket to the colleague of its team whose turn it is; 1 when it went to somebody.

    The team's turns are locked meanwhile, so two workers never load a colleague past his capacity.
    """
    ticket = Ticket.objects.get(pk=ticket_id)
    if ticket.team_id is None:
        return 0
    present = Staff.objects.filter(team_id=ticket.team_id, is_active=True, presence__state=PresenceState.ONLINE)
    turns = _locked_turns(list(present.order_by("pk").values_list("pk", flat=True)))
    ticket = Ticket.objects.select_for_update(of=("self",)).get(pk=ticket_id)
    if ticket.assignee_id is not None or not ticket.is_open:
        return 0
    chosen = next_in_turn(_candidates(turns))
    if chosen is None:
        return 0
    desk.assign(ticket, by=SYSTEM, to=Staff.objects.get(pk=chosen.staff_id), team=ticket.team, how="automatic")
    Turn.objects.filter(pk=chosen.staff_id).update(last_at=now())
    return 1


def _locked_turns(staff_ids: list[int]) -> list[Turn]:
    Turn.objects.bulk_create([Turn(staff_id=pk) for pk in staff_ids], ignore_conflicts=True)
    return list(Turn.objects.select_for_update(of=("self",)).filter(pk__in=staff_ids).order_by("pk"))


def _candidates(turns: list[Turn]) -> list[Candidate]:
    ids = [turn.pk for turn in turns]
    working = Q(status__in=(Status.NEW, Status.OPEN))
    rows = Ticket.objects.filter(working, assignee_id__in=ids, status__lt=4).values_list("assignee_id")
    loads = dict(rows.annotate(count=Count("pk")))
    capacity = dict(Staff.objects.filter(pk__in=ids).values_list("pk", "capacity"))
    return [Candidate(turn.pk, loads.get(turn.pk, 0), capacity[turn.pk], turn.last_at) for turn in turns]
