"""Why a ticket is due when it is, and what a colleague was told."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from manyi.core.stream_access import live
from manyi.desk.access import get_ticket
from manyi.desk.views.shared import whole_number
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.sla import actions, queries
from manyi.sla.navigation import NOTICES
from manyi.sla.notices import sentence
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


@staff_only
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """What the viewer was told of clocks, newest first."""
    stream = live(request)
    found = [(notice, sentence(notice)) for notice in queries.notices_of(request.viewer)]
    return render(request, "sla/notices.html", {"notices": found, "live": stream})


def _badge(request: StaffRequest, *, is_swapped: bool) -> HttpResponse:
    values = {"name": NOTICES.url_name, "badge": NOTICES.badge, "is_swapped": is_swapped}
    return render(request, "core/rail_badge.html", values)


@staff_only
@require_safe
def badge(request: StaffRequest) -> HttpResponse:
    """How many notices are new, beside their place in the rail."""
    return _badge(request, is_swapped=False)


@staff_only
@require_POST
def reading(request: StaffRequest) -> HttpResponse:
    """The viewer has them before his eyes; answers with the number beside their place, which is swapped in."""
    actions.see_notices(by=request.viewer, up_to=whole_number(request.POST.get("up_to")))
    return _badge(request, is_swapped=True)
