"""What happens to waiting work and to the setup of the routing."""

from __future__ import annotations

from typing import Any

from manyi.core.events import Payload, verb


@verb("queue.entered")
class QueueEntered(Payload, frozen=True):
    """A ticket waits for somebody; also when it went from one queue to another."""

    queue: int | None
    old: int | None = None


@verb("queue.left")
class QueueLeft(Payload, frozen=True):
    """``outcome`` is served, left or ended; ``waited`` in seconds."""

    queue: int | None
    outcome: str
    waited: float


@verb("queue.overflowed")
class QueueOverflowed(Payload, frozen=True):
    """Others may serve it too; ``step`` counts from 1."""

    queue: int | None
    step: int


@verb("queue.asked_again")
class AskedAgain(Payload, frozen=True):
    """Everybody may be offered it again, also those who declined."""

    queue: int | None


@verb("routing.decided")
class Decided(Payload, frozen=True):
    """Who got the ticket, or to whom it is offered; the row ``decision`` says why."""

    decision: int
    chosen: int
    queue: int | None
    policy: str
    version: int
    waited: float
    is_offer: bool = False


@verb("offer.made")
class OfferMade(Payload, frozen=True):
    """``expires`` is Unix seconds."""

    offer: int
    staff: int
    expires: float


@verb("offer.ended")
class OfferEnded(Payload, frozen=True):
    """``outcome`` is accepted, declined, expired or dropped."""

    offer: int
    staff: int
    outcome: str


@verb("ticket.assessed")
class TicketAssessed(Payload, frozen=True):
    """How difficult a ticket is, 1 to 4, and what that follows from."""

    complexity: int
    reasons: list[str]


@verb("ticket.escalated")
class TicketEscalated(Payload, frozen=True):
    """Somebody of a higher tier takes it over; ``level`` is that tier, ``old`` who had it."""

    level: int
    old: int | None
    reason: str


@verb("queue.saved")
class QueueSaved(Payload, frozen=True):
    """A new version of a queue; version 0 when it was deleted."""

    queue: int
    version: int
    conditions: dict[str, Any] = {}
    terms: dict[str, Any] = {}


@verb("queue.ordered")
class QueuesOrdered(Payload, frozen=True):
    queues: list[int]


@verb("weights.saved")
class WeightsSaved(Payload, frozen=True):
    policy: int
    version: int
    values: dict[str, Any] = {}


@verb("skill.saved")
class SkillSaved(Payload, frozen=True):
    skill: int


@verb("post.saved")
class PostSaved(Payload, frozen=True):
    post: int


@verb("expert_pool.saved")
class ExpertPoolSaved(Payload, frozen=True):
    """``members`` are the colleagues in it now; none when it was deleted."""

    pool: int
    members: list[int] = []


@verb("agent_profile.saved")
class AgentProfileSaved(Payload, frozen=True):
    """What a colleague can do changed."""

    staff: int
    skills: dict[int, int] = {}


@verb("channel_units.saved")
class ChannelUnitsSaved(Payload, frozen=True):
    channel: str
    units: int
    wrap_up: int


@verb("routing.trial_asked")
class TrialAsked(Payload, frozen=True):
    """Two policies, by name, are tried out on the last ``days`` days, for all work or that of one queue."""

    trial: int
    policies: list[str]
    days: int
    queue: int | None = None


@verb("routing.trial_ended")
class TrialEnded(Payload, frozen=True):
    trial: int
    is_done: bool


@verb("playbook.saved")
class PlaybookSaved(Payload, frozen=True):
    """A new version of a playbook for a surge; version 0 when it was deleted."""

    playbook: int
    version: int
    plan: dict[str, Any] = {}


@verb("rush.started")
class RushStarted(Payload, frozen=True):
    """Rush mode is on for a queue; ``why`` are the figures at that moment and the limits that were ``reached``, none
    when somebody started it by hand. ``teams`` serve the queue now."""

    rush: int
    queue: int | None
    playbook: int
    version: int
    why: dict[str, Any]
    teams: list[int]


@verb("rush.ended")
class RushEnded(Payload, frozen=True):
    """``how`` is time, calm, hand or gone; ``lasted`` in seconds."""

    rush: int
    queue: int | None
    how: str
    lasted: float
    teams: list[int]


@verb("floor.called_in")
class CalledIn(Payload, frozen=True):
    """A colleague who is not online was asked to come."""

    staff: int


@verb("floor.call_answered")
class CallAnswered(Payload, frozen=True):
    staff: int
    is_coming: bool


@verb("call_back.arranged")
class CallBackArranged(Payload, frozen=True):
    """The customer is to be called; ``due`` is Unix seconds."""

    call_back: int
    due: float


@verb("call_back.due")
class CallBackDue(Payload, frozen=True):
    """The colleague who works on the ticket was reminded."""

    call_back: int
    staff: int


@verb("call_back.missed")
class CallBackMissed(Payload, frozen=True):
    """Nobody answered; it is tried again at ``due``."""

    call_back: int
    attempts: int
    due: float


@verb("call_back.ended")
class CallBackEnded(Payload, frozen=True):
    """``outcome`` is reached, failed or dropped."""

    call_back: int
    outcome: str
    attempts: int
