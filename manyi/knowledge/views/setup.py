"""Settings of the library: categories and variables."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from manyi.core.actors import require
from manyi.core.errors import NotFound, Refused
from manyi.desk.views.shared import whole_number
from manyi.knowledge import access, actions, queries
from manyi.knowledge.permissions import MANAGE
from manyi.knowledge.views.shared import faults_of
from manyi.knowledge.words import LANGUAGES
from manyi.people.middleware import StaffRequest, staff_only


def _in_languages(posted: QueryDict, name: str) -> dict[str, str]:
    return {code: posted.get(f"{name}-{code}", "").strip() for code in LANGUAGES}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def categories(request: StaffRequest) -> HttpResponse:
    """The shelves, each with its form; ``id`` is the one that is changed."""
    require(request.viewer, MANAGE)
    posted = request.POST
    errors: dict[str, str] = {}
    changed = whole_number(posted.get("id"))
    if request.method == "POST":
        parent = whole_number(posted.get("parent"))
        try:
            actions.save_category(
                access.get_category(changed) if changed else None,
                by=request.viewer,
                key=posted.get("key", "").strip(),
                names=_in_languages(posted, "name"),
                parent=access.get_category(parent) if parent else None,
                icon=posted.get("icon", "").strip() or "book-open",
                rank=whole_number(posted.get("rank")),
            )
            return redirect("knowledge-categories")
        except Refused as error:
            errors = faults_of(error)
    values = {
        "shelves": queries.shelves(request.viewer),
        "languages": list(LANGUAGES.items()),
        "errors": errors,
        "given": posted,
        "changed": changed,
    }
    return render(request, "knowledge/categories.html", values, status=422 if errors else 200)


@staff_only
@require_POST
def category_deletion(request: StaffRequest, category_id: int) -> HttpResponse:
    """Remove an empty shelf."""
    actions.delete_category(access.get_category(category_id), by=request.viewer)
    return redirect("knowledge-categories")


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def variables(request: StaffRequest) -> HttpResponse:
    """The values texts use by their key; ``id`` is the one that is changed."""
    require(request.viewer, MANAGE)
    posted = request.POST
    errors: dict[str, str] = {}
    changed = whole_number(posted.get("id"))
    known = {row.pk: row for row in queries.variables()}
    if request.method == "POST":
        if changed and changed not in known:
            raise NotFound()
        try:
            actions.save_variable(
                known.get(changed),
                by=request.viewer,
                key=posted.get("key", "").strip(),
                names=_in_languages(posted, "name"),
                values=_in_languages(posted, "value"),
            )
            return redirect("knowledge-variables")
        except Refused as error:
            errors = faults_of(error)
    values = {
        "variables": list(known.values()),
        "languages": list(LANGUAGES.items()),
        "errors": errors,
        "given": posted,
        "changed": changed,
    }
    return render(request, "knowledge/variables.html", values, status=422 if errors else 200)
