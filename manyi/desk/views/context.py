"""The slots beside a ticket that other apps fill."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from manyi.core.addresses import address
from manyi.core.errors import NotFound
from manyi.desk import access, context
from manyi.desk.actions.translating import ask_translation
from manyi.desk.models import Ticket
from manyi.desk.views.shared import key_of, ticket_url, wants_fragment, whole_number
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_safe
def slots(request: StaffRequest, number: str) -> HttpResponse:
    """Loaded after the ticket's page, and again when something happened on the ticket."""
    return _shown(request, access.get_ticket(request.viewer, number))


def _shown(request: StaffRequest, ticket: Ticket) -> HttpResponse:
    values = {
        **words(),
        "ticket": ticket,
        "at": address("ticket", ticket.number),
        "list_key": key_of(request),
        "slots": list(context.filled(request.viewer, ticket)),
    }
    return render(request, "desk/context.html", values)


@staff_only
@require_POST
def translations(request: StaffRequest, number: str) -> HttpResponse:
    """Have one of the customer's messages translated into one's own language."""
    ticket = access.get_ticket(request.viewer, number)
    message = access.get_message(request.viewer, whole_number(request.POST.get("message")))
    if message.ticket_id != ticket.pk:
        raise NotFound()
    ask_translation(message, by=request.viewer, language=get_language() or "")
    if not wants_fragment(request):
        return redirect(ticket_url(ticket.number, key_of(request)))
    return _shown(request, ticket)
