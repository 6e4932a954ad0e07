"""Why a ticket went to whom, and what is offered to me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from manyi.desk.access import get_ticket
from manyi.desk.views.shared import go, ticket_url
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.routing import access, actions, queries
from manyi.routing.words import level_label, part_label, policy_label, reason_label, ruled_out


@staff_only
@require_safe
def show(request: StaffRequest, number: str) -> HttpResponse:
    """The decisions on a ticket, newest first, each with candidates, scores and what ruled others out."""
    ticket = get_ticket(request.viewer, number)
    values = {
        **words(),
        "ticket": ticket,
        "told": queries.told(ticket),
        "part_label": part_label,
        "policy_label": policy_label,
        "ruled_out": ruled_out,
        "assessment": queries.assessment_of(ticket),
        "level_label": level_label,
        "reason_label": reason_label,
        "back": reverse("ticket", args=[number]),
        "base": "desk/bare.html" if request.headers.get("HX-Request") else "desk/asking.html",
    }
    return render(request, "routing/decisions.html", values)


@staff_only
@require_POST
def escalation(request: StaffRequest, number: str) -> HttpResponse:
    """Take a ticket to a higher tier, with the reason."""
    ticket = get_ticket(request.viewer, number)
    actions.escalate(ticket, by=request.viewer, reason=request.POST.get("reason", ""))
    return go(request, ticket_url(number, "mine"))


@staff_only
@require_safe
def offers(request: StaffRequest) -> HttpResponse:
    """What is offered to me now and whom I am to call, for every page."""
    return _edge(request)


@staff_only
@require_POST
def answer(request: StaffRequest, offer_id: int) -> HttpResponse:
    """Accept what is offered and go there, or decline it."""
    offer = access.get_offer(request.viewer, offer_id)
    if request.POST.get("answer") == "accept":
        ticket = actions.accept_offer(offer, by=request.viewer)
        return go(request, ticket_url(ticket.number, "mine"))
    actions.decline_offer(offer, by=request.viewer)
    return offers_after(request)


def offers_after(request: StaffRequest) -> HttpResponse:
    """The offers that are left, where the page asked for a part of itself."""
    return _edge(request) if request.headers.get("HX-Request") else go(request, reverse("inbox"))


def _edge(request: StaffRequest) -> HttpResponse:
    me = request.viewer.as_staff
    values = {**words(), "offers": queries.offers_to(me), "calls": queries.calls_of(me)}
    return render(request, "routing/offers.html", values)
