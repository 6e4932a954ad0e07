"""The page of today, and the tickets behind its numbers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from manyi.core.actors import require
from manyi.insight import board, queries
from manyi.insight.models import Measure
from manyi.insight.periods import Period, period
from manyi.insight.permissions import SEE_TODAY
from manyi.people.middleware import StaffRequest, staff_only

PERIODS = (("today", _("Today")), ("week", _("7 days")), ("month", _("30 days")))
TITLES = {
    Measure.CREATED: _("New requests"),
    Measure.FIRST_REPLY: _("Answered for the first time"),
    Measure.SOLVED: _("Solved"),
    Measure.CLOSED: _("Closed"),
    Measure.REOPENED: _("Opened again"),
    Measure.BREACHED: _("Answered late"),
    Measure.RATED: _("Rated by customers"),
    Measure.SATISFIED: _("Rated 4 or 5"),
}


def _period(request: StaffRequest) -> Period:
    return period(request.GET.get("period", "today"), timezone.now(), request.viewer.time_zone)


@staff_only
def today(request: StaffRequest) -> HttpResponse:
    """Open, waiting, late, satisfaction, first answers, solved: now and over the chosen period."""
    require(request.viewer, SEE_TODAY)
    chosen = _period(request)
    standings = queries.standing_by_team(request.viewer)
    now_standing = queries.standing(standings.values())
    here = queries.tally(request.viewer, chosen.start, chosen.end)
    values = {
        "period": chosen,
        "periods": PERIODS,
        "tiles": board.tiles(request.viewer, chosen, now_standing),
        "course": board.course_chart(request.viewer, chosen),
        "channels": board.channel_chart(request.viewer, chosen),
        "teams": board.team_rows(request.viewer, chosen, standings),
        "decisions": board.decisions(here, now_standing, chosen),
        "percent": board.percent,
    }
    return render(request, "insight/today.html", values)


@staff_only
def today_tickets(request: StaffRequest) -> HttpResponse:
    """The tickets behind a number."""
    require(request.viewer, SEE_TODAY)
    chosen = _period(request)
    measure = request.GET.get("measure", "")
    team = request.GET.get("team", "")
    channel = request.GET.get("channel", "")
    found = queries.tickets_behind(
        request.viewer,
        measure,
        chosen.start,
        chosen.end,
        team=int(team) if team.isdecimal() else None,
        channel=channel,
    )
    title = TITLES[Measure(measure)] if measure in Measure.values else _("Requests")
    return render(request, "insight/tickets.html", {"tickets": found, "title": title, "period": chosen})
