"""Leaders: take over, whisper, hand out anew; approvals on the ticket, on their page, and by a signed link."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.core.limits import allow
from manyi.desk import access, queries
from manyi.desk.actions.approvals import ask_approval, decide_approval, save_approval_rule
from manyi.desk.actions.leading import hand_out, take_over, whisper
from manyi.desk.approval_letters import approval_of_link
from manyi.desk.models import Approval
from manyi.desk.permissions import LEAD
from manyi.desk.queries import leading
from manyi.desk.task_letters import speaking_to
from manyi.desk.views.setup import LANGUAGES
from manyi.desk.views.shared import after_action, form_page, next_page, whole_number
from manyi.desk.words import words
from manyi.people import queries as people
from manyi.people.access import actor_of, get_staff
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def takeover(request: StaffRequest, number: str) -> HttpResponse:
    """Go on with what a colleague is doing."""
    ticket = access.get_ticket(request.viewer, number)
    require(request.viewer, LEAD)
    if request.method != "POST":
        return form_page(request, ticket, "takeover")
    try:
        take_over(ticket, by=request.viewer, reason=request.POST.get("reason", ""))
    except Invalid as error:
        return form_page(request, ticket, "takeover", errors=dict(error.fields))
    return after_action(request, ticket)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def whispers(request: StaffRequest, number: str) -> HttpResponse:
    """Say something to who is talking to the customer."""
    ticket = access.get_ticket(request.viewer, number)
    require(request.viewer, LEAD)
    if request.method != "POST":
        return form_page(request, ticket, "whisper")
    try:
        whisper(ticket, by=request.viewer, text=request.POST.get("text", ""))
    except (Invalid, Conflict) as error:
        return form_page(request, ticket, "whisper", errors=dict(error.fields) or {"": error.message})
    return after_action(request, ticket)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: StaffRequest) -> HttpResponse:
    """Who has how much open; a colleague's work can be given to others. What waits for approval."""
    viewer = request.viewer
    require(viewer, LEAD)
    errors: dict[str, Any] = {}
    moved = None
    if request.method == "POST":
        try:
            moved = _hand_out(request)
        except Invalid as error:
            errors = dict(error.fields)
        queries.forget_counts()
    waiting = leading.waiting_approvals(viewer, request.GET.get("after", ""))
    values = {
        **words(),
        "loads": leading.loads(viewer),
        "approvals": waiting.rows,
        "next_url": next_page(request, waiting),
        "errors": errors,
        "given": request.POST,
        "chosen": request.POST.getlist("to"),
        "moved": moved,
    }
    return render(request, "desk/team.html", values, status=422 if errors else 200)


def _hand_out(request: StaffRequest) -> int:
    viewer, posted = request.viewer, request.POST
    old = get_staff(viewer, whole_number(posted.get("from")))
    to = [get_staff(viewer, whole_number(pk)) for pk in posted.getlist("to")]
    return hand_out(old, by=viewer, to=to, reason=posted.get("reason", ""))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def approvals(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for an approval from the ticket."""
    ticket = access.get_ticket(request.viewer, number)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        posted = request.POST
        rule = leading.get_approval_rule(whole_number(posted.get("rule")))
        amount, reason = _amount(posted.get("amount")), posted.get("reason", "")
        try:
            ask_approval(ticket, by=request.viewer, rule=rule, amount=amount, reason=reason)
            return after_action(request, ticket)
        except Invalid as error:
            errors = dict(error.fields)
    return form_page(request, ticket, "approval_form", errors=errors, rules=leading.approval_rules(only_active=True))


def _amount(text: str | None) -> Decimal | None:
    try:
        return Decimal((text or "").replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: StaffRequest, approval_id: int) -> HttpResponse:
    """One approval for who is signed in."""
    found = leading.get_approval(request.viewer, approval_id)
    return _approval(request, found, request.viewer, "desk/approval.html")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def approval_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from the mail. The signed link is the proof; opening it decides nothing, a click on the page does."""
    found = approval_of_link(token)
    if found.approver is None:
        raise NotFound()
    if request.method == "POST":
        allow(request, "approval-link", per_hour=200)
    with speaking_to(found.approver):
        return _approval(request, found, actor_of(found.approver), "desk/approval_by_link.html")


def _approval(request: HttpRequest, found: Approval, by: Actor, template: str) -> HttpResponse:
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            approve = request.POST.get("answer") == "yes"
            decide_approval(found, by=by, approve=approve, words=request.POST.get("words", ""))
            return redirect(request.path)
        except (Invalid, Conflict) as error:
            errors = dict(error.fields) or {"": error.message}
    values = {"approval": found, "errors": errors, "given": request.POST, "company": people.installation(), "me": by}
    return render(request, template, values, status=422 if errors else 200)


@staff_only
@require_safe
def rules(request: StaffRequest) -> HttpResponse:
    """What needs an approval."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "desk/approval_rules.html", {"rules": leading.approval_rules()})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def rule_form(request: StaffRequest, rule_id: int = 0) -> HttpResponse:
    """Add or change a rule."""
    require(request.viewer, MANAGE_SETTINGS)
    row = leading.get_approval_rule(rule_id)
    if rule_id and row is None:
        raise NotFound()
    errors: dict[str, Any] = {}
    if request.method == "POST":
        posted = request.POST
        chosen = whole_number(posted.get("approver"))
        try:
            save_approval_rule(
                row,
                by=request.viewer,
                names={code: posted.get(f"name-{code}", "") for code, _name in LANGUAGES},
                limit=_amount(posted.get("limit")),
                approver=get_staff(request.viewer, chosen) if chosen else None,
                is_active=posted.get("is_active") == "on",
            )
            return redirect("desk-approval-rules")
        except Invalid as error:
            errors = dict(error.fields)
    values = {**words(), "row": row, "errors": errors, "given": request.POST, "languages": LANGUAGES}
    return render(request, "desk/approval_rule_form.html", values, status=422 if errors else 200)
