"""The library on a ticket's page: what must be read, what is suggested, what customers were told; contributing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import NotFound, Refused
from manyi.desk.access import get_ticket
from manyi.desk.models import Ticket
from manyi.desk.views.shared import go, key_of, ticket_url, whole_number
from manyi.desk.words import words as desk_words
from manyi.knowledge import access, actions, queries, red_marks
from manyi.knowledge.permissions import CONTRIBUTE, READ
from manyi.knowledge.showing import link_to
from manyi.knowledge.views.shared import faults_of
from manyi.knowledge.words import words
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_safe
def side(request: StaffRequest, number: str) -> HttpResponse:
    """Loaded after the ticket's page: changes to read on its topic, suggestions, citations."""
    require(request.viewer, READ)
    ticket = get_ticket(request.viewer, number)
    values: dict[str, Any] = {
        **words(),
        "ticket": ticket,
        "must_read": red_marks.on_topic(request.viewer, ticket),
        "suggested": queries.suggested(request.viewer, ticket) if ticket.is_open else [],
        "cited": queries.cited_on(ticket),
        "link_to": link_to,
        "may_insert": request.viewer.can("ticket.reply") and ticket.merged_into_id is None,
    }
    return render(request, "knowledge/side.html", values)


@staff_only
@require_POST
def insertions(request: StaffRequest, number: str) -> HttpResponse:
    """Put a version into the answer: its words come back as JSON, for the composer."""
    ticket = get_ticket(request.viewer, number)
    version = access.get_version(request.viewer, whole_number(request.POST.get("version")))
    text = actions.insert(
        version,
        ticket,
        by=request.viewer,
        how=request.POST.get("how", "text"),
        values=queries.ticket_values(ticket, request.viewer),
    )
    return JsonResponse({"text": text})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def contribution(request: StaffRequest, number: str) -> HttpResponse:
    """Make an article of a solved ticket; what is personal has been taken out and is shown struck through."""
    viewer = request.viewer
    require(viewer, CONTRIBUTE)
    ticket = get_ticket(viewer, number)
    if ticket.is_open:
        raise NotFound()
    proposal = queries.proposal(ticket)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _contribute(request, ticket, proposal)
            response = go(request, ticket_url(ticket.number, key_of(request)))
            messages.success(request, _("Thank you. Your article waits for its review."))
            return response
        except Refused as error:
            errors = faults_of(error)
    values: dict[str, Any] = {
        **desk_words(),
        "ticket": ticket,
        "list_key": key_of(request),
        "back": ticket_url(ticket.number, key_of(request)),
        "errors": errors,
        "given": request.POST,
        "proposal": proposal,
        "base": "desk/bare.html" if request.headers.get("HX-Request") else "desk/asking.html",
    }
    return render(request, "knowledge/contribution.html", values, status=422 if errors else 200)


def _contribute(request: StaffRequest, ticket: Ticket, proposal: queries.Proposal) -> None:
    posted = request.POST
    actions.contribute(
        ticket,
        by=request.viewer,
        title=posted.get("title", ""),
        problem=posted.get("problem", ""),
        solution=posted.get("solution", ""),
        names=proposal.names,
        removed=proposal.counts,
    )
