"""What is asked of waiting work and of decisions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from manyi.core.i18n import label
from manyi.desk.models import Ticket
from manyi.desk.queries import reference
from manyi.routing import loading, setup
from manyi.routing.explaining import Reasons, reasons
from manyi.routing.models import Assessment, Decision, Offer


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who came into question."""

    staff_id: int
    name: str
    score: float
    parts: dict[str, float]
    load: int
    capacity: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A decision as a page tells it; ``chosen`` is empty while nobody could be found."""

    at: dt.datetime
    chosen: str
    is_offer: bool
    waited: float
    queue: str
    policy: str
    version: int
    together: int
    priority: dict[str, float]
    candidates: list[Candidate]
    able: int
    ruled_out: list[tuple[str, int, list[str]]]


def decisions_of(ticket: Ticket, limit: int = 20) -> list[Decision]:
    """Why a ticket went where it went, newest first."""
    found = Decision.objects.filter(ticket=ticket).select_related("chosen", "queue").order_by("-pk")
    return list(found[:limit])


def told(ticket: Ticket) -> list[Told]:
    """The decisions on a ticket the viewer reaches; while it waits, first why nobody has it yet."""
    known = [_told(row) for row in decisions_of(ticket)]
    waiting = loading.waiting_one(setup.current(), ticket.pk)
    if waiting is None or offer_of(ticket) is not None:
        return known
    return [_why_waiting(waiting), *known]


def _why_waiting(waiting: loading.Waiting) -> Told:
    found, at = setup.current(), timezone.now()
    weights = found.weights(waiting.queue)
    why = reasons(waiting, loading.agents(found).values(), weights, at.timestamp(), together=0)
    waited = (at - waiting.entered_at).total_seconds()
    return _shown(why, at, "", waited, label(waiting.queue.names), weights.name, weights.version)


def _told(row: Decision) -> Told:
    name = row.chosen.name if row.chosen else ""
    queue = label(row.queue.names) if row.queue else label(setup.current().queue(None).names)
    return _shown(
        row.reasons, row.at, name, row.waited, queue, row.policy, row.policy_version,
        chosen=row.chosen_id, is_offer=row.is_offer,
    )  # fmt: skip


def _shown(
    why: Reasons, at: dt.datetime, name: str, waited: float, queue: str, policy: str, version: int,
    *, chosen: int | None = None, is_offer: bool = False,
) -> Told:  # fmt: skip
    ref = reference()
    candidates = [
        Candidate(
            one["staff"], ref.name(one["staff"]), one["score"], one["parts"], one["load"], one["capacity"],
            one["staff"] == chosen,
        )
        for one in why["candidates"]
    ]  # fmt: skip
    ruled_out = [
        (reason, found["count"], [ref.name(pk) for pk in found["staff"]]) for reason, found in why["ruled_out"].items()
    ]
    return Told(
        at, name, is_offer, waited, queue, policy, version, why["together"], why["priority"], candidates, why["able"],
        ruled_out,
    )  # fmt: skip


def offer_of(ticket: Ticket) -> Offer | None:
    """The offer of this ticket somebody may answer now."""
    return Offer.objects.filter(ticket=ticket, outcome="").select_related("staff").first()


def offers_to(staff_id: int) -> list[Offer]:
    """What is offered to a colleague now, the oldest first."""
    open_ones = Offer.objects.filter(staff_id=staff_id, outcome="", expires_at__gt=timezone.now())
    return list(open_ones.select_related("ticket", "ticket__customer").order_by("pk")[:5])


def assessment_of(ticket: Ticket) -> Assessment | None:
    """How difficult a ticket is, as far as anybody has looked."""
    return Assessment.objects.filter(ticket=ticket).select_related("by_staff").first()
