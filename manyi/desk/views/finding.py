"""Search, the command bar, and the small lists that pickers ask for."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from manyi.core import navigation
from manyi.core.actors import require
from manyi.desk import links, queries
from manyi.desk.permissions import CREATE, SEARCH
from manyi.desk.views.shared import wants_fragment
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import SEE_STAFF

IN_COMMAND_BAR = 8


@staff_only
@require_safe
def search(request: StaffRequest) -> HttpResponse:
    """Everything that fits ``?q=``, with the place where the words stand."""
    require(request.viewer, SEARCH)
    query = request.GET.get("q", "").strip()[:200]
    found = queries.find_all(request.viewer, query)
    values = {
        **words(),
        "q": query,
        "found": found,
        "mark": queries.mark_words,
        "customer_url": lambda pk: links.address_of("customer", pk),
    }
    return render(request, "desk/found.html" if wants_fragment(request) else "desk/search.html", values)


@staff_only
@require_safe
def commands(request: StaffRequest) -> JsonResponse:
    """Where one can go; with ``?q=`` tickets and customers that fit."""
    query = request.GET.get("q", "").strip()[:100]
    entries = _found(request, query) if query else _places(request)
    return JsonResponse({"entries": entries})


def _places(request: StaffRequest) -> list[dict[str, str]]:
    viewer = request.viewer
    lists = [
        {"label": str(entry.label), "url": reverse("inbox-list", args=[entry.key]), "group": _("Lists")}
        for entry in queries.lists_for(viewer)
    ]
    rooms = [
        {"label": str(entry.label), "url": reverse(entry.url_name), "group": _("Go to")}
        for entry in navigation.entries(viewer)
    ]
    new = [{"label": _("New ticket"), "url": reverse("ticket-new"), "group": _("Do"), "keys": "c"}]
    return [*(new if viewer.can(CREATE) else []), *lists, *rooms]


def _found(request: StaffRequest, query: str) -> list[dict[str, str]]:
    if not request.viewer.can(SEARCH):
        return []
    found = queries.find_all(request.viewer, query, IN_COMMAND_BAR)
    tickets = [
        {
            "label": hit.subject,
            "url": reverse("ticket", args=[hit.number]),
            "group": _("Tickets"),
            "note": f"#{hit.number} · {hit.customer}",
        }
        for hit in found.tickets
    ]
    address = f"{reverse('search')}?{urlencode({'q': query})}"
    return [*tickets, {"label": _("Search for “%(words)s”") % {"words": query}, "url": address, "group": _("Find")}]


@staff_only
@require_safe
def colleagues(request: StaffRequest) -> JsonResponse:
    """Names for ``@``, those of the viewer's team first."""
    require(request.viewer, SEE_STAFF)
    ref = queries.reference()
    mine = ref.team_of(request.viewer.id)
    found = sorted(ref.active_staff(), key=lambda one: (one.team_id != mine, one.name))
    others = [{"name": one.name, "team": ref.team(one.team_id)} for one in found if one.id != request.viewer.id]
    return JsonResponse({"colleagues": others})


@staff_only
@require_safe
def tag_names(request: StaffRequest) -> HttpResponse:
    """Tags to choose from, as options of a datalist."""
    return render(request, "desk/tag_names.html", {"names": queries.tag_names()})
