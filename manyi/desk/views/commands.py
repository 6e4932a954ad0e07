"""The command bar."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from manyi.core.addresses import address
from manyi.desk import access, queries
from manyi.desk.commands import Command
from manyi.desk.commands import commands as all_commands
from manyi.desk.permissions import SEARCH
from manyi.people.middleware import StaffRequest, staff_only

SHOWN = 8


@staff_only
@require_safe
def commands(request: StaffRequest) -> JsonResponse:
    """What can be done and where one can go; with ``?at=`` on that ticket, with ``?q=`` tickets that fit."""
    query = request.GET.get("q", "").strip()[:100]
    if query:
        return JsonResponse({"entries": _found(request, query)})
    number = request.GET.get("at", "")
    ticket = access.get_ticket(request.viewer, number) if number else None
    return JsonResponse({"entries": [_entry(one) for one in all_commands(request.viewer, ticket)]})


def _entry(command: Command) -> dict[str, Any]:
    entry: dict[str, Any] = {"label": str(command.label), "group": str(command.group), "url": command.url}
    more = {"note": command.note, "keys": command.keys, "words": command.words}
    deed = {"values": command.values, "deed": True} if command.is_deed else {}
    return {**entry, **{name: value for name, value in more.items() if value}, **deed}


def _found(request: StaffRequest, query: str) -> list[dict[str, str]]:
    if not request.viewer.can(SEARCH):
        return []
    found = queries.find_all(request.viewer, query, SHOWN)
    tickets = [
        {
            "label": hit.subject,
            "url": address("ticket", hit.number),
            "group": _("Tickets"),
            "note": f"#{hit.number} · {hit.customer}",
        }
        for hit in found.tickets
    ]
    url = f"{address('search')}?{urlencode({'q': query})}"
    return [*tickets, {"label": _("Search for “%(words)s”") % {"words": query}, "url": url, "group": _("Find")}]
