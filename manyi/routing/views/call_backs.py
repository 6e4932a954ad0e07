"""Calling customers back: all in reach, one ticket's, and how a call went."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid
from manyi.desk.access import get_ticket
from manyi.desk.models import Ticket
from manyi.desk.permissions import REPLY, SEE
from manyi.desk.views.shared import go, spelled_out, ticket_url
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.routing import actions, queries
from manyi.routing.views.tickets import offers_after
from manyi.routing.words import time_words


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Whom we are to call, the first due first."""
    require(request.viewer, SEE)
    rows, may_call = queries.call_backs(request.viewer), request.viewer.can(REPLY)
    values = {**words(), **_phone(request), "rows": rows, "may_call": may_call}
    return render(request, "routing/call_backs.html", values)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: StaffRequest, number: str) -> HttpResponse:
    """The call-back of a ticket, and a form to arrange one."""
    ticket = get_ticket(request.viewer, number)
    if request.method != "POST":
        return _page(request, ticket)
    try:
        _arrange(request, ticket)
    except Invalid as error:
        if request.headers.get("HX-Request"):
            raise spelled_out(error) from None
        return _page(request, ticket, errors=error.fields)
    return go(request, ticket_url(number, "mine"))


def _arrange(request: StaffRequest, ticket: Ticket) -> None:
    chosen = request.POST.get("at", "")
    at = next((one for one in queries.call_times(ticket) if one.isoformat() == chosen), None)
    actions.arrange_call_back(ticket, by=request.viewer, phone=request.POST.get("phone", ""), at=at)


def _page(request: StaffRequest, ticket: Ticket, errors: Mapping[str, Any] | None = None) -> HttpResponse:
    values: dict[str, Any] = {
        **words(),
        **_phone(request),
        "ticket": ticket,
        "call": queries.call_back_of(ticket),
        "past": queries.past_call_backs(ticket),
        "times": [(at.isoformat(), time_words(at)) for at in queries.call_times(ticket)],
        "opens": queries.opens_at(ticket),
        "given": request.POST,
        "errors": errors or {},
        "back": reverse("ticket", args=[ticket.number]),
        "base": "desk/bare.html" if request.headers.get("HX-Request") else "desk/asking.html",
    }
    return render(request, "routing/call_back.html", values, status=422 if errors else 200)


@staff_only
@require_POST
def outcome(request: StaffRequest, call_back_id: int) -> HttpResponse:
    """How a call went, from the list, the ticket or the edge of any page."""
    row = queries.get_call_back(request.viewer, call_back_id)
    actions.settle_call_back(row, by=request.viewer, reached=request.POST.get("outcome") == "reached")
    match request.POST.get("from"):
        case "edge":
            return offers_after(request)
        case "ticket":
            return go(request, ticket_url(row.ticket.number, "mine"))
    return redirect("call-backs")


def _phone(request: StaffRequest) -> dict[str, Any]:
    return {"phone_for": partial(queries.phone_for, request.viewer)}
