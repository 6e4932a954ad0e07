"""Giving waiting work to those who are here. One at a time: two workers never load anybody past his capacity."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.core.rows import add, fetch, read, run, stored_time
from manyi.desk import actions as desk
from manyi.desk.models import Ticket
from manyi.people.models import Staff, Team
from manyi.routing import loading, setup
from manyi.routing.actions.locking import take_turn
from manyi.routing.actions.waits import end_wait
from manyi.routing.events import Decided, OfferMade
from manyi.routing.explaining import Reasons, reasons
from manyi.routing.loading import Waiting
from manyi.routing.matching import Agent, Weights, match, priority
from manyi.routing.matching.batch import Pair, given
from manyi.routing.models import Decision, Offer, Wait

LIMIT = 50
_ANYTHING = "SELECT 1 FROM routing_wait WHERE ended_at IS NULL LIMIT 1"
_ANYBODY = "SELECT 1 FROM people_presence WHERE state = 'online' LIMIT 1"
_STANDS = (
    "INSERT INTO routing_standing (staff_id, last_at, given) VALUES (%s, %s, 1) ON CONFLICT (staff_id)"
    " DO UPDATE SET last_at = excluded.last_at, given = routing_standing.given + 1"
)


def serve() -> int:
    """Give or offer what waits to whoever is able and free; returns how many found somebody.

    Nothing is locked while there is nothing to give or nobody to give it to.
    """
    served = 0
    while fetch(_ANYTHING, ()) and fetch(_ANYBODY, ()):
        count = _serve()
        served += count
        if count < LIMIT:
            break
    return served


@dataclass(frozen=True, slots=True)
class _Choice:
    """What one decision was made of."""

    waiting: Waiting
    agent: Agent
    weights: Weights
    reasons: Reasons


@action
def _serve() -> int:
    take_turn()
    found = setup.current()
    here = loading.agents(found)
    served = 0
    for weights, group in _by_policy(found, loading.servable(found, here.values())):
        pairs = match([one.item for one in group], here.values(), weights, now().timestamp())
        served += _hand_out(pairs[: LIMIT - served], {one.item.id: one for one in group}, here, weights)
    return served


def _by_policy(found: setup.Setup, waiting: list[Waiting]) -> list[tuple[Weights, list[Waiting]]]:
    """Waiting work by the weights it is served by; the group with the most pressing piece first."""
    groups: dict[tuple[str, int], list[Waiting]] = defaultdict(list)
    weights: dict[tuple[str, int], Weights] = {}
    for one in waiting:
        policy = found.weights(one.queue)
        groups[policy.name, policy.version].append(one)
        weights[policy.name, policy.version] = policy
    at = now().timestamp()
    ordered = sorted(groups, key=lambda key: (-max(priority(one.item, weights[key], at) for one in groups[key]), key))
    return [(weights[key], groups[key]) for key in ordered]


def _hand_out(pairs: list[Pair], waiting: dict[int, Waiting], here: dict[int, Agent], weights: Weights) -> int:
    at, count = now().timestamp(), 0
    for pair in pairs:
        one, agent = waiting[pair.item], here[pair.agent]
        why = reasons(one, here.values(), weights, at, together=len(pairs))
        if _give(_Choice(one, agent, weights, why)):
            here[pair.agent] = given(agent, one.item, at)
            count += 1
    return count


def _give(choice: _Choice) -> bool:
    """Give or offer one ticket, unless a colleague was faster."""
    ticket, staff = read(Ticket, lock=True, id=choice.waiting.item.id), read(Staff, id=choice.agent.id)
    if ticket is None or staff is None or ticket.assignee_id is not None or not ticket.is_open:
        return False
    seconds = choice.waiting.queue.terms.offers
    _decide(ticket, choice, is_offer=seconds > 0)
    if seconds:
        _offer(ticket, staff, seconds)
        return True
    hand_over(ticket, staff)
    return True


def hand_over(ticket: Ticket, staff: Staff) -> None:
    """Let a colleague have a ticket that waited; it stays with its team. Inside an action."""
    team_id = ticket.team_id or staff.team_id
    desk.assign(ticket, by=SYSTEM, to=staff, team=Team(pk=team_id) if team_id else None, how="automatic")
    run(_STANDS, (staff.pk, stored_time(now())))
    end_wait(ticket, Wait.Outcome.SERVED)


def _decide(ticket: Ticket, choice: _Choice, *, is_offer: bool) -> None:
    waited = (now() - choice.waiting.entered_at).total_seconds()
    queue_id, weights = choice.waiting.queue.id, choice.weights
    row = add(
        Decision, ticket_id=ticket.pk, queue_id=queue_id, chosen_id=choice.agent.id, policy=weights.name,
        policy_version=weights.version, at=now(), waited=waited, is_offer=is_offer, reasons=choice.reasons,
    )  # fmt: skip
    record(
        Decided(
            decision=row.pk, chosen=choice.agent.id, queue=queue_id, policy=weights.name, version=weights.version,
            waited=waited, is_offer=is_offer,
        ),
        by=SYSTEM,
        ticket=ticket,
    )  # fmt: skip


def _offer(ticket: Ticket, staff: Staff, seconds: int) -> None:
    expires = now() + dt.timedelta(seconds=seconds)
    row = add(Offer, ticket_id=ticket.pk, staff_id=staff.pk, offered_at=now(), expires_at=expires)
    record(OfferMade(offer=row.pk, staff=staff.pk, expires=expires.timestamp()), by=SYSTEM, ticket=ticket)
