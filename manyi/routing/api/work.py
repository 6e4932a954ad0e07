"""Decisions, escalation, offers, presence and call-backs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actors import Actor
from manyi.core.rest import ApiRequest, Body, Id, Line, Resource, When
from manyi.desk.access import get_ticket
from manyi.people import actions as people
from manyi.people.access import get_own
from manyi.routing import access, actions, queries
from manyi.routing.models import CallBack, Offer

resource = Resource()
Number = Annotated[Line, Field(max_length=20)]


class CandidateOut(TypedDict):
    """Somebody who came into question; ``parts`` add up to the score."""

    staff: int
    score: float
    parts: dict[str, float]
    load: int
    capacity: int


class RuledOutOut(TypedDict):
    """How many did not come into question for one reason, and the first of them."""

    count: int
    staff: list[int]


class DecisionOut(TypedDict):
    """Who got a ticket or was offered it, and why; ``together`` is how many were decided at once."""

    id: int
    at: dt.datetime
    chosen: int | None
    is_offer: bool
    queue: int | None
    policy: str
    policy_version: int
    waited: float
    together: int
    priority: dict[str, float]
    candidates: list[CandidateOut]
    ruled_out: dict[str, RuledOutOut]


class PlaceOut(TypedDict):
    """Where a waiting customer stands, and how long it may still take in seconds."""

    position: int
    expected: float | None
    low: float | None
    high: float | None


class RoutingOut(TypedDict):
    """``complexity`` is 1 to 4, as tiers, null before anybody has looked; ``place`` is null when nothing waits."""

    complexity: int | None
    reasons: list[str]
    place: PlaceOut | None
    decisions: list[DecisionOut]


@resource.on("GET", "/tickets/{number}/routing", scope="routing:read", returns=RoutingOut)
def get_ticket_routing(request: ApiRequest, number: Number) -> RoutingOut:
    """Read why a ticket went where it went

    The newest decision comes first, each with the candidates, their scores and what ruled the others out.
    """
    ticket = get_ticket(request.viewer, number)
    assessment, place = queries.assessment_of(ticket), queries.place_of(ticket)
    return {
        "complexity": assessment.complexity if assessment else None,
        "reasons": assessment.reasons if assessment else [],
        "place": {
            "position": place.position,
            "expected": place.expected,
            "low": place.low,
            "high": place.high,
        }
        if place
        else None,
        "decisions": [
            {
                "id": row.pk,
                "at": row.at,
                "chosen": row.chosen_id,
                "is_offer": row.is_offer,
                "queue": row.queue_id,
                "policy": row.policy,
                "policy_version": row.policy_version,
                "waited": row.waited,
                "together": row.reasons["together"],
                "priority": row.reasons["priority"],
                "candidates": row.reasons["candidates"],
                "ruled_out": row.reasons["ruled_out"],
            }
            for row in queries.decisions_of(ticket)
        ],
    }


class EscalationIn(Body):
    """Why a higher tier is needed."""

    reason: Annotated[Line, Field(min_length=1)]


@resource.on("POST", "/tickets/{number}/escalation", scope="tickets:write", status=204)
def escalate_ticket(request: ApiRequest, number: Number, body: EscalationIn) -> None:
    """Take a ticket to a higher tier

    It waits for somebody of that tier, with a note that holds the reason and the summary.
    """
    actions.escalate(get_ticket(request.viewer, number), by=request.viewer, reason=body.reason)


class OfferOut(TypedDict):
    """What is offered to me until ``expires_at``."""

    id: int
    ticket: str
    subject: str
    channel: str
    offered_at: dt.datetime
    expires_at: dt.datetime


class OffersOut(TypedDict):
    """What is offered to me now, the oldest first."""

    offers: list[OfferOut]


def _offer(row: Offer) -> OfferOut:
    return {
        "id": row.pk,
        "ticket": row.ticket.number,
        "subject": row.ticket.subject,
        "channel": row.ticket.channel,
        "offered_at": row.offered_at,
        "expires_at": row.expires_at,
    }


@resource.on("GET", "/offers", scope="routing:read", returns=OffersOut)
def list_offers(request: ApiRequest) -> OffersOut:
    """List what is offered to me"""
    return {"offers": [_offer(row) for row in queries.offers_to(request.viewer.as_staff)]}


@resource.on("POST", "/offers/{offer_id}/acceptance", scope="tickets:write", status=204)
def accept_offer(request: ApiRequest, offer_id: Id) -> None:
    """Accept an offer"""
    actions.accept_offer(access.get_offer(request.viewer, offer_id), by=request.viewer)


@resource.on("POST", "/offers/{offer_id}/refusal", scope="tickets:write", status=204)
def refuse_offer(request: ApiRequest, offer_id: Id) -> None:
    """Decline an offer

    The next one who is able is asked.
    """
    actions.decline_offer(access.get_offer(request.viewer, offer_id), by=request.viewer)


class PresenceIn(Body):
    """What I choose to be."""

    state: Literal["online", "busy", "away", "offline"]


class PresenceOut(TypedDict):
    """What I am now, and since when; ``wrap_up`` follows some work by itself."""

    state: Literal["online", "busy", "away", "wrap_up", "offline"]
    since: dt.datetime


@resource.on("PUT", "/presence", scope="tickets:write", returns=PresenceOut)
def set_presence(request: ApiRequest, body: PresenceIn) -> PresenceOut:
    """Choose my presence

    Who is online gets waiting work at once. Programs are not set to away or offline by themselves.
    """
    row = people.set_presence(get_own(request.viewer), body.state, by=request.viewer)
    return {"state": row.state, "since": row.since}  # type: ignore[typeddict-item]


class CallBackOut(TypedDict):
    """A customer who is to be called; ``assignee`` does it. Ended with an ``outcome``."""

    id: int
    ticket: str
    phone: str
    due_at: dt.datetime
    attempts: int
    assignee: int | None
    ended_at: dt.datetime | None
    outcome: Literal["", "reached", "failed", "dropped"]


class CallBacksOut(TypedDict):
    """Open call-backs in reach, the first due first."""

    call_backs: list[CallBackOut]


def _call_back(viewer: Actor, row: CallBack) -> CallBackOut:
    return {
        "id": row.pk,
        "ticket": row.ticket.number,
        "phone": queries.phone_for(viewer, row),
        "due_at": row.due_at,
        "attempts": row.attempts,
        "assignee": row.ticket.assignee_id,
        "ended_at": row.ended_at,
        "outcome": row.outcome,  # type: ignore[typeddict-item]
    }


@resource.on("GET", "/call-backs", scope="tickets:read", returns=CallBacksOut)
def list_call_backs(request: ApiRequest) -> CallBacksOut:
    """List the customers who are to be called"""
    return {"call_backs": [_call_back(request.viewer, row) for row in queries.call_backs(request.viewer)]}


class CallBackIn(Body):
    """A number, and a time (null: as soon as somebody works)."""

    phone: Annotated[Line, Field(min_length=3, max_length=30)]
    at: When | None = None


@resource.on("PUT", "/tickets/{number}/call-back", scope="tickets:write", returns=CallBackOut)
def arrange_call_back(request: ApiRequest, number: Number, body: CallBackIn) -> CallBackOut:
    """Let a ticket's customer be called

    A call-back that is open already is changed. The customer is told when.
    """
    ticket = get_ticket(request.viewer, number)
    row = actions.arrange_call_back(ticket, by=request.viewer, phone=body.phone, at=body.at)
    return _call_back(request.viewer, row)


class CallOutcome(Body):
    """How a call went; not reached, it is tried again, three times in all."""

    reached: bool


@resource.on("POST", "/call-backs/{call_back_id}/outcome", scope="tickets:write", returns=CallBackOut)
def settle_call_back(request: ApiRequest, call_back_id: Id, body: CallOutcome) -> CallBackOut:
    """Say how a call went"""
    row = queries.get_call_back(request.viewer, call_back_id)
    return _call_back(request.viewer, actions.settle_call_back(row, by=request.viewer, reached=body.reached))
