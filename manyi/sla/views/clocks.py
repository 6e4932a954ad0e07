"""Why a ticket is due when it is, and what a colleague was told."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from manyi.desk.access import get_ticket
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.sla import queries
from manyi.sla.words import length


@staff_only
@require_safe
def show(request: StaffRequest, number: str) -> HttpResponse:
    """The clocks of a ticket, each told line by line."""
    ticket = get_ticket(request.viewer, number)
    told = [(one, queries.story(queries.get_clock(ticket, one.id))) for one in reversed(queries.readings(ticket))]
    values = {
        **words(),
        "ticket": ticket,
        "told": told,
        "length": length,
        "back": reverse("ticket", args=[number]),
        "base": "desk/bare.html" if request.headers.get("HX-Request") else "desk/asking.html",
    }
    return render(request, "sla/clocks.html", values)
