"""Settings of the channels: how each end is doing, what could not be read, and the originals."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from manyi.channels import access, actions, queries
from manyi.channels.models import Inbound
from manyi.channels.permissions import MANAGE
from manyi.core import files
from manyi.core.actors import require
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Every end of every channel with its health."""
    require(request.viewer, MANAGE)
    return render(request, "channels/overview.html", {"rows": queries.inbox_rows()})


@staff_only
@require_safe
def inbound(request: StaffRequest) -> HttpResponse:
    """What was set aside or could not be read."""
    require(request.viewer, MANAGE)
    before = request.GET.get("before", "")
    rows = queries.inbound_page(int(before) if before.isdecimal() else 0)
    more = rows[-1].pk if len(rows) == queries.PAGE else None
    return render(request, "channels/inbound.html", {"rows": rows, "more": more})


@staff_only
@require_POST
def repeat(request: StaffRequest, inbound_id: int) -> HttpResponse:
    """Try again to read what failed."""
    actions.repeat_inbound(access.get_inbound(request.viewer, inbound_id), by=request.viewer)
    return redirect("channels_inbound")


@staff_only
@require_safe
def raw(request: StaffRequest, inbound_id: int) -> HttpResponse:
    """Raw input as it came."""
    return _download(access.get_inbound(request.viewer, inbound_id), f"inbound-{inbound_id}.eml")


@staff_only
@require_safe
def original(request: StaffRequest, message_id: int) -> HttpResponse:
    """The original of a message, byte for byte."""
    message, found = access.get_original(request.viewer, message_id)
    return _download(found, f"{message.ticket.number}-{message.pk}.eml")


def _download(found: Inbound, name: str) -> HttpResponse:
    response = HttpResponse(files.read(found.file), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
