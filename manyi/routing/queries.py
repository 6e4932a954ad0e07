"""Who is present with room, and what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.desk.queries.sql import instant, rows
from manyi.people.models import PresenceState, Staff
from manyi.routing.in_turn import Candidate

_WAITING = (
    "SELECT id FROM desk_ticket WHERE status < 4 AND status <> 3 AND COALESCE(assignee_id, 0) = 0 AND team_id = %s"
    " AND waiting_since IS NOT NULL ORDER BY due_at, id LIMIT %s"
)
_TEAMS = (
    "SELECT DISTINCT team_id FROM desk_ticket WHERE status < 4 AND assignee_id IS NULL AND team_id IS NOT NULL"
    " ORDER BY team_id"
)
_CANDIDATES = (
    "SELECT s.id, (SELECT count(*) FROM desk_ticket t WHERE t.assignee_id = s.id AND t.status < 4 AND t.status < 2),"
    " s.capacity, u.last_at FROM people_staff s JOIN people_presence p ON p.staff_id = s.id"
    " LEFT JOIN routing_turn u ON u.staff_id = s.id WHERE s.team_id = %s AND s.is_active AND p.state = %s"
)


def waiting(team_id: int, limit: int) -> list[int]:
    """Tickets of a team that wait for an answer and that nobody works on, the most urgent first."""
    return [pk for (pk,) in rows(_WAITING, (team_id, limit))]


def teams_with_waiting() -> list[int]:
    """Teams with tickets that nobody works on."""
    return [pk for (pk,) in rows(_TEAMS)]


def candidates(team_id: int) -> list[Candidate]:
    """The present colleagues of a team with what they work on: new and open tickets, not those that wait elsewhere."""
    found = rows(_CANDIDATES, (team_id, PresenceState.ONLINE.value))
    return [Candidate(pk, load, capacity, instant(last_at)) for pk, load, capacity, last_at in found]


def present(team_id: int) -> list[int]:
    """The colleagues of a team who are here, by id."""
    here = Staff.objects.filter(team_id=team_id, is_active=True, presence__state=PresenceState.ONLINE)
    return list(here.order_by("pk").values_list("pk", flat=True))


def teams_of(staff_ids: Iterable[int]) -> set[int]:
    """The teams these colleagues belong to."""
    found = Staff.objects.filter(pk__in=list(staff_ids), team__isnull=False).values_list("team_id", flat=True)
    return set(found)
