"""Putting aside, and replies that wait to be sent."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from manyi.core.errors import Invalid
from manyi.desk import access, actions, moments, queries
from manyi.desk.actions.styling import LONGEST_UNDO
from manyi.desk.views.doing import carry_out
from manyi.desk.views.shared import form_page, whole_number
from manyi.people.middleware import StaffRequest, staff_only

MESSAGE = "message"
UNDO_CHOICES = (0, 5, 10, 20, 30, LONGEST_UNDO)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def snooze(request: StaffRequest, number: str) -> HttpResponse:
    """Put it aside (``until``: a code, a local time, or ``message``), or with ``on=0`` have it back."""
    viewer, posted = request.viewer, request.POST
    ticket = access.get_ticket(viewer, number)
    values = {"moments": moments.choices()}
    if request.method != "POST":
        return form_page(request, ticket, "snooze", **values)
    if posted.get("on") == "0":
        return carry_out(request, ticket, lambda found: actions.wake(found, by=viewer))
    wanted = posted.get("until", "")
    chosen = posted.get("time", "") if wanted == "own" else wanted

    def do(found: object) -> None:
        until = None if chosen == MESSAGE else moments.read(chosen)
        actions.snooze(ticket, by=viewer, until=until)

    return carry_out(request, ticket, do, "snooze", **values)


@staff_only
@require_POST
def take_back(request: StaffRequest, number: str, planned_id: int) -> HttpResponse:
    """Not send it after all; what was written comes back as a draft."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    planned = access.get_planned(ticket, planned_id)
    response = carry_out(request, ticket, lambda found: actions.take_back(planned, by=viewer))
    if response.headers.get("HX-Trigger"):
        response.headers["HX-Trigger-After-Swap"] = "desk:restored"
    return response


@staff_only
@require_POST
def send_now(request: StaffRequest, number: str, planned_id: int) -> HttpResponse:
    """Send it at once."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    planned = access.get_planned(ticket, planned_id)
    return carry_out(request, ticket, lambda found: actions.send_planned_now(planned, by=viewer))


@staff_only
@require_POST
def move(request: StaffRequest, number: str, planned_id: int) -> HttpResponse:
    """Send it at another time."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    planned = access.get_planned(ticket, planned_id)
    at = moments.read(request.POST.get("send_at", ""))
    return carry_out(request, ticket, lambda found: actions.move_planned(planned, by=viewer, send_at=at))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def style(request: StaffRequest) -> HttpResponse:
    """How one likes to work."""
    errors: dict[str, object] = {}
    if request.method == "POST":
        seconds = whole_number(request.POST.get("undo_seconds"))
        shows = {name: request.POST.get(name) == "on" for name in ("shows_length", "shows_tone")}
        try:
            actions.save_style(by=request.viewer, undo_seconds=seconds, **shows)
        except Invalid as error:
            errors = dict(error.fields)
        else:
            queries.forget_reference()
            return redirect("desk-style")
    values = {"style": queries.reference().style(request.viewer.id), "choices": UNDO_CHOICES, "errors": errors}
    return render(request, "desk/style.html", values, status=422 if errors else 200)
