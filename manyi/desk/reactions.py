"""In the same transaction: tickets follow their customer, and what waited for a message of his wakes."""

from __future__ import annotations

from manyi.core.actors import Actor
from manyi.core.events import Recorded
from manyi.core.reactions import on
from manyi.core.rows import fetch, read
from manyi.customers import actions as customers
from manyi.customers.events import CustomersMerged, MergeUndone
from manyi.customers.models import CustomerMerge
from manyi.desk.actions.cases import begin_following
from manyi.desk.actions.customers import move_tickets
from manyi.desk.actions.planning import hold_planned
from manyi.desk.actions.repeating import link_repeat
from manyi.desk.actions.snoozing import wake_for_message
from manyi.desk.actions.sops import found_sops, stop_runs
from manyi.desk.actions.translating import translate_for_house
from manyi.desk.actions.visits import drop_visits, plan_visit
from manyi.desk.events import MessageReceived, TicketChanged, TicketClosed, TicketCreated, TicketReopened
from manyi.desk.models import Ticket
from manyi.desk.translating import provider
from manyi.desk.work_events import TaskAnswered
from manyi.people.events import InstallationCreated


@on(CustomersMerged, inline=True)
def follow_merge(event: Recorded) -> None:
    """The merged customer's tickets go to the one that stands; which ones is remembered for undoing."""
    if isinstance(event.payload, CustomersMerged) and event.customer_id is not None:
        moved = move_tickets(event.payload.merged, event.customer_id, by=_actor(event))
        customers.note_moved(event.payload.merge, tickets=moved)


@on(MergeUndone, inline=True)
def follow_undoing(event: Recorded) -> None:
    """What moved goes back; later tickets stay."""
    if isinstance(event.payload, MergeUndone) and event.customer_id is not None:
        moved = CustomerMerge.objects.get(pk=event.payload.merge).moved.get("tickets", [])
        move_tickets(event.customer_id, event.payload.merged, by=_actor(event), only=moved)


def _actor(event: Recorded) -> Actor:
    return Actor(event.actor_kind, event.actor_id)


_WAITING = (
    "SELECT 'snooze' FROM desk_snooze WHERE ticket_id = %s AND woken_at IS NULL"
    " UNION SELECT 'planned' FROM desk_plannedreply WHERE ticket_id = %s AND held_at IS NULL"
)


@on(MessageReceived, inline=True)
def end_waiting(event: Recorded) -> None:
    """The customer wrote: put-aside tickets come back, replies that were to be sent later are held."""
    if isinstance(event.payload, MessageReceived) and not event.payload.is_first:
        waiting = {row[0] for row in fetch(_WAITING, (event.ticket_id, event.ticket_id))}
        if "snooze" in waiting:
            wake_for_message(event.ticket, by=_actor(event))
        if "planned" in waiting:
            hold_planned(event.ticket, by=_actor(event))


@on(TicketClosed, inline=True)
def end_procedures_and_plan_visit(event: Recorded) -> None:
    """What still runs stops. Some closures are followed by asking the customer whether it really is solved."""
    stop_runs(event.ticket)
    if isinstance(event.payload, TicketClosed) and event.payload.how != "merged":
        plan_visit(event.ticket, after_silence=event.payload.how == "silence")


@on(TicketReopened, inline=True)
def drop_return_visit(event: Recorded) -> None:
    """It is being worked on: the question answers itself."""
    drop_visits(event.ticket)


@on(TicketCreated, TicketChanged)
def find_repeat(event: Recorded) -> None:
    """Whether the customer comes again about the same; asked anew when the type or the fields say more."""
    ticket = read(Ticket, id=event.ticket_id or 0)
    if ticket is not None:
        link_repeat(ticket)


@on(TaskAnswered, inline=True)
def go_on_with_plan(event: Recorded) -> None:
    """What waited for this task in the plan of a case begins."""
    if isinstance(event.payload, TaskAnswered):
        begin_following(event.payload.task, event.ticket)


@on(InstallationCreated, inline=True)
def begin_with_procedures(event: Recorded) -> None:
    """A new company has procedures to begin with."""
    found_sops()


@on(MessageReceived)
def have_it_translated(event: Recorded) -> None:
    """What comes in another language than the company's is translated before anybody opens it, where that is set up."""
    if isinstance(event.payload, MessageReceived) and provider() is not None:
        translate_for_house(event.payload.message)
