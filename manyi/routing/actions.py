"""Giving waiting tickets to present colleagues."""

from __future__ import annotations

from dataclasses import replace

from manyi.core.actions import action, now
from manyi.core.actors import SYSTEM
from manyi.core.rows import read
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.people.models import Staff, Team
from manyi.routing import queries
from manyi.routing.in_turn import Candidate, next_in_turn
from manyi.routing.models import Turn


def assign_waiting(limit: int = 50) -> int:
    """Give out tickets nobody works on, team after team; returns how many found somebody."""
    return sum(serve(team_id, limit) for team_id in queries.teams_with_waiting())


def serve(team_id: int, limit: int = 50) -> int:
    """Give a team's waiting tickets, the most urgent first, to those present who have room, in turn; returns how many.

    Nothing is locked while there is nothing to give or nobody to give it to.
    """
    if not queries.waiting(team_id, 1) or next_in_turn(queries.candidates(team_id)) is None:
        return 0
    return _serve(team_id, limit)


@action
def _serve(team_id: int, limit: int) -> int:
    """The team's turns are locked meanwhile, so two workers never load a colleague past his capacity."""
    _lock_turns(team_id)
    present = {found.staff_id: found for found in queries.candidates(team_id)}
    count = 0
    for ticket_id in queries.waiting(team_id, limit):
        chosen = next_in_turn(present.values())
        if chosen is None:
            break
        if _give(ticket_id, chosen):
            present[chosen.staff_id] = replace(chosen, load=chosen.load + 1, last_at=now())
            count += 1
    return count


def _give(ticket_id: int, chosen: Candidate) -> bool:
    """Give one ticket, unless a colleague was faster."""
    ticket, staff = read(Ticket, lock=True, id=ticket_id), read(Staff, id=chosen.staff_id)
    if ticket is None or staff is None or ticket.assignee_id is not None or not ticket.is_open:
        return False
    desk.assign(ticket, by=SYSTEM, to=staff, team=Team(pk=ticket.team_id), how="automatic")
    Turn.objects.filter(pk=chosen.staff_id).update(last_at=now())
    return True


def _lock_turns(team_id: int) -> None:
    staff_ids = queries.present(team_id)
    Turn.objects.bulk_create([Turn(staff_id=pk) for pk in staff_ids], ignore_conflicts=True)
    list(Turn.objects.select_for_update(of=("self",)).filter(pk__in=staff_ids).order_by("pk"))
