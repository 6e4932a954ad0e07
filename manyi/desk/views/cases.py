"""Cases: the list, one case with its plan and timeline, and opening one from a ticket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.desk import access, queries
from manyi.desk.actions import cases as actions
from manyi.desk.models import Case, Ticket
from manyi.desk.permissions import COORDINATE
from manyi.desk.queries import cases as asked
from manyi.desk.views.shared import form_page, go, next_page, whole_number
from manyi.desk.words import words
from manyi.people.access import get_staff
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    """The cases of one side."""
    side = request.GET.get("side", "open")
    if side not in asked.SIDES:
        raise NotFound()
    found = asked.case_list(request.viewer, side=side, after=request.GET.get("after", ""))
    values = {"cases": found.rows, "side": side, "sides": asked.SIDES, "next_url": next_page(request, found)}
    return render(request, "desk/cases.html", {**words(), **values})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: StaffRequest, number: str) -> HttpResponse:
    """Make a ticket a case."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    require(viewer, COORDINATE)
    history = queries.customer_panel(viewer, ticket.customer_id, ticket.pk).history
    if request.method != "POST":
        return form_page(request, ticket, "case_form", history=history)
    try:
        case = actions.open_case(ticket, by=viewer, goal=request.POST.get("goal", ""), others=_others(request))
    except Invalid as error:
        return form_page(request, ticket, "case_form", history=history, errors=dict(error.fields))
    return go(request, f"/cases/{case.pk}/")


def _others(request: StaffRequest) -> list[Ticket]:
    return [access.get_ticket(request.viewer, number) for number in request.POST.getlist("others")[:20]]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: StaffRequest, case_id: int) -> HttpResponse:
    """One case; ``do`` is plan, remove, tell, close or hand."""
    viewer = request.viewer
    found = asked.get_case(viewer, case_id)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _do(request, found)
        except (Invalid, Conflict) as error:
            errors = dict(error.fields) or {"": error.message}
        else:
            return redirect("case", case_id)
    values = {
        **words(),
        "found": asked.case_page(viewer, found),
        "case": found,
        "departments": queries.departments(),
        "draft": asked.message_draft(found),
        "may_act": found.is_open and (viewer.can(COORDINATE) or viewer.staff_id == found.coordinator_id),
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "desk/case.html", values, status=422 if errors else 200)


def _do(request: StaffRequest, case: Case) -> None:
    by, posted = request.viewer, request.POST
    deeds: dict[str, Callable[[], Any]] = {
        "plan": lambda: actions.plan_step(case, by=by, **_step(request, case)),
        "remove": lambda: actions.remove_step(asked.get_case_step(case, whole_number(posted.get("step"))), by=by),
        "tell": lambda: actions.tell_customer(case, by=by, text=posted.get("text", "")),
        "close": lambda: actions.close_case(case, by=by, result=posted.get("result", "")),
        "hand": lambda: actions.change_coordinator(
            case, by=by, to=get_staff(by, whole_number(posted.get("to"))), reason=posted.get("reason", "")
        ),
    }
    deed = deeds.get(posted.get("do", ""))
    if deed is None:
        raise NotFound()
    deed()


def _step(request: StaffRequest, case: Case) -> dict[str, Any]:
    posted = request.POST
    after = whole_number(posted.get("after"))
    return {
        "title": posted.get("title", ""),
        "body": posted.get("body", ""),
        "department": queries.get_department(whole_number(posted.get("department"))),
        "hours": whole_number(posted.get("hours")),
        "customer_words": posted.get("customer_words", ""),
        "after": asked.get_case_step(case, after) if after else None,
    }
