"""The library's search while somebody types, and what it takes for the same."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import require
from manyi.core.errors import Refused
from manyi.core.search.synonyms import groups
from manyi.desk.views.shared import whole_number
from manyi.knowledge import actions, queries
from manyi.knowledge.permissions import MANAGE, READ
from manyi.knowledge.views.shared import faults_of
from manyi.knowledge.words import words
from manyi.people.middleware import StaffRequest, staff_only

SHOWN = 8
_COMMA = re.compile("[,，、;；\n]")


@staff_only
@require_safe
def suggestions(request: StaffRequest) -> HttpResponse:
    """The best few articles for what has been typed so far."""
    require(request.viewer, READ)
    text = request.GET.get("q", "").strip()[:200]
    found = queries.find_articles(request.viewer, text, limit=SHOWN) if text else None
    return render(request, "knowledge/found.html", {**words(), "found": found})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def synonyms(request: StaffRequest) -> HttpResponse:
    """The groups of phrases that mean the same; ``group`` is the one that is changed."""
    require(request.viewer, MANAGE)
    posted = request.POST
    errors: dict[str, str] = {}
    if request.method == "POST":
        phrases = _COMMA.split(posted.get("phrases", ""))
        try:
            actions.save_synonyms(phrases, by=request.viewer, group=whole_number(posted.get("group")) or None)
            return redirect("knowledge-synonyms")
        except Refused as error:
            errors = faults_of(error)
    values = {"groups": groups(), "errors": errors, "given": posted, "changed": whole_number(posted.get("group"))}
    return render(request, "knowledge/synonyms.html", values, status=422 if errors else 200)
