"""Procedures on a ticket: begin one, do its steps, leave it another way."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from manyi.core.errors import Invalid, NotFound
from manyi.desk import access
from manyi.desk.actions.sops import deviate, do_step, start_sop
from manyi.desk.queries import sops as asked
from manyi.desk.views.shared import after_action, form_page, whole_number
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: StaffRequest, number: str) -> HttpResponse:
    """Choose a procedure and begin it."""
    ticket = access.get_ticket(request.viewer, number)
    if request.method != "POST":
        return form_page(request, ticket, "sop_start", sops=asked.sops_for(ticket))
    start_sop(ticket, asked.get_sop(whole_number(request.POST.get("sop"))), by=request.viewer)
    return after_action(request, ticket)


@staff_only
@require_POST
def run(request: StaffRequest, number: str, run_id: int) -> HttpResponse:
    """``do`` is step (with its fields) or deviate (with ``to`` and ``reason``)."""
    ticket = access.get_ticket(request.viewer, number)
    found = asked.get_run(ticket, run_id)
    posted, step = request.POST, request.POST.get("step", "")
    what = posted.get("do")
    try:
        if what == "step":
            data = {name.removeprefix("data:"): value for name, value in posted.items() if name.startswith("data:")}
            do_step(found, by=request.viewer, step=step, data=data)
        elif what == "deviate":
            reason, to = posted.get("reason", ""), posted.get("to", "")
            deviate(found, by=request.viewer, step=step, to=to, reason=reason)
        else:
            raise NotFound()
    except Invalid as error:
        named = {field.key: field for one in asked.steps_of(found) for field in one.fields}
        raise asked.named_refusal(error, named) from None
    return after_action(request, ticket)
