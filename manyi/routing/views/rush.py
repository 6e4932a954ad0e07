"""Rush mode on the floor: starting and ending it, its banner, its report."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyi.core.actors import require
from manyi.core.i18n import label
from manyi.core.times import duration
from manyi.desk.views.shared import whole_number
from manyi.people.middleware import StaffRequest, staff_only
from manyi.routing import actions, queries, setup
from manyi.routing.permissions import RUSH, SEE_FLOOR
from manyi.routing.views.floor import board_after
from manyi.routing.words import effects, limit_words


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def rushes(request: StaffRequest) -> HttpResponse:
    """Every rush, the newest first; or begin one on a queue (0: the one for the rest)."""
    if request.method == "POST":
        queue_id = whole_number(request.POST.get("queue")) or None
        playbook = queries.get_playbook(whole_number(request.POST.get("playbook")))
        actions.start_rush(queue_id, playbook, by=request.viewer)
        return board_after(request)
    require(request.viewer, SEE_FLOOR)
    return render(request, "routing/rushes.html", {"rows": queries.rushes(), "now": timezone.now()})


@staff_only
@require_safe
def form(request: StaffRequest) -> HttpResponse:
    """Which playbook a queue is to be served by."""
    require(request.viewer, RUSH)
    queue = setup.current().queue(whole_number(request.GET.get("queue")) or None)
    fitting = [
        (row, effects(setup.read_plan(row.plan)))
        for row in queries.playbooks()
        if row.is_active and setup.read_plan(row.plan).is_for(queue.id)
    ]
    values = {
        "queue": queue,
        "playbooks": fitting,
        "base": "routing/part.html" if request.headers.get("HX-Request") else "core/shell.html",
    }
    return render(request, "routing/rush_form.html", values)


@staff_only
@require_POST
def ending(request: StaffRequest, rush_id: int) -> HttpResponse:
    """Serve the queue as usual again."""
    actions.end_rush(queries.get_rush(rush_id), by=request.viewer)
    return board_after(request)


@staff_only
@require_safe
def show(request: StaffRequest, rush_id: int) -> HttpResponse:
    """What a rush brought."""
    require(request.viewer, SEE_FLOOR)
    found = queries.report(queries.get_rush(rush_id))
    values = {
        "found": found,
        "rush": found.rush,
        "effects": effects(found.plan),
        "limits": [limit_words(name, found.plan.trigger, found.rush.why) for name in found.rush.why["reached"]],
        "lasted": duration(((found.rush.ended_at or timezone.now()) - found.rush.started_at).total_seconds()),
        "span": duration,
    }
    return render(request, "routing/rush.html", values)


@staff_only
@require_safe
def banner(request: StaffRequest) -> HttpResponse:
    """The rushes that concern me, for every page."""
    news = [
        (label(row.names), label(rush.plan.banner) if rush.plan.banner else "", row.ends_at)
        for row, rush in queries.rush_news(request.viewer)
    ]
    return render(request, "routing/rush_banner.html", {"news": news})
