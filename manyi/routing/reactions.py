"""Work looks for people when it comes in, people get work when they come free."""

from __future__ import annotations

from collections.abc import Sequence

from manyi.core.events import Recorded
from manyi.core.reactions import on_several
from manyi.desk.events import MessageReceived, MessageSent, ResolutionProposed, TicketAssigned, TicketClosed
from manyi.people.events import PresenceChanged
from manyi.routing import actions, queries


@on_several(MessageReceived, TicketAssigned)
def find_somebody(events: Sequence[Recorded]) -> None:
    """The customer waits and nobody works on it, or it was handed to another team without naming anybody."""
    for team_id in sorted({event.team_id for event in events if event.team_id and _needs_somebody(event)}):
        actions.serve(team_id)


def _needs_somebody(event: Recorded) -> bool:
    payload = event.payload
    is_new_here = not isinstance(payload, TicketAssigned) or payload.old_team != payload.new_team
    return event.assignee_id is None and is_new_here


@on_several(PresenceChanged, MessageSent, ResolutionProposed, TicketClosed)
def use_free_hands(events: Sequence[Recorded]) -> None:
    """Somebody came online or finished something: what waits in the team gets its turn."""
    free = {
        event.payload.staff if isinstance(event.payload, PresenceChanged) else event.assignee_id for event in events
    }
    for team_id in sorted(queries.teams_of(pk for pk in free if pk is not None)):
        actions.serve(team_id)
