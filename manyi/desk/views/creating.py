"""A ticket entered by hand, and lists made of a filter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Invalid
from manyi.customers.access import get_customer
from manyi.desk import actions, queries
from manyi.desk.channel_names import CHANNELS
from manyi.desk.models import Priority, Status
from manyi.desk.permissions import CREATE, SHARE_VIEW
from manyi.desk.queries import TicketFilter
from manyi.desk.views.shared import lists_values, whole_number
from manyi.desk.words import words
from manyi.people.middleware import StaffRequest, staff_only


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Somebody called: who, about what, what was said."""
    require(request.viewer, CREATE)
    errors: dict[str, Any] = {}
    if request.method == "POST":
        try:
            ticket = actions.take_in(by=request.viewer, **_given(request))
        except Invalid as error:
            errors = dict(error.fields) or {"": error.message}
        else:
            queries.forget_counts()
            return redirect("ticket", ticket.number)
    chosen = whole_number(request.POST.get("customer") or request.GET.get("customer"))
    customer = get_customer(request.viewer, chosen) if chosen else None
    values = {**words(), "errors": errors, "given": request.POST, "customer": customer, **lists_values(request.viewer)}
    return render(request, "desk/new.html", values, status=422 if errors else 200)


def _given(request: StaffRequest) -> dict[str, Any]:
    posted = request.POST
    customer_id = whole_number(posted.get("customer"))
    return {
        "customer": get_customer(request.viewer, customer_id) if customer_id else None,
        "name": posted.get("name", ""),
        "address": posted.get("address", ""),
        "subject": posted.get("subject", ""),
        "text": posted.get("text", ""),
        "channel": posted.get("channel", "voice") or "voice",
        "type": queries.get_type(whole_number(posted["type"])) if posted.get("type") else None,
        "priority": whole_number(posted.get("priority")) or Priority.NORMAL,
    }


@staff_only
@require_safe
def customer_choices(request: StaffRequest) -> HttpResponse:
    """Customers that fit what is typed, to choose one for a new ticket."""
    require(request.viewer, CREATE)
    found = queries.find_customers(request.viewer, request.GET.get("customer_query", ""))
    return render(request, "desk/customer_choices.html", {"customers": found})


@staff_only
@require_safe
def filter_form(request: StaffRequest) -> HttpResponse:
    """Put a filter together; saving keeps it as a list."""
    return _filter_form(request, TicketFilter.read(request.GET))


def _filter_form(
    request: StaffRequest, wanted: TicketFilter, *, view_id: int = 0, name: str = "", error: Invalid | None = None
) -> HttpResponse:
    names = list(dict.fromkeys((*wanted.tag, *queries.tag_names())))
    values = {
        **words(),
        "wanted": wanted,
        "view_id": view_id,
        "name": name,
        "errors": error.fields if error else {},
        "statuses": Status.choices,
        "tags": names,
        "tag_pairs": [(name, name) for name in names],
        "type_pairs": [(kind.id, kind.label) for kind in queries.reference().types.values() if kind.is_active],
        "channel_pairs": [(key, label) for key, (label, _icon) in CHANNELS.items()],
        "may_share": request.viewer.can(SHARE_VIEW),
        "team": queries.reference().team(queries.reference().team_of(request.viewer.id)),
    }
    return render(request, "desk/filter.html", values, status=422 if error else 200)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def change_view(request: StaffRequest, view_id: int) -> HttpResponse:
    """Another name or filter for a saved list."""
    name, wanted = queries.saved_filter(request.viewer, view_id)
    if request.method != "POST":
        return _filter_form(request, wanted, view_id=view_id, name=name)
    wanted, name = TicketFilter.read(request.POST), request.POST.get("name", "")
    try:
        actions.change_view(view_id, by=request.viewer, name=name, filter=wanted.as_saved())
    except Invalid as error:
        return _filter_form(request, wanted, view_id=view_id, name=name, error=error)
    queries.forget_counts()
    return redirect("inbox-list", f"saved-{view_id}")


@staff_only
@require_POST
def save_view(request: StaffRequest) -> HttpResponse:
    """Keep a filter under a name."""
    wanted, name = TicketFilter.read(request.POST), request.POST.get("name", "")
    team_id = queries.reference().team_of(request.viewer.id)
    team = queries.get_team(team_id) if team_id else None
    audience = request.POST.get("audience", "me")
    try:
        view = actions.save_view(name, wanted.as_saved(), by=request.viewer, audience=audience, team=team)
    except Invalid as error:
        return _filter_form(request, wanted, name=name, error=error)
    queries.forget_counts()
    return redirect("inbox-list", f"saved-{view.pk}")


@staff_only
@require_POST
def delete_view(request: StaffRequest, view_id: int) -> HttpResponse:
    """Forget a saved list."""
    actions.delete_view(view_id, by=request.viewer)
    queries.forget_counts()
    return redirect(reverse("inbox"))


@staff_only
@require_POST
def move_view(request: StaffRequest, view_id: int) -> HttpResponse:
    """Put a saved list one place up (``up=1``) or down."""
    actions.move_view(view_id, by=request.viewer, up=request.POST.get("up") == "1")
    queries.forget_counts()
    return redirect("inbox-list", f"saved-{view_id}")
