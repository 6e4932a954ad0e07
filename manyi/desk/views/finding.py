"""Search, and the small lists that pickers ask for."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from manyi.core.actors import require
from manyi.desk import links, queries
from manyi.desk.permissions import SEARCH
from manyi.desk.views.shared import wants_fragment
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import SEE_STAFF


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
    """Tags that hold what is typed, as options of a datalist."""
    return render(request, "desk/tag_names.html", {"names": queries.tag_names(request.GET.get("add", ""))})
