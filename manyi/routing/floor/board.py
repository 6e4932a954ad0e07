"""The floor as it is this moment: queues with what waits in them, colleagues with what they work on."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from manyi.core.actors import Actor, Scope, require
from manyi.core.i18n import label
from manyi.core.rows import fetch
from manyi.desk.models import NO_DUE
from manyi.desk.queries.sql import instant, marks, moment, stored
from manyi.people.models import PresenceState, Staff
from manyi.routing import loading, setup
from manyi.routing.matching import Agent
from manyi.routing.models import CallIn, Rush
from manyi.routing.permissions import SEE_FLOOR
from manyi.routing.queries import rushes_on

SHOWN = 12
"""Cards of a queue, the longest waiting first, and of a colleague, the first due first."""
STATES = tuple(state.value for state in PresenceState)
RANKS = {state: rank for rank, state in enumerate(("online", "wrap_up", "busy", "away", "offline"))}

_WAITING = (
    "SELECT t.number, t.subject, t.channel, c.name, c.is_vip, c.value_class, t.due_at, t.priority, w.entered_at,"
    " w.queue_id, o.staff_id, b.due_at FROM routing_wait w JOIN desk_ticket t ON t.id = w.ticket_id"
    " JOIN customers_customer c ON c.id = t.customer_id"
    " LEFT JOIN routing_offer o ON o.ticket_id = t.id AND o.outcome = ''"
    " LEFT JOIN routing_callback b ON b.ticket_id = t.id AND b.ended_at IS NULL"
    " WHERE w.ended_at IS NULL AND {} ORDER BY w.entered_at, w.id LIMIT 1000"
)
_WORKED_ON = (
    "SELECT t.number, t.subject, t.channel, c.name, c.is_vip, c.value_class, t.due_at, t.priority, t.waiting_since,"
    " t.assignee_id, t.assignee_id, b.due_at FROM desk_ticket t JOIN customers_customer c ON c.id = t.customer_id"
    " LEFT JOIN routing_callback b ON b.ticket_id = t.id AND b.ended_at IS NULL"
    " WHERE t.status < 4 AND t.status < 2 AND t.assignee_id IN ({}) ORDER BY t.due_at, t.id"
)
_SERVED = (
    "SELECT queue_id, count(*), sum(CASE WHEN outcome = 'left' THEN 1 ELSE 0 END) FROM routing_wait"
    " WHERE ended_at >= %s GROUP BY queue_id"
)


@dataclass(frozen=True, slots=True)
class Card:
    """One ticket. ``since`` is how long it or its customer waits, None for nobody waiting; ``call_at`` when he is to
    be called."""

    number: str
    subject: str
    channel: str
    customer: str
    is_vip: bool
    value_class: str
    due_at: dt.datetime | None
    priority: int
    since: dt.datetime | None
    offered_to: int | None
    call_at: dt.datetime | None

    def is_late(self, at: dt.datetime) -> bool:
        """Whether the answer is overdue."""
        return self.due_at is not None and self.due_at < at


@dataclass(frozen=True, slots=True)
class Lane:
    """A queue: the cards shown of all that wait, how many are late, and what went through it in the last hour."""

    id: int | None
    name: str
    cards: Sequence[Card]
    waiting: int
    late: int
    longest: dt.datetime | None
    served: int
    left: int
    rush: Rush | None


@dataclass(frozen=True, slots=True)
class Person:
    """A colleague of the floor; ``load`` of ``capacity`` units, ``open`` tickets wait for him to act."""

    id: int
    name: str
    tier: str
    team: str
    state: str
    since: dt.datetime | None
    load: int
    capacity: int
    given: int
    cards: Sequence[Card]
    open: int
    call: CallIn | None

    @property
    def share(self) -> int:
        """Percent of the capacity that is taken."""
        return min(100, round(100 * self.load / self.capacity)) if self.capacity else 100

    @property
    def can_be_called(self) -> bool:
        """Whether it makes sense to ask him in."""
        return self.state != PresenceState.ONLINE and (self.call is None or self.call.answered_at is not None)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything at one moment."""

    at: dt.datetime
    lanes: Sequence[Lane]
    people: Sequence[Person]

    @property
    def waiting(self) -> int:
        """How many wait in all queues."""
        return sum(lane.waiting for lane in self.lanes)

    @property
    def late(self) -> int:
        """How many of them are overdue."""
        return sum(lane.late for lane in self.lanes)

    @property
    def longest(self) -> dt.datetime | None:
        """Since when the one waits who waits longest."""
        return min((lane.longest for lane in self.lanes if lane.longest), default=None)

    @property
    def states(self) -> Counter[str]:
        """How many colleagues are in which state."""
        return Counter(person.state for person in self.people)

    @property
    def free(self) -> int:
        """How many are online and have room."""
        return sum(person.state == PresenceState.ONLINE and person.load < person.capacity for person in self.people)


def board(viewer: Actor) -> Board:
    """The floor in reach of a viewer: his teams, or all. Raises :class:`NotAllowed`."""
    require(viewer, SEE_FLOOR)
    at = timezone.now()
    return Board(at, _lanes(viewer, at), _people(viewer))


def in_reach(viewer: Actor) -> list[Staff]:
    """The colleagues of the floor a viewer leads, by name."""
    require(viewer, SEE_FLOOR)
    found = Staff.objects.filter(is_active=True, team__department__is_service=True).select_related("team", "presence")
    if viewer.scope is not Scope.ALL:
        found = found.filter(team_id__in=viewer.team_ids)
    return list(found.order_by("name", "pk"))


def _lanes(viewer: Actor, at: dt.datetime) -> list[Lane]:
    where, params = "TRUE", tuple[int, ...]()
    if viewer.scope is not Scope.ALL:
        teams = tuple(viewer.team_ids) or (0,)
        where, params = f"(t.team_id IS NULL OR t.team_id IN ({marks(teams)}))", teams
    by_queue: dict[int | None, list[Card]] = defaultdict(list)
    for row in fetch(_WAITING.format(where), params):
        by_queue[row[9]].append(_card(row))
    hour = {queue: (served, left) for queue, served, left in fetch(_SERVED, (stored(at - dt.timedelta(hours=1)),))}
    found = setup.current()
    shown = [queue.id for queue in found.queues] + [None]
    shown += [queue for queue in by_queue if queue not in shown]
    rushes = rushes_on() if found.rushes else {}
    return [
        _lane(found.queue(queue).names, queue, by_queue[queue], at, hour.get(queue, (0, 0)), rushes.get(queue))
        for queue in shown
    ]


def _lane(
    names: Mapping[str, str], queue: int | None, cards: list[Card], at: dt.datetime, hour: tuple[int, int],
    rush: Rush | None,
) -> Lane:  # fmt: skip
    ended, left = hour
    late = sum(card.is_late(at) for card in cards)
    longest = cards[0].since if cards else None
    return Lane(queue, label(names), cards[:SHOWN], len(cards), late, longest, ended - left, left, rush)


def _people(viewer: Actor) -> list[Person]:
    staff = in_reach(viewer)
    agents, cards = loading.agents(setup.current()), _cards_of([one.pk for one in staff])
    calls = {row.staff_id: row for row in CallIn.objects.filter(staff__in=staff).order_by("pk")}
    people = [_person(one, agents.get(one.pk), cards.get(one.pk, []), calls.get(one.pk)) for one in staff]
    return sorted(people, key=lambda one: (RANKS[one.state], one.name))


def _person(one: Staff, agent: Agent | None, cards: list[Card], call: CallIn | None) -> Person:
    presence = getattr(one, "presence", None)
    return Person(
        id=one.pk,
        name=one.name,
        tier=one.get_tier_display() if one.tier else "",
        team=one.team.name if one.team else "",
        state=presence.state if presence else PresenceState.OFFLINE.value,
        since=presence.since if presence else None,
        load=agent.load if agent else 0,
        capacity=agent.capacity if agent else one.capacity,
        given=round(agent.assigned) if agent else 0,
        cards=cards[:SHOWN],
        open=len(cards),
        call=call,
    )


def _cards_of(staff: list[int]) -> dict[int, list[Card]]:
    found: dict[int, list[Card]] = defaultdict(list)
    if staff:
        for row in fetch(_WORKED_ON.format(marks(staff)), staff):
            found[row[9]].append(_card(row))
    return found


def _card(row: Sequence[Any]) -> Card:
    number, subject, channel, name, is_vip, value_class, due, priority, since, _place, staff_id, call = row
    due_at = moment(due)
    return Card(
        number, subject, channel, name or _("Unknown customer"), bool(is_vip), value_class,
        None if due_at == NO_DUE else due_at, priority, instant(since), staff_id, instant(call),
    )  # fmt: skip


def call_to(staff_id: int) -> CallIn | None:
    """The call a colleague has not answered yet."""
    return CallIn.objects.filter(staff_id=staff_id, answered_at=None).select_related("by_staff").first()


def choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Whom a ticket can be given to, and the queue."""
    named = [(str(one.id), f"{one.name} · {one.load}/{one.capacity}") for one in people]
    return [("", _("Back to the queue")), *named]
