"""Promises and hand-overs of a ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.errors import Invalid, NotFound
from manyi.desk import access
from manyi.desk.actions.promises import confirm_promise, drop_promise, keep_promise, make_promise
from manyi.desk.queries.work import handovers_of
from manyi.desk.views.shared import after_action, form_page, key_of, spelled_out, ticket_url
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def promises(request: StaffRequest, number: str) -> HttpResponse:
    """Write down what was promised by voice."""
    ticket = access.get_ticket(request.viewer, number)
    if request.method != "POST":
        return form_page(request, ticket, "promise_form")
    try:
        make_promise(ticket, by=request.viewer, text=request.POST.get("text", ""), due_at=_moment(request))
    except Invalid as error:
        return form_page(request, ticket, "promise_form", errors=dict(error.fields))
    return after_action(request, ticket)


@staff_only
@require_POST
def promise(request: StaffRequest, number: str, promise_id: int) -> HttpResponse:
    """``do`` is confirm (with another time where it was misread), keep or drop."""
    ticket = access.get_ticket(request.viewer, number)
    found = access.get_promise(ticket, promise_id)
    deeds: dict[str, Callable[[], Any]] = {
        "confirm": lambda: confirm_promise(found, by=request.viewer, due_at=_moment(request)),
        "keep": lambda: keep_promise(found, by=request.viewer),
        "drop": lambda: drop_promise(found, by=request.viewer),
    }
    deed = deeds.get(request.POST.get("do", ""))
    if deed is None:
        raise NotFound()
    try:
        deed()
    except Invalid as error:
        raise spelled_out(error) from None
    return after_action(request, ticket)


def _moment(request: StaffRequest) -> dt.datetime | None:
    """A local date and time of a form; None where there is none."""
    try:
        found = dt.datetime.fromisoformat(request.POST.get("due_at", ""))
    except ValueError:
        return None
    return found if timezone.is_aware(found) else timezone.make_aware(found)


@staff_only
@require_safe
def handovers(request: StaffRequest, number: str) -> HttpResponse:
    """All hand-overs of a ticket, newest first."""
    ticket = access.get_ticket(request.viewer, number)
    values = {**words(), "ticket": ticket, "handovers": handovers_of(ticket)}
    back = ticket_url(ticket.number, key_of(request))
    base = "desk/bare.html" if request.headers.get("HX-Request") else "desk/asking.html"
    return render(request, "desk/handovers.html", {**values, "back": back, "base": base})
