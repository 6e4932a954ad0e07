"""Beginning a side conversation, and reading and going on with one: in the desk's dialog or on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from manyi.channels.sides import access, actions, queries
from manyi.channels.sides.models import Side
from manyi.channels.sides.receivers import addresses_in
from manyi.core import files
from manyi.core.actors import require
from manyi.core.errors import Conflict, Invalid, NotFound
from manyi.desk.access import get_ticket
from manyi.desk.actions import Upload
from manyi.desk.models import Attachment, Ticket
from manyi.desk.permissions import REPLY
from manyi.desk.views.shared import after_action, as_laid_out, changed, key_of, ticket_url, wants_fragment, whole_number
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only

MOST_FILES = 10


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: StaffRequest, number: str) -> HttpResponse:
    """Write to colleagues or partners beside the customer's conversation."""
    ticket = get_ticket(request.viewer, number)
    require(request.viewer, REPLY)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            actions.start_side(
                ticket,
                by=request.viewer,
                to=_to(request),
                subject=request.POST.get("subject", ""),
                text=request.POST.get("text", ""),
                attachments=_chosen(request, ticket),
                uploads=_uploads(request),
            )
        except (Invalid, Conflict) as error:
            errors = dict(error.fields) or {"": error.message}
        else:
            return after_action(request, ticket)
    return _page(request, "start", ticket, errors)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: StaffRequest, side_id: int) -> HttpResponse:
    """One talk; ``do`` is say, close or reopen."""
    side = access.get_side(request.viewer, side_id)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            _do(request, side)
        except (Invalid, Conflict) as error:
            errors = dict(error.fields) or {"": error.message}
        else:
            if not wants_fragment(request):
                return redirect(reverse("side", args=[side_id]))
            side = access.get_side(request.viewer, side_id)
    page = _page(request, "talk", side.ticket, errors, talk=queries.talk(side), may_write=request.viewer.can(REPLY))
    is_done = request.method == "POST" and not errors
    return changed(page, ticket=side.ticket_id, part="side") if is_done else page


def _do(request: StaffRequest, side: Side) -> None:
    by = request.viewer
    steps: dict[str, Callable[[], Any]] = {
        "say": lambda: actions.say_on_side(
            side,
            by=by,
            text=request.POST.get("text", ""),
            to=_to(request),
            attachments=_chosen(request, side.ticket),
            uploads=_uploads(request),
        ),
        "close": lambda: actions.close_side(side, by=by),
        "reopen": lambda: actions.reopen_side(side, by=by),
    }
    if request.POST.get("do", "") not in steps:
        raise NotFound()
    steps[request.POST["do"]]()


def _page(request: StaffRequest, name: str, ticket: Ticket, errors: dict[str, Any], **more: Any) -> HttpResponse:
    is_refused = bool(errors)
    is_dialog = bool(request.headers.get("HX-Request"))
    values = {
        **words(),
        "ticket": ticket,
        "list_key": key_of(request),
        "back": ticket_url(ticket.number, key_of(request)),
        "errors": errors,
        "given": request.POST if is_refused else {},
        "colleagues": queries.colleagues(),
        "files": queries.files_of(ticket),
        "base": "desk/bare.html" if is_dialog else "desk/asking.html",
        **more,
    }
    return render(request, f"sides/{name}.html", values, status=422 if is_refused else 200)


def _to(request: StaffRequest) -> list[str]:
    return [*addresses_in(request.POST.get("to", "")), *addresses_in(request.POST.get("colleague", ""))]


def _chosen(request: StaffRequest, ticket: Ticket) -> list[Attachment]:
    return queries.files_of(ticket, [whole_number(pk) for pk in request.POST.getlist("attachment")])


def _uploads(request: StaffRequest) -> list[Upload]:
    sent = request.FILES.getlist("files")[:MOST_FILES]
    return [Upload(one.name or "", one.read(), one.content_type or "") for one in sent]


@staff_only
@require_safe
def original(request: StaffRequest, side_id: int, message_id: int) -> HttpResponse:
    """A mail of a talk as it was laid out."""
    return as_laid_out(request, access.get_mail(access.get_side(request.viewer, side_id), message_id).html)


@staff_only
@require_safe
def file(request: StaffRequest, side_id: int, file_id: int) -> HttpResponse:
    """A file of a talk, to keep; never shown inside our pages."""
    found = access.get_file(access.get_side(request.viewer, side_id), file_id)
    response = HttpResponse(files.read(found.file), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
