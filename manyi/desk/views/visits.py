"""Return visits: the list of those to do, the form of one, and the rules."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import require
from manyi.core.errors import Conflict, Invalid
from manyi.desk import queries
from manyi.desk.actions.visits import do_visit, save_visit_rule
from manyi.desk.models import VisitOutcome, VisitRule
from manyi.desk.permissions import RESOLVE
from manyi.desk.queries import loop
from manyi.desk.views.setup import LANGUAGES
from manyi.desk.views.shared import next_page, whole_number
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS


@staff_only
@require_safe
def visits(request: StaffRequest) -> HttpResponse:
    """The visits to do."""
    require(request.viewer, RESOLVE)
    mine = request.GET.get("side") != "all"
    found = loop.visit_list(request.viewer, mine=mine, after=request.GET.get("after", ""))
    values = {**words(), "visits": found.rows, "mine": mine, "next_url": next_page(request, found)}
    return render(request, "desk/visits.html", values)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: StaffRequest, visit_id: int) -> HttpResponse:
    """Ask the customer, and write down what he said."""
    require(request.viewer, RESOLVE)
    found = loop.get_visit(request.viewer, visit_id)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        posted = request.POST
        score = whole_number(posted.get("score")) or None
        try:
            do_visit(
                found, by=request.viewer, outcome=posted.get("outcome", ""), score=score, words=posted.get("words", "")
            )
        except (Invalid, Conflict) as error:
            errors = dict(error.fields) or {"": error.message}
        else:
            return redirect("visits")
    values = {**words(), "visit": found, "errors": errors, "given": request.POST, "outcomes": VisitOutcome.choices}
    return render(request, "desk/visit.html", values, status=422 if errors else 200)


@staff_only
@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    """The rules."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "desk/visit_rules.html", {"rules": loop.visit_rules()})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def rule_form(request: StaffRequest, rule_id: int = 0) -> HttpResponse:
    """Add or change a rule."""
    require(request.viewer, MANAGE_SETTINGS)
    row = loop.get_visit_rule(rule_id) if rule_id else None
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _save(request, row)
        except Invalid as error:
            errors = dict(error.fields)
        else:
            return redirect(reverse("desk-visit-rules"))
    values = {
        "row": row,
        "kinds": queries.reference().types.values(),
        "chosen": {kind.pk for kind in row.types.all()} if row else set(),
        "errors": errors,
        "given": request.POST,
        "languages": LANGUAGES,
    }
    return render(request, "desk/visit_rule_form.html", values, status=422 if errors else 200)


def _save(request: StaffRequest, row: VisitRule | None) -> None:
    posted = request.POST
    save_visit_rule(
        row,
        by=request.viewer,
        names={code: posted.get(f"name-{code}", "") for code, _name in LANGUAGES},
        types=queries.types_by_id(whole_number(pk) for pk in posted.getlist("types")),
        hours=whole_number(posted.get("hours")),
        share=whole_number(posted.get("share")),
        is_active=posted.get("is_active") == "on",
    )
