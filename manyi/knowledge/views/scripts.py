"""Scripts colleagues keep for themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from manyi.core.actors import require
from manyi.core.addresses import address
from manyi.core.errors import NotFound, Refused
from manyi.desk.variables import variables
from manyi.knowledge import actions, queries
from manyi.knowledge.models import Article
from manyi.knowledge.permissions import READ
from manyi.knowledge.views.shared import faults_of, page
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, article_id: int = 0) -> HttpResponse:
    """Write a script for oneself, or change one."""
    viewer, posted = request.viewer, request.POST
    require(viewer, READ)
    row = _own(request, article_id) if article_id else None
    errors: dict[str, str] = {}
    if request.method == "POST":
        text = {name: posted.get(name, "") for name in ("title", "body")}
        tags = posted.get("tags", "").replace("，", ",").split(",")
        language = posted.get("language", "") or viewer.language
        try:
            kept = actions.keep_script(row, by=viewer, tags=tags, language=language, **text)
            messages.success(request, _("Kept. Insert it with / while writing."))
            return redirect("knowledge-article", kept.pk)
        except Refused as error:
            errors = faults_of(error)
    values: dict[str, Any] = {
        "article": row,
        "current": queries.current(row, row.language) if row else None,
        "tag_names": ", ".join(queries.related_ids(row).get("tags", [])) if row else "",
        "known": variables(),
        "errors": errors,
        "given": posted,
    }
    return page(request, "script_form", "scripts", status=422 if errors else 200, **values)


@staff_only
@require_POST
def forget(request: StaffRequest, article_id: int) -> HttpResponse:
    """Keep a script of one's own no longer."""
    actions.forget_script(_own(request, article_id), by=request.viewer)
    return redirect(f"{address('knowledge')}?kind=script")


@staff_only
@require_POST
def propose(request: StaffRequest, article_id: int) -> HttpResponse:
    """Propose a script of one's own for all colleagues."""
    actions.propose_script(_own(request, article_id), by=request.viewer)
    messages.success(request, _("Thank you. A copy of your script waits for its review."))
    return redirect("knowledge-article", article_id)


def _own(request: StaffRequest, article_id: int) -> Article:
    found = queries.own_script(request.viewer, article_id)
    if found is None:
        raise NotFound()
    return found
