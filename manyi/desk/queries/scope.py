"""Row scope in SQL, exactly as ``access.visible_tickets``: a ticket is reached when any of the conditions holds.

Each condition walks one index, so a page costs the same at ten thousand and at ten million tickets.
"""

from __future__ import annotations

from manyi.core.actors import Actor, Scope
from manyi.desk.permissions import SEE
from manyi.desk.queries.sql import ALWAYS, Where, either

NEVER: Where = ("FALSE", ())
FOLLOWED = "t.id IN (SELECT ticket_id FROM desk_follower WHERE staff_id = %s)"


def reach(viewer: Actor, *, settled: bool = False) -> tuple[Where, ...]:
    """The conditions on ``desk_ticket t`` under which a colleague reaches a ticket.

    With ``settled`` one's own work is asked for open and done apart, each with its partial index.
    """
    if not viewer.can(SEE):
        return (NEVER,)
    if viewer.scope is Scope.ALL:
        return (ALWAYS,)
    me = viewer.id or 0
    halves = ("t.status < 4 AND ", "t.status >= 4 AND ") if settled else ("",)
    mine = tuple((f"{half}{column} = %s", (me,)) for column in ("t.assignee_id", "t.owner_id") for half in halves)
    own: tuple[Where, ...] = (*mine, (FOLLOWED, (me,)))
    if viewer.scope is Scope.OWN:
        return own
    teams = tuple(("t.team_id = %s", (team_id,)) for team_id in viewer.team_ids)
    return (*teams, ("t.team_id IS NULL", ()), *own)


def reached(viewer: Actor) -> Where:
    """The same as one condition, for reads that start from few rows (one customer's, one search's)."""
    return either(reach(viewer))
