"""Lists of tickets."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from manyi.desk import queries
from manyi.desk.queries import TicketFilter
from manyi.desk.views.shared import DEFAULT_LIST, list_values, wants_fragment, whole_number, workspace
from manyi.people.middleware import StaffRequest, staff_only

MOST_ROWS = 300


@staff_only
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """The first list, or on a phone the choice of lists."""
    if request.GET.get("pane") == "views":
        return _list_page(request, DEFAULT_LIST, pane="views")
    return redirect("inbox-list", DEFAULT_LIST)


@staff_only
@require_safe
def show(request: StaffRequest, key: str) -> HttpResponse:
    """One list; ``part=rows`` asks for the next rows only, a fragment for the pane."""
    return _list_page(request, key, pane="list")


def _list_page(request: StaffRequest, key: str, *, pane: str) -> HttpResponse:
    viewer = request.viewer
    wanted = TicketFilter.read(request.GET) if key == "filter" else None
    active = queries.filter_list(wanted) if wanted is not None else queries.get_list(viewer, key)
    values = list_values(
        viewer,
        active,
        params=wanted.as_query() if wanted is not None else "",
        after=request.GET.get("after", ""),
        limit=min(max(whole_number(request.GET.get("limit")), queries.PAGE), MOST_ROWS),
        current=request.GET.get("current", ""),
    )
    if wants_fragment(request):
        return render(request, "desk/rows.html" if request.GET.get("part") == "rows" else "desk/panes.html", values)
    return workspace(request, {**values, "pane": pane})
