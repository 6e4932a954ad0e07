"""The same step on many tickets."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from manyi.core.errors import Invalid
from manyi.desk import actions, macro_steps, queries
from manyi.desk.queries import TicketFilter
from manyi.desk.views.shared import changed, spelled_out, whole_number
from manyi.people.middleware import StaffRequest, staff_only

AT_ONCE = 40
"""So many tickets are done while one waits; more follow as a job."""


def _ids(request: StaffRequest) -> list[int]:
    """The chosen tickets, or with ``all=1`` those of the list, up to the most that are allowed at once."""
    params = request.POST if request.method == "POST" else request.GET
    if params.get("all") == "1":
        return queries.page_ids(_list(request, params).select(request.viewer), actions.MOST_AT_ONCE)[0]
    return [pk for pk in map(whole_number, params.get("ids", "").split(",")) if pk]


def _list(request: StaffRequest, params: QueryDict) -> queries.TicketList:
    """The very list that is shown; one that is gone is not another. Raises :class:`NotFound`."""
    if params.get("list") == "filter":
        return queries.filter_list(TicketFilter.read(QueryDict(params.get("query", ""))))
    return queries.get_list(request.viewer, params.get("list", ""))


def _step(request: StaffRequest) -> dict[str, str]:
    kind = request.POST.get("do", "")
    return {"do": kind, "value": request.POST.get(f"value-0-{kind}", "")}


@staff_only
@require_safe
def form(request: StaffRequest) -> HttpResponse:
    """What to do with the chosen tickets."""
    values = {
        "ids": request.GET.get("ids", ""),
        "all": request.GET.get("all", ""),
        "count": len(_ids(request)),
        "list_key": request.GET.get("list", ""),
        "query": request.GET.get("query", ""),
        "kinds": macro_steps.kinds(),
        "base": "desk/bare.html",
    }
    return render(request, "desk/bulk_form.html", values)


@staff_only
@require_POST
def preview(request: StaffRequest) -> HttpResponse:
    """What it would do."""
    ids = _ids(request)
    try:
        found = actions.preview_bulk(ids, _step(request), by=request.viewer)
    except Invalid as error:
        raise spelled_out(error) from None
    return render(request, "desk/bulk_preview.html", {"found": found, "count": len(ids)})


@staff_only
@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """Do it."""
    try:
        run = actions.start_bulk(_ids(request), _step(request), by=request.viewer)
    except Invalid as error:
        raise spelled_out(error) from None
    if run.total <= AT_ONCE:
        actions.continue_bulk(run.pk)
    return _progress(request, run.pk)


@staff_only
@require_safe
def progress(request: StaffRequest, run_id: int) -> HttpResponse:
    """How far it has come."""
    return _progress(request, run_id)


@staff_only
@require_POST
def undo(request: StaffRequest, run_id: int) -> HttpResponse:
    """Put back how it was."""
    actions.undo_bulk(queries.get_bulk(request.viewer, run_id), by=request.viewer)
    return _progress(request, run_id)


def _progress(request: StaffRequest, run_id: int) -> HttpResponse:
    run = queries.get_bulk(request.viewer, run_id)
    queries.forget_counts()
    values = {"run": run, "state": queries.bulk_state(run), "may_undo": actions.may_undo(run)}
    return changed(render(request, "desk/bulk_progress.html", values), part="list")
