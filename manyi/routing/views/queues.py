"""Settings: queues, and who serves them how."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.errors import NotFound
from manyi.core.i18n import label
from manyi.desk.access import get_ticket
from manyi.desk.views.conditions import condition_values, legible, numbers, posted_conditions
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.people.permissions import MANAGE_SETTINGS
from manyi.routing import actions, queries
from manyi.routing.models import Queue
from manyi.routing.queues import Overflow, Terms
from manyi.routing.setup import read_queue
from manyi.routing.views.shared import LANGUAGES, names_of, number, tried
from manyi.routing.words import policy_label
from manyi.sla.queries import calendar_names

STEPS = 4
MINUTE = 60


@staff_only
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All queues in order with what waits in them; with ``ticket`` the one a ticket falls into."""
    require(request.viewer, MANAGE_SETTINGS)
    asked = request.GET.get("ticket", "").strip().removeprefix("#")
    values: dict[str, Any] = {"number": asked, "chosen": None, "problem": ""}
    if asked:
        try:
            values["chosen"] = queries.queue_of(get_ticket(request.viewer, asked))
        except NotFound:
            values["problem"] = _("There is no ticket with this number that you can see.")
    return render(request, "routing/queues.html", {**values, "rows": queries.queues(), "policy_label": policy_label})


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: StaffRequest, queue_id: int = 0) -> HttpResponse:
    """Add or change a queue."""
    require(request.viewer, MANAGE_SETTINGS)
    row = queries.get_queue(queue_id) if queue_id else None
    errors = tried(lambda: _save(request, row)) if request.method == "POST" else {}
    if request.method == "POST" and not errors:
        return redirect("routing-queues")
    return render(request, "routing/queue.html", _values(request, row, errors), status=422 if errors else 200)


def _save(request: StaffRequest, row: Queue | None) -> None:
    posted = request.POST
    policy_id = whole_number(posted.get("policy"))
    actions.save_queue(
        row,
        by=request.viewer,
        names=names_of(posted),
        conditions=posted_conditions(posted),
        terms=_terms(posted),
        teams=queries.teams(numbers(posted, "served_by")),
        policy=queries.get_policy(policy_id) if policy_id else None,
        calendar_id=whole_number(posted.get("calendar")) or None,
        is_active=posted.get("is_active") == "on",
    )


def _terms(posted: QueryDict) -> Terms:
    levels = {skill.pk: int(number(posted, f"skill-{skill.pk}")) for skill in queries.skills()}
    return Terms(
        skills={pk: level for pk, level in levels.items() if level},
        speaks=posted.get("speaks") == "on",
        tiers=posted.get("tiers") == "on",
        post=whole_number(posted.get("post")) or None,
        overflow=tuple(filter(None, (_step(posted, place) for place in range(STEPS)))),
        offers=int(number(posted, "offers")),
        share=int(number(posted, "share", 80)),
        within=int(number(posted, "within", 300)),
    )


def _step(posted: QueryDict, place: int) -> Overflow | None:
    minutes = number(posted, f"step-{place}-after")
    if not minutes:
        return None
    return Overflow(
        after=round(minutes * MINUTE),
        teams=numbers(posted, f"step-{place}-teams"),
        any_team=posted.get(f"step-{place}-any-team") == "on",
        any_tier=posted.get(f"step-{place}-any-tier") == "on",
        any_skill=posted.get(f"step-{place}-any-skill") == "on",
    )


def _values(request: StaffRequest, row: Queue | None, errors: dict[str, str]) -> dict[str, Any]:
    queue = read_queue(row) if row else queries.NEW
    conditions, terms, served_by = queue.conditions, queue.terms, queue.teams
    if errors:
        conditions, terms = legible(posted_conditions, request.POST), legible(_terms, request.POST)
        served_by = numbers(request.POST, "served_by")
    steps = [*terms.overflow, *[None] * (STEPS - len(terms.overflow))]
    return {
        **condition_values(conditions),
        "row": row,
        "errors": errors,
        "given": request.POST,
        "languages": LANGUAGES,
        "terms": terms,
        "served_by": served_by,
        "steps": list(enumerate(steps)),
        "minutes": lambda seconds: f"{seconds / MINUTE:g}",
        "skills": queries.skills(),
        "post_options": [(post.pk, label(post.names)) for post in queries.posts()],
        "policy_options": [(policy.pk, policy_label(policy.name)) for policy in queries.policies()],
        "calendar_options": list(calendar_names().items()),
    }


@staff_only
@require_POST
def place(request: StaffRequest, queue_id: int) -> HttpResponse:
    """Ask a queue one place earlier (``to=up``) or later."""
    actions.move_queue(queries.get_queue(queue_id), by=request.viewer, up=request.POST.get("to") == "up")
    return redirect("routing-queues")


@staff_only
@require_POST
def order(request: StaffRequest) -> HttpResponse:
    """Ask the queues in the order in which they were put."""
    actions.order_queues([whole_number(pk) for pk in request.POST.getlist("ids")], by=request.viewer)
    return redirect("routing-queues")


@staff_only
@require_POST
def deletion(request: StaffRequest, queue_id: int) -> HttpResponse:
    """Remove a queue."""
    actions.delete_queue(queries.get_queue(queue_id), by=request.viewer)
    return redirect("routing-queues")
