"""Lists of tickets."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from manyi.desk import queries
from manyi.desk.queries import TicketFilter, TicketList
from manyi.desk.views.shared import (
    DEFAULT_LIST,
    list_values,
    lists_values,
    stream_of,
    wants_fragment,
    whole_number,
    workspace,
)
from manyi.people.middleware import StaffRequest, staff_only

MOST_ROWS = 300


@staff_only
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """The first list; on a phone ``pane=views`` shows the choice of lists."""
    if request.GET.get("pane") != "views":
        return redirect("inbox-list", DEFAULT_LIST)
    active = queries.get_list(request.viewer, DEFAULT_LIST)
    return workspace(request, {"live": stream_of(request), **_values(request, active, ""), "pane": "views"})


@staff_only
@require_safe
def show(request: StaffRequest, key: str) -> HttpResponse:
    """One list. For htmx the pane alone, with ``part=rows`` the next rows, with ``part=views`` the lists and counts."""
    wanted = TicketFilter.read(request.GET) if key == "filter" else None
    active = queries.get_list(request.viewer, key) if wanted is None else queries.filter_list(wanted)
    params = "" if wanted is None else wanted.as_query()
    if not wants_fragment(request):
        return workspace(request, {"live": stream_of(request), **_values(request, active, params), "pane": "list"})
    if request.GET.get("part") == "views":
        return render(request, "desk/views.html", {"active": active, "query": params, **lists_values(request.viewer)})
    name = "rows" if request.GET.get("part") == "rows" else "list"
    return render(request, f"desk/{name}.html", _values(request, active, params))


def _values(request: StaffRequest, active: TicketList, params: str) -> dict[str, Any]:
    limit = min(max(whole_number(request.GET.get("limit")), queries.PAGE), MOST_ROWS)
    return list_values(
        request.viewer,
        active,
        params=params,
        after=request.GET.get("after", ""),
        limit=limit,
        current=request.GET.get("current", ""),
    )
