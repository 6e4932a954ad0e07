"""The slots beside a ticket that other apps fill."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from manyi.desk import access, context
from manyi.desk.views.shared import key_of
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_safe
def slots(request: StaffRequest, number: str) -> HttpResponse:
    """Loaded after the ticket's page, and again when something happened on the ticket."""
    ticket = access.get_ticket(request.viewer, number)
    filled = list(context.filled(request.viewer, ticket))
    values = {**words(), "ticket": ticket, "list_key": key_of(request), "slots": filled}
    return render(request, "desk/context.html", values)
