"""A ticket's page and its parts."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from manyi.core import log
from manyi.core.errors import NotFound
from manyi.desk import access, actions, queries
from manyi.desk.fragments import message_html
from manyi.desk.views.shared import (
    key_of,
    list_of,
    list_values,
    stream_of,
    ticket_values,
    wants_fragment,
    whole_number,
    workspace,
)
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only

PANES = ("ticket", "side")


@staff_only
@require_safe
def show(request: StaffRequest, number: str) -> HttpResponse:
    """The ticket beside its list; for htmx the conversation with its context."""
    position = log.newest()
    ticket = access.get_ticket(request.viewer, number)
    if queries.has_new_mention(request.viewer, ticket) and actions.mark_mentions_seen(ticket, by=request.viewer):
        queries.forget_counts()
    stream = stream_of(request, ticket, position)
    before = whole_number(request.GET.get("before")) or queries.NEWEST
    values = ticket_values(request, queries.ticket_page(request.viewer, ticket, before))
    if wants_fragment(request):
        return render(request, "desk/opened.html", {**values, "live": stream})
    active = list_of(request.viewer, request)
    pane = request.GET.get("pane", "")
    beside = list_values(request.viewer, active, current=number)
    return workspace(request, {**beside, **values, "pane": pane if pane in PANES else "ticket", "live": stream})


@staff_only
@require_safe
def part(request: StaffRequest, number: str, name: str) -> HttpResponse:
    """The conversation or the context alone, for the live stream."""
    ticket = access.get_ticket(request.viewer, number)
    page = queries.ticket_page(request.viewer, ticket)
    return render(request, f"desk/{name}.html", ticket_values(request, page))


@staff_only
@require_safe
def earlier(request: StaffRequest, number: str) -> HttpResponse:
    """Messages before one, with the way to still earlier ones."""
    ticket = access.get_ticket(request.viewer, number)
    before = whole_number(request.GET.get("before"))
    if not before:
        raise NotFound()
    found = queries.conversation(ticket.pk, before)
    values = {
        **words(),
        "ticket": ticket,
        "at": reverse("ticket", args=[number]),
        "message_html": message_html,
        "conversation": found,
        "list_key": key_of(request),
    }
    return render(request, "desk/earlier.html", values)
