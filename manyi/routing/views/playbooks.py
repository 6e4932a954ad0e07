"""Settings: playbooks for a surge."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.i18n import label
from manyi.desk.views.conditions import condition_values, legible, numbers, posted_conditions
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing import actions, queries, setup
from manyi.routing.models import Playbook
from manyi.routing.queues import REST
from manyi.routing.rush import REST_QUEUE, Plan, Trigger, has_trigger
from manyi.routing.views.shared import LANGUAGES, names_of, number, tried
from manyi.routing.words import effects, policy_label, trigger_words

MINUTE = 60


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All playbooks with what they change."""
    require(request.viewer, MANAGE_SETTINGS)
    plans = [(row, setup.read_plan(row.plan)) for row in queries.playbooks()]
    rows = [(row, effects(plan), trigger_words(plan.trigger) if has_trigger(plan) else []) for row, plan in plans]
    return render(request, "routing/playbooks.html", {"rows": rows})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, playbook_id: int = 0) -> HttpResponse:
    """Add a playbook, or make a new version."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_playbook(playbook_id) if playbook_id else None
    errors = tried(lambda: _save(request, row)) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        messages.success(request, _("Saved. It counts from the next time rush mode begins."))
        return redirect("routing-playbooks")
    return render(request, "routing/playbook.html", _values(request, row, errors), status=422 if errors else 200)


def _save(request: StaffRequest, row: Playbook | None) -> None:
    posted = request.POST
    is_active = posted.get("is_active") == "on"
    actions.save_playbook(row, by=request.viewer, names=names_of(posted), plan=_plan(posted), is_active=is_active)


def _plan(posted: QueryDict) -> Plan:
    trigger = Trigger(
        waiting=int(number(posted, "waiting")),
        longest=round(number(posted, "longest") * MINUTE),
        arrivals=int(number(posted, "arrivals")),
        conditions=posted_conditions(posted),
    )
    return Plan(
        queues=frozenset(int(pk) for pk in posted.getlist("queues") if pk.isdigit()),
        trigger=trigger,
        policy=whole_number(posted.get("policy")) or None,
        capacity=int(number(posted, "capacity", 100)),
        teams=numbers(posted, "borrowed"),
        short_forms=posted.get("short_forms") == "on",
        banner=_texts(posted, "banner"),
        answer=_texts(posted, "answer"),
        at_most=round(number(posted, "at_most", 120) * MINUTE),
        calm_waiting=int(number(posted, "calm_waiting")),
        calm_for=round(number(posted, "calm_for") * MINUTE),
    )


def _texts(posted: QueryDict, name: str) -> dict[str, str]:
    found = {code: posted.get(f"{name}-{code}", "").strip() for code, _language in LANGUAGES}
    return {code: text for code, text in found.items() if text}


def _values(request: StaffRequest, row: Playbook | None, errors: dict[str, str]) -> dict[str, Any]:
    plan = setup.read_plan(row.plan) if row else Plan()
    if errors:
        plan = legible(_plan, request.POST)
    queue_options = [(one.row.pk, label(one.row.names)) for one in queries.queues()]
    return {
        **condition_values(plan.trigger.conditions),
        "row": row,
        "plan": plan,
        "errors": errors,
        "given": request.POST,
        "languages": LANGUAGES,
        "minutes": lambda seconds: f"{seconds / MINUTE:g}",
        "queue_options": [*queue_options, (REST_QUEUE, label(REST.names))],
        "policy_options": [(policy.pk, policy_label(policy.name)) for policy in queries.policies()],
    }


@staff_only
@require_POST
def deletion(request: StaffRequest, playbook_id: int) -> HttpResponse:
    """Remove a playbook."""
    actions.delete_playbook(queries.get_playbook(playbook_id), by=request.viewer)
    return redirect("routing-playbooks")
