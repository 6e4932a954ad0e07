"""Two customers who may be one: proposals, side by side, merging and undoing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import Refused
from manyi.customers import access, actions, queries
from manyi.customers.permissions import MERGE
from manyi.customers.words import REASONS
from manyi.people.middleware import StaffRequest, staff_only


@require_safe
@staff_only
def duplicates(request: StaffRequest) -> HttpResponse:
    """Who may be one person, the surest first."""
    require(request.viewer, MERGE)
    pairs = [(pair, _reasons(pair.proposal.reasons)) for pair in queries.proposals(request.viewer)]
    return render(request, "customers/duplicates.html", {"pairs": pairs, "merges": queries.recent_merges()})


def _reasons(keys: list[str]) -> list[str]:
    return [str(REASONS.get(key, key)) for key in keys]


@require_safe
@staff_only
def compare(request: StaffRequest, customer_id: int, other_id: int) -> HttpResponse:
    """Two customers side by side."""
    require(request.viewer, MERGE)
    one = access.standing(access.get_customer(request.viewer, customer_id))
    other = access.standing(access.get_customer(request.viewer, other_id))
    if one.pk == other.pk:
        return redirect("customer", one.pk)
    proposal = queries.proposal_between(one, other)
    values = {
        "first": queries.side(request.viewer, one),
        "second": queries.side(request.viewer, other),
        "proposal": proposal,
        "reasons": _reasons(proposal.reasons) if proposal else [],
    }
    return render(request, "customers/compare.html", values)


@require_POST
@staff_only
def seek(request: StaffRequest, customer_id: int) -> HttpResponse:
    """Find the other one by address or number, to compare."""
    require(request.viewer, MERGE)
    text = request.POST.get("text", "").strip()
    found = [pk for pk in queries.owners_of(text) if pk != customer_id]
    if not found and text.lstrip("#").isdigit():
        found = queries.standing_ids([int(text.lstrip("#"))])
    if not found or found[0] == customer_id:
        messages.error(request, _("No other customer has this address or number."))
        return redirect("customer", customer_id)
    return redirect("customers_compare", customer_id, found[0])


@require_POST
@staff_only
def merge(request: StaffRequest, kept_id: int, merged_id: int) -> HttpResponse:
    """Make one of two; the first stands."""
    kept = access.get_customer(request.viewer, kept_id)
    merged = access.get_customer(request.viewer, merged_id)
    try:
        actions.merge_customers(kept, merged, by=request.viewer)
    except Refused as error:
        if error.status == 403:
            raise
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Merged. It can be undone from the file."))
    return redirect("customer", access.standing(kept).pk)


@require_POST
@staff_only
def reject(request: StaffRequest, proposal_id: int) -> HttpResponse:
    """They are two people."""
    actions.reject_duplicate(access.get_proposal(request.viewer, proposal_id), by=request.viewer)
    messages.success(request, _("Noted. They won’t be proposed again."))
    return redirect("customers_duplicates")


@require_POST
@staff_only
def undo(request: StaffRequest, merge_id: int) -> HttpResponse:
    """Take a merge apart again."""
    found = access.get_merge(request.viewer, merge_id)
    try:
        actions.undo_merge(found, by=request.viewer)
    except Refused as error:
        messages.error(request, str(error.message))
        return redirect("customer", access.standing(found.kept).pk)
    messages.success(request, _("They are two customers again."))
    return redirect("customer", found.kept_id)
