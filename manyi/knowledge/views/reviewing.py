"""The second person: what waits, one version compared with the text in force, the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyi.core.actions import now
from manyi.core.addresses import address
from manyi.core.errors import NotAllowed, NotFound, Refused
from manyi.knowledge import access, actions, notice, queries
from manyi.knowledge.models import Version
from manyi.knowledge.showing import shown
from manyi.knowledge.text import differences
from manyi.knowledge.views.shared import faults_of, local, moment, page
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Versions that wait for the viewer's decision, and what he has in work himself."""
    if not access.is_editor(request.viewer):
        raise NotAllowed()
    mine = queries.in_work(request.viewer)
    return page(request, "reviews", "reviews", reviews=list(queries.reviewable(request.viewer)), mine=mine)


@staff_only
@require_safe
def version(request: StaffRequest, version_id: int) -> HttpResponse:
    """A version in work, with what it changes and what was said about it."""
    return _page(request, access.get_version(request.viewer, version_id), {})


def _page(request: StaffRequest, row: Version, errors: dict[str, str]) -> HttpResponse:
    base = queries.base_of(row)
    wished = row.effective_from
    is_change = actions.is_policy_change(row)
    values: dict[str, Any] = {
        "version": row,
        "article": row.article,
        "base": base,
        "rows": differences.compare(f"{base.title}\n{base.body}", f"{row.title}\n{row.body}") if base else [],
        "text": shown(row),
        "remarks": queries.remarks(row),
        "announcement": queries.announcement_of(row),
        "is_policy_change": is_change,
        "is_short": is_change and notice.is_short(now(), wished or now()),
        "earliest": notice.earliest(now()),
        "wished": local(wished),
        "is_writer": request.viewer.staff_id in row.writers,
        "broken": queries.broken_in(row),
        "doubles": queries.doubles(request.viewer, row),
        "contribution": queries.contribution_of(row.article),
        "citing": queries.citing(row.article) if base else [],
        "errors": errors,
        "given": request.POST,
    }
    return page(request, "version", "reviews", status=422 if errors else 200, **values)


Decide = Callable[[StaffRequest, Version], str]


def _submission(request: StaffRequest, row: Version) -> str:
    actions.request_review(row, by=request.viewer, reason=request.POST.get("reason", ""))
    return _("It waits for its review now.")


def _taking_back(request: StaffRequest, row: Version) -> str:
    actions.take_back(row, by=request.viewer)
    return _("It is a draft again.")


def _remark(request: StaffRequest, row: Version) -> str:
    posted = request.POST
    actions.remark(row, by=request.viewer, text=posted.get("text", ""), quote=posted.get("quote", ""))
    return _("Your remark is there.")


def _return(request: StaffRequest, row: Version) -> str:
    actions.return_version(row, by=request.viewer, text=request.POST.get("text", ""))
    return _("It went back to its author.")


def _declining(request: StaffRequest, row: Version) -> str:
    contribution = queries.contribution_of(row.article)
    if contribution is None:
        raise NotFound()
    actions.decline_contribution(contribution, by=request.viewer, answer=request.POST.get("text", ""))
    return _("Declined. Its author can read why.")


def _approval(request: StaffRequest, row: Version) -> str:
    posted = request.POST
    begins = moment(posted.get("effective_from", ""), "effective_from")
    grant = posted.get("grant") == "on"
    done = actions.approve(
        row, by=request.viewer, text=posted.get("text", ""), effective_from=begins or row.effective_from, grant=grant
    )
    return _("Published.") if done.state == "published" else _("Approved; it takes effect by itself.")


def _withdrawal(request: StaffRequest, row: Version) -> str:
    actions.withdraw(row, by=request.viewer, reason=request.POST.get("reason", ""))
    return _("It is a draft again.")


DECISIONS: dict[str, Decide] = {
    "submission": _submission,
    "taking-back": _taking_back,
    "remarks": _remark,
    "return": _return,
    "declining": _declining,
    "approval": _approval,
    "withdrawal": _withdrawal,
}


@staff_only
@require_POST
def decision(request: StaffRequest, version_id: int, noun: str) -> HttpResponse:
    """Do one of :data:`DECISIONS` with a version."""
    row = access.get_version(request.viewer, version_id)
    decide = DECISIONS.get(noun)
    if decide is None:
        raise NotFound()
    try:
        messages.success(request, decide(request, row))
    except Refused as error:
        return _page(request, row, faults_of(error))
    return redirect("knowledge-version", version_id)


@staff_only
@require_POST
def restoration(request: StaffRequest, version_id: int) -> HttpResponse:
    """Begin a draft with the text of an earlier version."""
    row = access.get_version(request.viewer, version_id)
    draft = actions.restore_version(row, by=request.viewer)
    return redirect(f"{address('knowledge-edit', draft.article_id)}?language={draft.language}")


@staff_only
@require_POST
def dropping(request: StaffRequest, version_id: int) -> HttpResponse:
    """Throw away a draft."""
    row = access.get_version(request.viewer, version_id)
    actions.drop_draft(row, by=request.viewer)
    return redirect("knowledge-article", row.article_id)
