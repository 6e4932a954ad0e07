"""Replies, notes, drafts and the files that go with them."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyi.core import files
from manyi.core.actors import require
from manyi.core.addresses import address
from manyi.core.errors import Invalid, Refused
from manyi.core.files import SHOWN_INLINE
from manyi.core.times import moment
from manyi.desk import access, actions, moments, queries, rich
from manyi.desk.bodies import body_html, mentioned
from manyi.desk.models import Attachment, PlannedReply, Ticket
from manyi.desk.permissions import REPLY
from manyi.desk.translating import in_language
from manyi.desk.variables import left_open
from manyi.desk.views.shared import (
    after_action,
    as_laid_out,
    list_of,
    list_values,
    spelled_out,
    stream_of,
    ticket_values,
    wants_fragment,
    whole_number,
    with_toast,
    workspace,
)
from manyi.people.middleware import StaffRequest, staff_only

MAIL = "email"
VIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
LOCKED = "; sandbox"


@staff_only
@require_POST
def messages(request: StaffRequest, number: str) -> HttpResponse:
    """Send a reply (``kind=out``) or write a note; ``then`` is resolve, open, close or next.

    With ``send_at`` (a code or a local time) the reply goes out later; with ``undo=1`` it can be taken back for as long
    as the writer likes.
    """
    ticket = access.get_ticket(request.viewer, number)
    kind = "note" if request.POST.get("kind") == "note" else "out"
    try:
        planned = _say(request, ticket, kind)
    except Invalid as error:
        if wants_fragment(request):
            raise spelled_out(error) from None
        return _again(request, ticket, kind, spelled_out(error))
    response = after_action(request, ticket)
    if planned is None or not wants_fragment(request):
        return response
    if not planned.is_grace:
        return with_toast(response, _("It goes out %(time)s.") % {"time": moment(planned.send_at)})
    seconds = queries.reference().style(request.viewer.id).undo_seconds
    undo = address("planned-withdrawal", ticket.number, planned.pk)
    return with_toast(response, _("Your mail goes out in a moment."), undo=undo, seconds=seconds)


def _say(request: StaffRequest, ticket: Ticket, kind: str) -> PlannedReply | None:
    """Say it, or plan to; what is planned comes back."""
    posted, viewer = request.POST, request.viewer
    text = posted.get("text", "").replace("\r\n", "\n").strip()
    uploads = [access.get_attachment(viewer, whole_number(pk)) for pk in posted.getlist("files")[:20]]
    own = [upload for upload in uploads if upload.ticket_id == ticket.pk]
    key = posted.get("key", "")[:64] or None
    if kind == "note":
        called = queries.colleagues_by_id(mentioned(text))
        laid_out = rich.html_of(text)
        actions.note(ticket, by=viewer, text=text, html=laid_out, mentions=called, external_id=key, attachments=own)
        return None
    _require_filled(text)
    then = posted.get("then", "").replace("next", "")
    due = _send_at(request, ticket)
    if due is None:
        laid_out = rich.html_of(text) if ticket.channel == MAIL else ""
        actions.reply(ticket, by=viewer, text=text, html=laid_out, external_id=key, attachments=own, then=then)
        return None
    at, is_grace = due
    return actions.plan_reply(
        ticket, by=viewer, text=text, send_at=at, key=key or uuid.uuid4().hex, attachments=own, then=then,
        is_grace=is_grace,
    )  # fmt: skip


def _require_filled(text: str) -> None:
    """A prepared text with blanks is not for the customer yet. Raises :class:`Invalid` that names them."""
    if blanks := left_open(text):
        names = " · ".join(str(one.label) for one in blanks)
        raise Invalid(fields={"text": _("Fill in what is still open, or take it out: %(names)s.") % {"names": names}})


def _send_at(request: StaffRequest, ticket: Ticket) -> tuple[dt.datetime, bool] | None:
    """When it goes out and whether only the time to take it back is waited for; None for at once."""
    posted = request.POST
    if wanted := posted.get("send_at", ""):
        return moments.read(posted.get("send_at_time", "") if wanted == "own" else wanted), False
    seconds = queries.reference().style(request.viewer.id).undo_seconds
    if posted.get("undo") != "1" or ticket.channel != MAIL or not seconds:
        return None
    return timezone.now() + dt.timedelta(seconds=seconds), True


def _again(request: StaffRequest, ticket: Ticket, kind: str, error: Refused) -> HttpResponse:
    """The page once more with what was typed, for browsers without scripts."""
    stream = stream_of(request, ticket)
    page = queries.ticket_page(request.viewer, ticket)
    refusal = {"kind": kind, "text": request.POST.get("text", ""), "message": error.message}
    beside = list_values(request.viewer, list_of(request.viewer, request), current=ticket.number)
    values = {
        **beside,
        **ticket_values(request, page),
        "refusal": refusal,
        "compose": kind,
        "pane": "ticket",
        "live": stream,
    }
    return workspace(request, values, status=422)


@staff_only
@require_POST
def rendered(request: StaffRequest, number: str) -> HttpResponse:
    """What is written, as it will be seen."""
    access.get_ticket(request.viewer, number)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return HttpResponse(rich.rendered(text) if rich.is_rich(text) else body_html(text))


@staff_only
@require_POST
def draft(request: StaffRequest, number: str, kind: str) -> HttpResponse:
    """Keep what is typed."""
    ticket = access.get_ticket(request.viewer, number)
    ids = [whole_number(pk) for pk in request.POST.getlist("files")[:20]]
    actions.save_draft(
        ticket,
        by=request.viewer,
        kind=kind,
        text=request.POST.get("text", ""),
        files=[pk for pk in ids if pk],
        typed_at=_typed_at(request.POST.get("typed_at")),
    )
    return HttpResponse(status=204)


def _typed_at(milliseconds: str | None) -> dt.datetime | None:
    number = whole_number(milliseconds)
    try:
        return dt.datetime.fromtimestamp(number / 1000, dt.UTC) if number else None
    except (OverflowError, ValueError, OSError):
        return None


@staff_only
@require_POST
def wording_translation(request: StaffRequest, number: str) -> HttpResponse:
    """What is being written, in the customer's language; nothing is kept or sent."""
    ticket = access.get_ticket(request.viewer, number)
    require(request.viewer, REPLY)
    language = ticket.language or (ticket.customer.language if ticket.customer else "")
    return JsonResponse({"text": in_language(request.POST.get("text", ""), language or "en")})


@staff_only
@require_POST
def attachments(request: StaffRequest, number: str) -> HttpResponse:
    """Take up a file for a message that is being written."""
    ticket = access.get_ticket(request.viewer, number)
    sent = request.FILES.get("file")
    if sent is None:
        raise Invalid()
    kept = actions.upload(
        ticket,
        by=request.viewer,
        name=sent.name or "",
        content=sent.read(),
        claimed_type=sent.content_type or "",
    )
    return JsonResponse({"id": kept.pk, "name": kept.name})


@staff_only
@require_safe
def attachment(request: StaffRequest, attachment_id: int) -> HttpResponse:
    """A file to keep; never shown from here."""
    return _served(access.get_attachment(request.viewer, attachment_id), inline=False)


@staff_only
@require_safe
def attachment_view(request: StaffRequest, attachment_id: int) -> HttpResponse:
    """A picture or PDF to look at, locked into a sandbox; any other kind is only there to keep."""
    found = access.get_attachment(request.viewer, attachment_id)
    return _served(found, inline=found.file.media_type in SHOWN_INLINE)


def _served(found: Attachment, *, inline: bool) -> HttpResponse:
    media_type = found.file.media_type if inline else "application/octet-stream"
    response = HttpResponse(files.read(found.file), content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, found.name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    # A browser refuses to show a PDF inside a sandbox; its viewer is one.
    response.headers["Content-Security-Policy"] = VIEW_POLICY + ("" if media_type == "application/pdf" else LOCKED)
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


@staff_only
@require_safe
def message_html(request: StaffRequest, message_id: int) -> HttpResponse:
    """A mail as it was laid out."""
    return as_laid_out(request, access.get_message(request.viewer, message_id).html)
