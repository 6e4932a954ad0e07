"""Settings: what counts how much."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing import actions, queries
from manyi.routing.matching import STANDARD
from manyi.routing.models import Policy
from manyi.routing.setup import read_weights
from manyi.routing.views.shared import number, tried
from manyi.routing.words import policy_label, weight_label

NEXT = ("waiting", "vip", "urgency", "slack_from", "slack")
WHOM = ("owner", "last_agent", "expert", "skill", "tier", "load", "fairness", "idle", "cost")
CLASSES = ("A", "B", "C")


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All sets of weights."""
    require(request.viewer, MANAGE_SETTINGS)
    return render(request, "routing/weights_list.html", {"rows": queries.policies(), "policy_label": policy_label})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, policy_id: int = 0) -> HttpResponse:
    """Add weights, or make a new version."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_policy(policy_id) if policy_id else None
    errors = tried(lambda: _save(request, row)) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        messages.success(request, _("Saved. It counts from now on."))
        return redirect("routing-weights")
    return render(request, "routing/weights.html", _values(request, row, errors), status=422 if errors else 200)


def _save(request: StaffRequest, row: Policy | None) -> None:
    posted = request.POST
    name = row.name if row else posted.get("name", "")
    actions.save_weights(name, _posted(posted), by=request.viewer, is_default=posted.get("is_default") == "on")


def _posted(posted: QueryDict) -> dict[str, Any]:
    values: dict[str, Any] = {name: number(posted, name) for name in (*NEXT, *WHOM)}
    values["classes"] = {one: number(posted, f"class-{one}") for one in CLASSES}
    return values


def _values(request: StaffRequest, row: Policy | None, errors: dict[str, str]) -> dict[str, Any]:
    weights = read_weights(row) if row else STANDARD
    return {
        "row": row,
        "errors": errors,
        "given": request.POST,
        "weights": weights,
        "next": NEXT,
        "whom": WHOM,
        "classes": CLASSES,
        "weight_label": weight_label,
        "policy_label": policy_label,
        "versions": queries.versions_of(row) if row else [],
    }


@staff_only
@require_POST
def deletion(request: StaffRequest, policy_id: int) -> HttpResponse:
    """Remove weights nobody uses."""
    actions.delete_weights(queries.get_policy(policy_id), by=request.viewer)
    return redirect("routing-weights")
