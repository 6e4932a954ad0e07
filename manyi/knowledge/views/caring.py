"""Caring for the library: what is missing, what readers say, broken links and doubles, bringing files in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid, NotAllowed, NotFound
from manyi.desk.views.shared import whole_number
from manyi.knowledge import access, actions, queries
from manyi.knowledge.models import GapKind
from manyi.knowledge.permissions import MANAGE
from manyi.knowledge.views.shared import page
from manyi.people.middleware import StaffRequest, staff_only

MOST_FILES = 50


def _require_editor(request: StaffRequest) -> None:
    if not access.is_editor(request.viewer):
        raise NotAllowed()


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def gaps(request: StaffRequest) -> HttpResponse:
    """What is missing, the weightiest first; POST counts anew."""
    _require_editor(request)
    if request.method == "POST":
        actions.find_gaps()
        return redirect("knowledge-gaps")
    kind = request.GET.get("kind", "")
    found = queries.gaps(kind=kind)
    top = max((gap.weight for gap in found), default=1.0)
    values: dict[str, Any] = {
        "gaps": found,
        "top": top,
        "gap_kinds": GapKind.choices,
        "kind": kind,
        "closed": queries.closed_gaps(),
    }
    return page(request, "gaps", "gaps", **values)


@staff_only
@require_POST
def gap(request: StaffRequest, gap_id: int) -> HttpResponse:
    """Something is no longer missing; ``answer`` is the article."""
    _require_editor(request)
    row = queries.get_gap(gap_id)
    if row is None:
        raise NotFound()
    answer = whole_number(request.POST.get("answer"))
    actions.close_gap(row, by=request.viewer, answer=access.get_article(request.viewer, answer) if answer else None)
    return redirect("knowledge-gaps")


@staff_only
@require_safe
def feedback(request: StaffRequest) -> HttpResponse:
    """What readers found wrong, out of date or of no help."""
    _require_editor(request)
    found = queries.open_feedback(request.viewer, access.visible_articles(request.viewer))
    return page(request, "feedback", "feedback", feedback=found)


@staff_only
@require_POST
def settlement(request: StaffRequest, feedback_id: int) -> HttpResponse:
    """An opinion was seen to."""
    row = queries.get_feedback(access.visible_articles(request.viewer), feedback_id)
    if row is None:
        raise NotFound()
    actions.settle_feedback(row, by=request.viewer)
    return redirect("knowledge-feedback")


@staff_only
@require_safe
def faults(request: StaffRequest) -> HttpResponse:
    """Links that lead nowhere, and articles that say nearly the same."""
    _require_editor(request)
    values: dict[str, Any] = {
        "broken": queries.broken_links(request.viewer),
        "doubles": queries.all_doubles(request.viewer),
    }
    return page(request, "faults", "faults", **values)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: StaffRequest) -> HttpResponse:
    """Make drafts of files, with a report of what was not understood."""
    require(request.viewer, MANAGE)
    done: list[actions.Imported] = []
    if request.method == "POST":
        sent = request.FILES.getlist("files")
        if not sent or len(sent) > MOST_FILES:
            raise Invalid()
        posted = request.POST
        category = whole_number(posted.get("category"))
        done = actions.import_files(
            [(one.name or "", one.read()) for one in sent],
            by=request.viewer,
            kind=posted.get("kind", "article"),
            audience=posted.get("audience", "staff"),
            category=access.get_category(category) if category else None,
            language=posted.get("language", "zh-hans"),
        )
    titles = queries.titles([article for one in done for article in one.articles])
    return page(request, "import", "import", done=done, titles=titles)
