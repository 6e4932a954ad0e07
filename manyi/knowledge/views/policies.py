"""Policies: what is changing, who has read it, the text in force from any ticket, questions and answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyi.core.actions import now
from manyi.core.actors import require
from manyi.core.addresses import address
from manyi.core.errors import NotFound
from manyi.desk.access import get_ticket
from manyi.desk.models import Ticket
from manyi.desk.views.shared import whole_number
from manyi.desk.words import words as desk_words
from manyi.knowledge import access, actions, queries, red_marks
from manyi.knowledge.models import Kind
from manyi.knowledge.permissions import OVERSEE, READ
from manyi.knowledge.showing import sent, shown
from manyi.knowledge.views.shared import local, moment, page
from manyi.knowledge.words import words
from manyi.people.middleware import StaffRequest, staff_only

FEW = 12
RECENT = dt.timedelta(days=30)


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All policies, and their announced changes."""
    require(request.viewer, READ)
    red = {change.version for change in red_marks.unread(request.viewer)}
    recent = [
        one
        for one in queries.changes(request.viewer)
        if one.pk in red or (one.effective_from is not None and one.effective_from > now() - RECENT)
    ]
    values: dict[str, Any] = {
        "lines": queries.lines(queries.policies(request.viewer)),
        "changes": recent,
        "red": red,
        "flagged": queries.flagged(request.viewer) if access.is_editor(request.viewer) else [],
        "now": now(),
    }
    return page(request, "policies", "policies", **values)


@staff_only
@require_safe
def readers(request: StaffRequest, version_id: int) -> HttpResponse:
    """Who has read a change, among those the viewer leads; who has not comes first."""
    require(request.viewer, OVERSEE)
    version = access.get_version(request.viewer, version_id)
    if queries.announcement_of(version) is None:
        raise NotFound()
    found = queries.readers(request.viewer, version)
    done = sum(one.acknowledged_at is not None for one in found)
    return page(request, "readers", "policies", version=version, readers=found, done=done)


@staff_only
@require_safe
def change(request: StaffRequest, version_id: int) -> HttpResponse:
    """An announced change to read and acknowledge, in a dialog or as a page; opening it counts."""
    version = access.get_version(request.viewer, version_id)
    opened = actions.open_change(version, by=request.viewer)
    if opened is None:
        return redirect("knowledge-article", version.article_id)
    base = queries.base_of(version)
    values = {
        **words(),
        "version": version,
        "text": shown(version),
        "announcement": queries.announcement_of(version),
        "opened": opened,
        "rows": queries.compared(base, version),
        "base_version": base,
        "base": "desk/bare.html" if request.headers.get("HX-Request") else "knowledge/bare.html",
    }
    return render(request, "knowledge/change.html", values)


@staff_only
@require_POST
def acknowledgement(request: StaffRequest, version_id: int) -> HttpResponse:
    """Say that one has read and understood a change."""
    version = access.get_version(request.viewer, version_id)
    actions.acknowledge(version, by=request.viewer)
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=204)
        response.headers["HX-Trigger"] = "manyi:dialog-close, knowledge:read"
        return response
    messages.success(request, _("Thank you. Your confirmation is recorded."))
    return redirect("knowledge-article", version.article_id)


@staff_only
@require_POST
def citation(request: StaffRequest, citation_id: int) -> HttpResponse:
    """Something that cites a changed article was looked at."""
    row = next((one for one in queries.flagged(request.viewer) if one.pk == citation_id), None)
    if row is None:
        raise NotFound()
    actions.check_citation(row, by=request.viewer)
    return redirect("knowledge-article", row.version.article_id)


@staff_only
@require_POST
def questions(request: StaffRequest, article_id: int) -> HttpResponse:
    """Ask something about a policy."""
    row = access.get_article(request.viewer, article_id)
    posted = request.POST
    actions.ask(row, by=request.viewer, question=posted.get("question", ""), answer=posted.get("answer", ""))
    messages.success(request, _("Your question is with the editors."))
    return redirect("knowledge-article", article_id)


@staff_only
@require_POST
def answer(request: StaffRequest, article_id: int, question_id: int) -> HttpResponse:
    """Approve the answer to a question."""
    row = queries.get_question(access.get_article(request.viewer, article_id), question_id)
    if row is None:
        raise NotFound()
    actions.answer_question(row, by=request.viewer, answer=request.POST.get("answer", ""))
    return redirect("knowledge-article", article_id)


@staff_only
@require_safe
def express(request: StaffRequest, number: str) -> HttpResponse:
    """The policies on a ticket's topic, as they hold now or held at a moment; ``policy`` opens one of them."""
    require(request.viewer, READ)
    ticket = get_ticket(request.viewer, number)
    given = request.GET
    at = moment(given.get("moment") or given.get("at", ""), "at")
    found = queries.express(request.viewer, ticket, text=given.get("q", "").strip()[:100], limit=FEW)
    wanted = whole_number(given.get("policy")) or (found[0].article.pk if found else 0)
    version = None
    if wanted:
        row = access.get_article(request.viewer, wanted)
        version = queries.in_force(row, at) if row.kind == Kind.POLICY else None
        actions.note_use(row, "viewed")
    values = {
        **desk_words(),
        **words(),
        "ticket": ticket,
        "back": address("ticket", ticket.number),
        "base": "desk/bare.html" if request.headers.get("HX-Request") else "desk/asking.html",
        "found": found,
        "wanted": wanted,
        "version": version,
        "text": shown(version) if version else None,
        "sent": sent(version, queries.ticket_values(ticket, request.viewer)) if version else "",
        "at": at,
        "moments": [(words_of, local(when)) for words_of, when in _moments(ticket)],
        "given": given,
        "unread": {change.article for change in red_marks.unread(request.viewer)},
    }
    part = "knowledge/express_part.html" if given.get("part") else "knowledge/express.html"
    return render(request, part, values)


def _moments(ticket: Ticket) -> list[tuple[str, dt.datetime | None]]:
    """The moments people ask for: now, when the ticket came, and the dates kept on it, such as the order's."""
    return [(_("Now"), None), (_("When the customer wrote"), ticket.created_at), *queries.dates_of(ticket)]
