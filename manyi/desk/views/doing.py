"""What is done with a ticket: each address is a noun; GET gives the form where one is needed, POST does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from manyi.core.actors import Actor
from manyi.core.errors import Invalid, NotFound, Refused
from manyi.desk import access, actions, queries
from manyi.desk.actions.handing_over import transfer
from manyi.desk.models import Status, Ticket
from manyi.desk.views.shared import after_action, form_page, go, key_of, spelled_out, ticket_url, whole_number
from manyi.people.access import get_staff
from manyi.people.middleware import StaffRequest, staff_only

Do = Callable[[Ticket], Any]


def carry_out(request: StaffRequest, ticket: Ticket, do: Do, form: str = "", **values: Any) -> HttpResponse:
    """Do it; a refusal shows the form again with what was typed, or goes to the page as one sentence."""
    try:
        do(ticket)
    except Refused as error:
        if not form or error.status not in (409, 422):
            raise spelled_out(error) if isinstance(error, Invalid) else error from None
        errors = dict(error.fields) or {"": error.message}
        return form_page(request, ticket, form, errors=errors, **values)
    return after_action(request, ticket)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: StaffRequest, number: str) -> HttpResponse:
    """Take it (``to=me``), give it to a colleague or a team, or back to the queue."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    if request.method != "POST":
        return form_page(request, ticket, "transfer", summary=queries.handover_summary(ticket))
    if request.POST.get("to") == "me" and ticket.assignee_id is None:
        return carry_out(request, ticket, lambda found: actions.take(found, by=viewer))
    to, team = _receiver(viewer, request)
    if request.POST.get("to") == "me":
        return carry_out(request, ticket, lambda found: actions.assign(found, by=viewer, to=to, how="taken"))
    reason, summary = request.POST.get("reason", ""), request.POST.get("summary")
    return carry_out(
        request,
        ticket,
        lambda found: transfer(found, by=viewer, to=to, team=team, reason=reason, summary=summary),
        "transfer",
        summary=summary or queries.handover_summary(ticket),
    )


def _receiver(viewer: Actor, request: StaffRequest) -> tuple[Any, Any]:
    wanted = request.POST.get("to", "")
    if wanted == "me":
        return get_staff(viewer, viewer.as_staff), None
    kind, _sep, pk = wanted.partition("-")
    if kind == "team":
        return None, queries.get_team(whole_number(pk))
    return (get_staff(viewer, whole_number(pk)) if kind == "staff" else None), None


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: StaffRequest, number: str) -> HttpResponse:
    """Who is responsible to the customer."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    if request.method != "POST":
        return form_page(request, ticket, "owner")
    reason = request.POST.get("reason", "")

    def do(found: Ticket) -> None:
        to = get_staff(viewer, whole_number(request.POST.get("to")))
        actions.change_owner(found, by=viewer, to=to, reason=reason)

    return carry_out(request, ticket, do, "owner")


@staff_only
@require_POST
def status(request: StaffRequest, number: str) -> HttpResponse:
    """Open, waiting for the customer, on hold; ``open`` on settled work opens it again."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    wanted = whole_number(request.POST.get("status"))
    reason = request.POST.get("reason", "")
    if wanted == Status.OPEN and not ticket.is_open:
        return carry_out(request, ticket, lambda found: actions.reopen(found, by=viewer, reason=reason))
    return carry_out(request, ticket, lambda found: actions.set_status(found, by=viewer, status=wanted, reason=reason))


@staff_only
@require_POST
def resolution(request: StaffRequest, number: str) -> HttpResponse:
    """Propose that it is solved."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)

    def do(found: Ticket) -> None:
        if actions.end_with_reply(found, by=viewer, then="resolve") is None:
            actions.propose_resolution(found, by=viewer)

    return carry_out(request, ticket, do)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: StaffRequest, number: str) -> HttpResponse:
    """Close without waiting for the customer."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    if request.method != "POST":
        return form_page(request, ticket, "close")
    reason = request.POST.get("reason", "")

    def do(found: Ticket) -> None:
        if actions.end_with_reply(found, by=viewer, then="close", reason=reason) is None:
            actions.close_ticket(found, by=viewer, reason=reason)

    return carry_out(request, ticket, do, "close")


@staff_only
@require_POST
def tags(request: StaffRequest, number: str) -> HttpResponse:
    """``add`` and ``remove`` one tag, or set them all with ``tags``."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    names = set(queries.ticket_facts(viewer, ticket).tags)
    if "tags" in request.POST:
        names = set(request.POST["tags"].replace("，", ",").split(","))
    names |= {request.POST.get("add", "").lstrip("#")}
    names -= {request.POST.get("remove", "")}
    return carry_out(request, ticket, lambda found: actions.set_tags(found, names, by=viewer))


@staff_only
@require_POST
def fields(request: StaffRequest, number: str) -> HttpResponse:
    """Subject, type, priority, stage, language and custom fields (``field:KEY``)."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    posted = request.POST
    columns: dict[str, Any] = {name: posted[name] for name in ("subject", "stage", "language") if name in posted}
    if "priority" in posted:
        columns["priority"] = whole_number(posted["priority"])
    if "type" in posted:
        columns["type"] = queries.get_type(whole_number(posted["type"])) if posted["type"] else None
    custom = {name.removeprefix("field:"): value for name, value in posted.items() if name.startswith("field:")}
    return carry_out(request, ticket, lambda found: actions.change_ticket(found, by=viewer, fields=custom, **columns))


@staff_only
@require_POST
def follow(request: StaffRequest, number: str) -> HttpResponse:
    """Follow, or with ``on=0`` stop following."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    do = actions.unfollow if request.POST.get("on") == "0" else actions.follow
    me = get_staff(viewer, viewer.as_staff)
    return carry_out(request, ticket, lambda found: do(found, by=viewer, staff=me))


@staff_only
@require_POST
def archive(request: StaffRequest, number: str) -> HttpResponse:
    """Put away, or with ``on=0`` bring back."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    if request.POST.get("on") == "0":
        return carry_out(request, ticket, lambda found: actions.unarchive(found, by=viewer))
    return carry_out(request, ticket, lambda found: actions.archive(found, by=viewer))


def _other(viewer: Actor, request: StaffRequest) -> Ticket:
    """The other ticket of a merge or link, by its number."""
    try:
        return access.get_ticket(viewer, request.POST.get("number", "").strip().removeprefix("#"))
    except NotFound:
        raise Invalid(fields={"number": _("There is no ticket with this number that you can see.")}) from None


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def merges(request: StaffRequest, number: str) -> HttpResponse:
    """Merge another ticket of the same customer into this one."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    values = {"candidates": queries.customer_panel(viewer, ticket.customer_id, ticket.pk).history}
    if request.method != "POST":
        return form_page(request, ticket, "merge", **values)
    return carry_out(
        request, ticket, lambda kept: actions.merge_tickets(kept, _other(viewer, request), by=viewer), "merge", **values
    )


@staff_only
@require_POST
def merge_undo(request: StaffRequest, number: str, merge_id: int) -> HttpResponse:
    """Take a merged ticket out again."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    merge = access.get_merge(ticket, merge_id)
    return carry_out(request, ticket, lambda found: actions.undo_merge(merge, by=viewer))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: StaffRequest, number: str) -> HttpResponse:
    """Connect another ticket."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    values = {"candidates": queries.customer_panel(viewer, ticket.customer_id, ticket.pk).history}
    if request.method != "POST":
        return form_page(request, ticket, "link", **values)
    return carry_out(
        request, ticket, lambda found: actions.link_tickets(found, _other(viewer, request), by=viewer), "link", **values
    )


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: StaffRequest, number: str, message_id: int) -> HttpResponse:
    """Make a message a ticket of its own and go there."""
    viewer = request.viewer
    ticket = access.get_ticket(viewer, number)
    message = access.get_message(viewer, message_id)
    if message.ticket_id != ticket.pk:
        raise NotFound()
    if request.method != "POST":
        return form_page(request, ticket, "split", message=message)
    try:
        new = actions.split_message(message, by=viewer, subject=request.POST.get("subject", ""))
    except Invalid as error:
        return form_page(request, ticket, "split", message=message, errors=dict(error.fields) or {"": error.message})
    return go(request, ticket_url(new.number, key_of(request)))
