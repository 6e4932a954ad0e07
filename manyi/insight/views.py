"""The page of today, the page of first-contact resolution, and the tickets behind their numbers."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from manyi.core.actors import Actor, require
from manyi.core.addresses import address
from manyi.core.charts import Series, line_chart
from manyi.desk.queries import reference
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

SPANS = {"3": _("3 months"), "6": _("6 months"), "12": _("12 months")}
WHY = {
    "came_back": _("customer had to come back"),
    "reopened": _("opened again"),
    "several_answered": _("several colleagues answered"),
    "transferred": _("transferred"),
    "other_department": _("another department was asked"),
    "repeated": _("customer came again about the same"),
}
TARGET = 70


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
    channel, skip = request.GET.get("channel", ""), request.GET.get("skip", "")
    found = queries.tickets_behind(
        request.viewer,
        measure,
        chosen.start,
        chosen.end,
        team=int(team) if team.isdecimal() else None,
        channel=channel,
        skip=int(skip) if skip.isdecimal() else 0,
    )
    title = TITLES[Measure(measure)] if measure in Measure.values else _("Requests")
    more = f"?{urlencode({**request.GET.dict(), 'skip': found.following})}" if found.following else ""
    return render(request, "insight/tickets.html", {"found": found, "title": title, "period": chosen, "more": more})


class Line(NamedTuple):
    """One team or type."""

    name: str
    share: queries.Share
    url: str
    unsolved_url: str


@staff_only
@require_safe
def first_contact(request: StaffRequest) -> HttpResponse:
    """The rate month by month, and by team and type; every number leads to its tickets."""
    require(request.viewer, SEE_TODAY)
    span, only = _span(request), _only(request)
    months = _months(span)
    by_month = queries.first_contacts_by(request.viewer, months, "month", **only)
    whole = queries.Share(sum(one.solved for one in by_month.values()), sum(one.counted for one in by_month.values()))
    ref = reference()
    values = {
        "spans": SPANS,
        "span": span,
        "only": only,
        "here": "".join(f"{name.removesuffix('_id')}={value}&" for name, value in only.items()),
        "chosen": " · ".join(filter(None, (ref.team(only.get("team_id")), ref.type_label(only.get("type_id"))))),
        "whole": whole,
        "rate": board.percent(whole.rate),
        "chart": _chart(months, by_month, only),
        "teams": _lines(request.viewer, months, "team_id", span, only),
        "types": _lines(request.viewer, months, "type_id", span, only),
        "percent": board.percent,
        "unsolved_url": _tickets_url(span=span, solved="0", **only),
    }
    return render(request, "insight/first_contact.html", values)


@staff_only
@require_safe
def first_contact_tickets(request: StaffRequest) -> HttpResponse:
    """The tickets behind a number, with what broke it."""
    require(request.viewer, SEE_TODAY)
    span, month = _span(request), request.GET.get("month", "")
    months = [month] if month in _months("12") else _months(span)
    solved = {"0": False, "1": True}.get(request.GET.get("solved", ""))
    found = queries.first_contacts_behind(request.viewer, months, solved=solved, **_only(request))
    values = {"rows": found, "why": WHY, "month": month if month in months else "", "span": span}
    return render(request, "insight/first_contact_tickets.html", values)


def _span(request: HttpRequest) -> str:
    span = request.GET.get("span", "6")
    return span if span in SPANS else "6"


def _months(span: str) -> list[str]:
    return queries.months_back(int(span), timezone.localdate(timezone=timezone.get_default_timezone()))


def _only(request: HttpRequest) -> dict[str, int]:
    given = {"team_id": request.GET.get("team", ""), "type_id": request.GET.get("type", "")}
    return {column: int(value[:18]) for column, value in given.items() if value.isdecimal()}


def _tickets_url(**params: Any) -> str:
    named = {name.removesuffix("_id"): value for name, value in params.items()}
    return f"{address('first-contact-tickets')}?{urlencode(named)}"


def _chart(months: list[str], by_month: dict[Any, queries.Share], only: dict[str, int]) -> Markup:
    rates = [_points(by_month.get(month)) for month in months]
    links = [_tickets_url(month=month, **only) for month in months]
    line = Series(str(_("First-contact resolution")), rates, links)
    return line_chart([line], months, title=str(_("First-contact resolution")), form=_whole_percent, target=TARGET)


def _points(share: queries.Share | None) -> float | None:
    """A share in percent: charts find good steps for whole numbers."""
    return None if share is None or share.rate is None else share.rate * 100


def _whole_percent(value: float) -> str:
    return f"{value:.0f}%"


def _lines(viewer: Actor, months: list[str], column: str, span: str, only: dict[str, int]) -> list[Line]:
    ref, found = reference(), []
    for key, share in queries.first_contacts_by(viewer, months, column, **only).items():
        name = ref.team(int(key)) if column == "team_id" else ref.type_label(int(key))
        params = {**only, column: key}
        here = urlencode({name.removesuffix("_id"): value for name, value in params.items()} | {"span": span})
        found.append(Line(name or str(_("none")), share, f"?{here}", _tickets_url(span=span, solved="0", **params)))
    return sorted(found, key=lambda line: (line.share.rate or 0, line.name))
